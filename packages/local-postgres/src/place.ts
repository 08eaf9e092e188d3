import { randomUUID } from 'node:crypto';
import { chown, mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { accountForRoot, isRoot, type Account } from './account.ts';
import { codeOf, LocalPostgresError } from './error.ts';
import { copiedProgram, exists, installedProgram, makeOpenFolder, type Program } from './program.ts';
import { temporaryName } from './leftovers.ts';

/** Where one PostgreSQL lives and what it runs as. */
export interface Place {
  program: Program;
  /** PostgreSQL's data directory; it may not exist yet, its parent does. */
  data: string;
  /** The account to run as, when it is not this process's own. */
  account?: Account;
  /** A folder to remove when the server has stopped. */
  temporary?: string;
}

/** Root's programs and data lie here, since another account must reach both and may be shut out of the checkout. */
const ROOT_FOLDER = '/var/lib/counterpart';

/** Folder in which temporary servers of this account lie. */
export const temporaryFolder = (): string => (isRoot() ? ROOT_FOLDER : tmpdir());

/** A place that a later start with the same `dataDir` finds again. */
export async function persistentPlace(dataDir: string): Promise<Place> {
  const folder = resolve(dataDir);
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new LocalPostgresError(
      `The folder ${folder} for PostgreSQL's data cannot be made (${codeOf(error)}). Choose one that this user may write to.`,
      { cause: error },
    );
  });
  const inside = join(folder, 'data');
  const location = join(folder, 'location');
  if (!isRoot()) {
    if (!(await exists(location))) return { program: await installedProgram(), data: inside };
    throw new LocalPostgresError(
      `The data of ${folder} was begun by root. Go on as root, or, to begin anew, remove that folder or choose another.`,
    );
  }

  await makeOpenFolder(ROOT_FOLDER);
  const program = await copiedProgram(ROOT_FOLDER);
  if (await exists(inside)) {
    // An ordinary user began this one; root goes on with it in that user's name.
    const { uid, gid } = await stat(inside);
    return { program, data: inside, account: { uid, gid } };
  }
  const account = await accountForRoot();
  const home = await homeNamedIn(location);
  await makeHome(home, account);
  return { program, account, data: join(home, 'data') };
}

/** A place of its own that is removed after use. */
export async function temporaryPlace(): Promise<Place> {
  if (!isRoot()) {
    const temporary = await mkdtemp(join(temporaryFolder(), temporaryName()));
    return { program: await installedProgram(), data: join(temporary, 'data'), temporary };
  }
  await makeOpenFolder(ROOT_FOLDER);
  const program = await copiedProgram(ROOT_FOLDER);
  const account = await accountForRoot();
  const temporary = await mkdtemp(join(temporaryFolder(), temporaryName()));
  await chown(temporary, account.uid, account.gid);
  return { program, account, data: join(temporary, 'data'), temporary };
}

/**
 * Root's data lies outside the checkout; the file `location` in the checkout's data folder says where. Whoever deletes
 * that folder begins anew, and a checkout that is moved takes its data along.
 */
async function homeNamedIn(file: string): Promise<string> {
  try {
    const home = join(ROOT_FOLDER, `data-${randomUUID()}`);
    await writeFile(file, `${home}\n`, { flag: 'wx' });
    return home;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return (await readFile(file, 'utf8')).trim();
  }
}

async function makeHome(home: string, account: Account): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  await chown(home, account.uid, account.gid);
}
