import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Simulator } from './simulator.ts';

/** Writes the whole state to a file; a reader never sees half of it. */
export async function saveTo(simulator: Simulator, path: string): Promise<void> {
  const draft = `${path}.new`;
  await writeFile(draft, simulator.save());
  await rename(draft, path);
}

/** Puts the state of a file in place of the present one. Rejects when the file is missing or holds something else. */
export async function loadFrom(simulator: Simulator, path: string): Promise<void> {
  simulator.load(await readFile(path, 'utf8'));
}
