import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the demo keeps its data between two starts. */
export const defaultFolder = fileURLToPath(new URL('../../../../.counterpart', import.meta.url));

/** A folder that is gone afterwards. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'counterpart-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** The demo's key that seals tokens: made at the first start, only for its owner's eyes. */
export async function secretKey(folder: string): Promise<Buffer> {
  const file = join(folder, 'secret-key');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found !== null) return Buffer.from(found, 'base64');
  const key = randomBytes(32);
  await writeFile(file, key.toString('base64'), { mode: 0o600, flag: 'wx' });
  return key;
}
