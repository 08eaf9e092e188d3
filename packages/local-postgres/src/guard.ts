import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';

/**
 * A small process between this program and PostgreSQL. Its standard input is a pipe from the program: when that ends, by
 * `stop()` or because the program is gone, however it went (`kill -9` too), the guard shuts PostgreSQL down. So no
 * PostgreSQL outlives its program, and none is stopped half way.
 */
export interface GuardOrder {
  command: string;
  args: string[];
  env: Record<string, string>;
  uid?: number;
  gid?: number;
  /** A folder to remove afterwards; a server whose data goes away need not write it out first. */
  remove?: string;
}

function guard(order: GuardOrder): void {
  const { command, args, env, uid, gid, remove } = order;
  const server = spawn(command, args, {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
    cwd: '/',
    ...(uid === undefined ? {} : { uid, gid }),
  });
  server.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
  let asked = false;
  server.on('exit', (code) => {
    // A server that ended by itself leaves its folder to the program, which may start it again on another port.
    const done =
      asked && remove !== undefined ? rm(remove, { recursive: true, force: true }) : Promise.resolve();
    done.then(
      () => process.exit(code ?? 1),
      () => process.exit(1),
    );
  });
  // "Shutting Down the Server": SIGINT is the fast shutdown, SIGQUIT the immediate one.
  const shutdown = remove === undefined ? 'SIGINT' : 'SIGQUIT';
  process.stdin.on('end', () => {
    asked = true;
    server.kill(shutdown);
  });
  process.stdin.resume();
  // The terminal and the operator address the program, whose end the guard then sees.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
}

const order = process.argv[2];
if (order === undefined) throw new Error('The guard is started with its order as the argument.');
guard(JSON.parse(order));
