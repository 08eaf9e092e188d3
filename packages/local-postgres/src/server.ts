import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { POSTGRES_ENVIRONMENT } from './cluster.ts';
import { LocalPostgresError } from './error.ts';
import type { GuardOrder } from './guard.ts';
import type { Place } from './place.ts';

/** A server that accepts connections. */
export interface RunningServer {
  port: number;
  stop(): Promise<void>;
}

export type Launch =
  | { outcome: 'running'; server: RunningServer }
  | { outcome: 'port taken' }
  | { outcome: 'data in use' }
  | { outcome: 'failed'; log: string };

const LOG_LINES_KEPT = 40;

/** Starts the server on 127.0.0.1 and waits until it accepts connections or has ended. */
export async function launch(
  place: Place,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<Launch> {
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    max_connections: '200',
    ...settings,
    cluster_name: ownerMark(process.pid),
  };
  const order: GuardOrder = {
    command: place.program.postgres,
    args: ['-D', place.data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    env: POSTGRES_ENVIRONMENT,
    ...place.account,
  };
  if (place.temporary !== undefined) order.remove = place.temporary;

  // Detached, so that Ctrl-C in a terminal reaches the program alone, which still needs its database to end well.
  const guard = spawn(
    process.execPath,
    [fileURLToPath(new URL('guard.ts', import.meta.url)), JSON.stringify(order)],
    {
      stdio: ['pipe', 'ignore', 'pipe'],
      detached: true,
      env: {},
    },
  );
  const log: string[] = [];
  const ended = once(guard, 'close');
  const ready = new Promise<boolean>((resolve, reject) => {
    createInterface({ input: guard.stderr }).on('line', (line) => {
      log.push(line);
      if (log.length > LOG_LINES_KEPT) log.shift();
      if (line.includes('database system is ready to accept connections')) resolve(true);
    });
    ended.then(() => resolve(false), reject);
  });
  if (!(await ready)) return failure(log.join('\n'));

  // From here on the server does not keep the program alive; the program keeps the server.
  for (const handle of [guard, guard.stdin, guard.stderr]) if (canUnref(handle)) handle.unref();
  const stop = async (): Promise<void> => {
    guard.ref();
    guard.stdin.end();
    await ended;
  };
  return { outcome: 'running', server: { port, stop } };
}

/** The server's `cluster_name`, by which a later start sees on the command line whose it is. */
export const ownerMark = (pid: number | string): string => `counterpart-${pid}`;

function failure(log: string): Launch {
  if (log.includes('Address already in use')) return { outcome: 'port taken' };
  if (log.includes('lock file "postmaster.pid" already exists')) return { outcome: 'data in use' };
  return { outcome: 'failed', log };
}

const canUnref = (handle: unknown): handle is ChildProcess | Socket =>
  handle instanceof Socket || (typeof handle === 'object' && handle !== null && 'unref' in handle);

/** A port that is free at this moment. Another program may take it before PostgreSQL does: the caller then tries another. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address === 'object' && address) return address.port;
  throw new LocalPostgresError(
    'The system gave no free port on 127.0.0.1. Close some programs and try again.',
  );
}
