import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPostgres } from './index.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'counterpart-start-'));
});

afterEach(async () => {
  const location = await readFile(join(folder, 'location'), 'utf8').catch(() => undefined);
  if (location !== undefined) await rm(location.trim(), { recursive: true });
  await rm(folder, { recursive: true });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const serverPid = async (data: string): Promise<number> =>
  Number.parseInt(await readFile(join(data, 'postmaster.pid'), 'utf8'), 10);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const gone = (pid: number): Promise<void> =>
  vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 30_000, interval: 20 });

/** Another program that starts PostgreSQL; it says where, and then lives until its input ends or it is killed. */
async function otherProgram(options: Parameters<typeof startPostgres>[0]) {
  const entry = new URL('index.ts', import.meta.url).href;
  const script = `
    const { startPostgres } = await import(${JSON.stringify(entry)});
    const { url, data } = await startPostgres(${JSON.stringify(options)});
    console.log(JSON.stringify({ url, data }));
    process.stdin.resume();`;
  const program = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(program, 'exit');
  const [line] = await once(createInterface({ input: program.stdout }), 'line');
  const said: { url: string; data: string } = JSON.parse(String(line));
  const { stdin } = program;
  return {
    ...said,
    pid: await serverPid(said.data),
    exited,
    stdin,
    kill: (signal: NodeJS.Signals) => program.kill(signal),
  };
}

describe('a persistent PostgreSQL', () => {
  it('finds its data again at the second start', async () => {
    const first = await startPostgres({ persistent: true, dataDir: folder });
    await query(first.url, `create table kept as select 'still here' as word`);
    await first.stop();
    const second = await startPostgres({ persistent: true, dataDir: folder });
    expect(await query(second.url, 'select word from kept')).toEqual([{ word: 'still here' }]);
    await second.stop();
  });

  it('listens on 127.0.0.1 alone, wants its password and shows it to nobody', async () => {
    const server = await startPostgres({ persistent: true, dataDir: folder });
    const listening = await query(
      server.url,
      `select current_setting('listen_addresses') a, current_setting('unix_socket_directories') s`,
    );
    expect(listening).toEqual([{ a: '127.0.0.1', s: '' }]);
    await expect(query(server.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow('password');
    expect((await stat(join(server.data, 'superuser-password'))).mode & 0o777).toBe(0o600);
    expect((await stat(server.data)).mode & 0o777).toBe(0o700);
    await server.stop();
  });

  it('refuses data that a living program has open, and says whose they are', async () => {
    const server = await startPostgres({ persistent: true, dataDir: folder });
    await expect(startPostgres({ persistent: true, dataDir: folder })).rejects.toThrow(
      `in use by PostgreSQL process ${await serverPid(server.data)}, started by process ${process.pid}. Stop that program`,
    );
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
  });

  it('starts once when two programs begin it at the same moment', async () => {
    const starts = await Promise.allSettled(
      [1, 2].map(() => startPostgres({ persistent: true, dataDir: folder })),
    );
    const running = starts.filter((start) => start.status === 'fulfilled');
    const refused = starts.filter((start) => start.status === 'rejected');
    expect(running).toHaveLength(1);
    expect(refused).toHaveLength(1);
    expect(String(refused[0]?.reason)).toContain('is in use by');
    await running[0]?.value.stop();
  });

  it('is taken over from a program that was killed', async () => {
    const other = await otherProgram({ persistent: true, dataDir: folder });
    await query(other.url, `create table kept as select 'still here' as word`);
    other.kill('SIGKILL');
    await other.exited;
    const next = await startPostgres({ persistent: true, dataDir: folder });
    expect(await query(next.url, 'select word from kept')).toEqual([{ word: 'still here' }]);
    await next.stop();
  });

  it('starts although the machine stopped and another program has the number in its lock file', async () => {
    const first = await startPostgres({ persistent: true, dataDir: folder });
    const lock = join(first.data, 'postmaster.pid');
    const held = await readFile(lock, 'utf8');
    await first.stop();
    await writeFile(lock, held.replace(/^\d+/, String(process.ppid)));
    const next = await startPostgres({ persistent: true, dataDir: folder });
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await next.stop();
  });

  it('says which port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(startPostgres({ persistent: true, dataDir: folder, port })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is taken`,
    );
    other.close();
  });

  it('says what PostgreSQL said when it does not start', async () => {
    const start = startPostgres({ persistent: true, dataDir: folder, settings: { work_mem: 'much' } });
    await expect(start).rejects.toThrow('invalid value for parameter "work_mem": "much"');
  });
});

describe('a temporary PostgreSQL', () => {
  it('leaves nothing behind', async () => {
    const server = await startPostgres({ persistent: false });
    const pid = await serverPid(server.data);
    await server.stop();
    await gone(pid);
    await expect(stat(dirname(server.data))).rejects.toThrow('ENOENT');
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('ends with a program ended by %s', async (signal) => {
    const other = await otherProgram({ persistent: false });
    other.kill(signal);
    await other.exited;
    await gone(other.pid);
    await vi.waitFor(() => expect(stat(dirname(other.data))).rejects.toThrow('ENOENT'), { timeout: 30_000 });
  });

  it('ends with a program that ends without stopping it, and does not keep that program', async () => {
    const other = await otherProgram({ persistent: false });
    other.stdin.end();
    expect(await other.exited).toEqual([0, null]);
    await gone(other.pid);
  });
});
