import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's own folder for Chromium; empty until the first browser opens. */
    chromiumFolder: string;
  }
}

/** What a test run offers to a set-up file; given by shape, so that each project's own type fits. */
interface TestRun {
  provide(key: 'chromiumFolder', value: string): void;
}

/** Vitest calls this once per run: it gives Chromium a folder to unpack into, and removes it at the end. */
export default async function setup(run: TestRun): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'counterpart-chromium-'));
  run.provide('chromiumFolder', folder);
  return () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
