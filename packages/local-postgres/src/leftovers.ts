import { execFile } from 'node:child_process';
import { readFile, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { codeOf, LocalPostgresError } from './error.ts';
import { ownerMark } from './server.ts';

const run = promisify(execFile);

const SHUTDOWN_LIMIT_MS = 60_000;
const LOOK_AGAIN_MS = 50;

const prefix = (): string => `counterpart-postgres-${hostname()}-`;

/** Beginning of a temporary folder's name: it tells which process owns the folder, on which machine. */
export const temporaryName = (): string => `${prefix()}${process.pid}-`;

/** Removes temporary folders whose process and guard were both killed. */
export async function sweepTemporaryFolders(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = name.startsWith(prefix()) ? Number.parseInt(name.slice(prefix().length), 10) : Number.NaN;
    if (Number.isNaN(owner) || isAlive(owner)) continue;
    const path = join(folder, name);
    try {
      await reclaim(join(path, 'data'));
      await rm(path, { recursive: true, force: true });
    } catch (error) {
      // Another account's folder in a shared temporary folder is that account's to sweep.
      if (!['EACCES', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
    }
  }
}

/**
 * Makes a data directory free to start on. A server that a killed program left is shut down; a lock file that a crashed
 * machine left is removed; a server whose program lives is an error.
 */
export async function reclaim(data: string): Promise<void> {
  const lock = join(data, 'postmaster.pid');
  const pid = await pidIn(lock);
  if (pid === undefined || !isAlive(pid)) return; // PostgreSQL removes a lock of a dead process by itself.
  const command = await commandOf(pid);
  if (command === undefined) return; // It ended since, or cannot be examined here: PostgreSQL has the last word.
  if (!command.includes(data)) {
    await rm(lock, { force: true }); // After a restart of the machine the number belongs to some other program.
    return;
  }
  const owner = Number(new RegExp(`${ownerMark('(\\d+)')}\\b`).exec(command)?.[1] ?? Number.NaN);
  if (Number.isNaN(owner) || isAlive(owner)) throw inUse(data, pid, owner);
  await shutDown(pid);
}

/** The error for a data directory that another program's server has open. */
export function inUse(data: string, pid: number | undefined, owner: number): LocalPostgresError {
  const server = pid === undefined ? 'another PostgreSQL' : `PostgreSQL process ${pid}`;
  const program = Number.isNaN(owner) ? '' : `, started by process ${owner}`;
  return new LocalPostgresError(
    `The data in ${data} is in use by ${server}${program}. Stop that program first, or choose another data folder.`,
  );
}

async function shutDown(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  for (let waitedMs = 0; isAlive(pid); waitedMs += LOOK_AGAIN_MS) {
    if (waitedMs > SHUTDOWN_LIMIT_MS) {
      throw new LocalPostgresError(
        `PostgreSQL process ${pid}, left by a program that was killed, does not stop. End it with "kill -QUIT ${pid}".`,
      );
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

async function pidIn(lock: string): Promise<number | undefined> {
  try {
    const pid = Number.parseInt(await readFile(lock, 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  return signal(pid, 0);
}

/** Whether the process is there to be signalled; one of another account is. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** The command line of a process, or nothing when it is gone or the platform does not tell. */
async function commandOf(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === 'linux') return await readFile(`/proc/${pid}/cmdline`, 'utf8');
    return (await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).stdout;
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
