import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { start } from '../process.ts';
import { stopSignal } from './signals.ts';

const pagesFolder = fileURLToPath(new URL('../../../web/dist', import.meta.url));

/** `serve` and `work`: as many processes of each as one likes, on as many machines. */
export async function run(what: { serve: boolean; work: boolean }): Promise<number> {
  const config = readConfig();
  const log = createLog(config.logLevel, 1);
  const pages = what.serve && existsSync(join(pagesFolder, 'index.html')) ? pagesFolder : null;
  if (what.serve && pages === null)
    log.warn('The pages are not built (npm run -w @counterpart/web build): only the API is served');
  const running = await start({ config, log, ...what, pages });
  log.info({ port: running.port, ...what }, 'Running');
  const ended = await Promise.race([stopSignal(), running.workersEnded.then(() => 'workers' as const)]);
  if (ended === 'workers') log.error('The workers ended by themselves');
  await running.stop();
  return ended === 'workers' ? 1 : 0;
}
