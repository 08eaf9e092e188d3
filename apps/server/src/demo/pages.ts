import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const webFolder = fileURLToPath(new URL('../../../web', import.meta.url));
const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json'];

/** The folder with the built pages. */
export const pagesFolder = join(webFolder, 'dist');

/**
 * Builds the pages when they are missing or older than their sources. Returns their folder. The build lies beside it until it is
 * whole, because other processes may serve the pages or build them at the same time.
 */
export async function ensurePages(tell: (line: string) => void): Promise<string> {
  const built = await newest(join(pagesFolder, 'index.html'));
  const changed = Math.max(...(await Promise.all(sources.map((name) => newest(join(webFolder, name))))));
  if (built > changed) return pagesFolder;
  tell('Building the pages …');
  const require = createRequire(join(webFolder, 'package.json'));
  const vite = join(dirname(require.resolve('vite/package.json')), 'bin/vite.js');
  const draft = join(webFolder, 'node_modules', `.pages-${process.pid}`);
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn', '--outDir', draft], {
    cwd: webFolder,
    // Standard output belongs to the report.
    stdio: ['ignore', 2, 2],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error('The pages could not be built; what went wrong stands above.');
  const old = `${draft}-old`;
  await rename(pagesFolder, old).catch(unlessMissing);
  await rename(draft, pagesFolder).catch((error: NodeJS.ErrnoException) => {
    // Another process put its own build there in between: the same pages.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  for (const left of [draft, old]) await rm(left, { recursive: true, force: true });
  return pagesFolder;
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/** When the file, or the youngest file in the folder, was last written; 0 when there is none. */
async function newest(path: string): Promise<number> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found === null) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  const names = await readdir(path, { recursive: true });
  const times = await Promise.all(names.map(async (name) => (await stat(join(path, name))).mtimeMs));
  return Math.max(found.mtimeMs, ...times);
}
