import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { codeOf, LocalPostgresError } from './error.ts';

const run = promisify(execFile);

/** Ids of the account that PostgreSQL runs as, when it is another than this process's. */
export interface Account {
  uid: number;
  gid: number;
}

const OWN_NAME = 'counterpart-postgres';

/** PostgreSQL refuses to run as root ("Server Setup: The PostgreSQL User Account"), so root lends it another account. */
export const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * The account for PostgreSQL when this process is root: `counterpart-postgres`, created when missing; where accounts
 * cannot be created, `postgres` or `nobody`.
 */
export async function accountForRoot(): Promise<Account> {
  const known = await lookUp(OWN_NAME);
  if (known) return known;
  const reason = await create(OWN_NAME);
  for (const name of [OWN_NAME, 'postgres', 'nobody']) {
    const account = await lookUp(name);
    if (account) return account;
  }
  throw new LocalPostgresError(
    `PostgreSQL must not run as root, and no other account was found for it (${reason ?? 'useradd succeeded, but the account is missing'}). ` +
      `Create one, such as with "useradd --system ${OWN_NAME}", or run this command as an ordinary user.`,
  );
}

async function lookUp(name: string): Promise<Account | undefined> {
  try {
    const uid = Number((await run('id', ['-u', name])).stdout);
    const gid = Number((await run('id', ['-g', name])).stdout);
    return uid > 0 ? { uid, gid } : undefined;
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** Creates a system account; the reason when that was not possible. Another process may create it at the same moment: the caller looks it up again. */
async function create(name: string): Promise<string | undefined> {
  try {
    const home = ['--no-create-home', '--home-dir', '/nonexistent'];
    await run('useradd', ['--system', ...home, '--shell', '/usr/sbin/nologin', name]);
    return undefined;
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? 'there is no useradd here' : String(error);
  }
}
