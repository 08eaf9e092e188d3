import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { codeOf, LocalPostgresError } from './error.ts';
import { exists } from './program.ts';
import type { Place } from './place.ts';

const run = promisify(execFile);

/** PostgreSQL needs nothing of this process's environment; a fixed language makes its messages readable to us. */
export const POSTGRES_ENVIRONMENT = { LC_ALL: 'C', LANG: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' };

/** The superuser's name; its password is random and kept in the data directory, readable to its owner alone. */
export const SUPERUSER = 'counterpart';

const PASSWORD_FILE = 'superuser-password';

/**
 * Makes the data directory unless it is there, and returns the superuser's password. The directory is made under another
 * name and moved into place whole, so a crash half way or two starts at once leave nothing half done.
 */
export async function initialised({ program, data, account }: Place): Promise<{ password: string }> {
  const passwordFile = join(data, PASSWORD_FILE);
  if (await exists(join(data, 'PG_VERSION'))) return { password: await readPassword(passwordFile) };

  const draft = join(dirname(data), `draft-${randomUUID()}`);
  const draftPassword = `${draft}.password`;
  try {
    await writeFile(draftPassword, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (account) await chown(draftPassword, account.uid, account.gid);
    // The built-in C.UTF-8 sorts alike on every machine ("Locale Providers"); ICU collations are there for lists that people read.
    const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8'];
    const access = ['--auth=scram-sha-256', `--username=${SUPERUSER}`, `--pwfile=${draftPassword}`];
    const options = { env: POSTGRES_ENVIRONMENT, cwd: dirname(data), ...account };
    await run(program.initdb, ['-D', draft, ...locale, ...access, '--no-instructions', '--no-sync'], options);
    await rename(draftPassword, join(draft, PASSWORD_FILE));
    await rename(draft, data);
  } catch (error) {
    if (!['EEXIST', 'ENOTEMPTY', 'EPERM'].includes(codeOf(error) ?? '') || !(await exists(passwordFile))) {
      throw new LocalPostgresError(`PostgreSQL could not make its data directory ${data}. ${reason(error)}`, {
        cause: error,
      });
    }
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(draftPassword, { force: true });
  }
  return { password: await readPassword(passwordFile) };
}

async function readPassword(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new LocalPostgresError(
      `The data directory ${dirname(file)} is PostgreSQL's, but its file ${PASSWORD_FILE} cannot be read (${codeOf(error)}). ` +
        'Run as the user who began it, or choose another folder.',
      { cause: error },
    );
  }
}

function reason(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  if (said.includes('could not look up effective user ID')) {
    return 'This process runs under a user id that has no name on this machine, and PostgreSQL insists on one: run it as a user that exists.';
  }
  return `${said || String(error)} Check that the folder can be written to and that the disk has 100 MB to spare.`;
}
