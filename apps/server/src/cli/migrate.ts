import * as crm from '@counterpart/crm';
import { readConfig } from '../config.ts';
import { openJobs } from '../jobs.ts';
import { createLog } from '../log.ts';
import type { Command } from './commands.ts';

/** Brings the database up to date, queue included. Safe to repeat, and from several processes at once. */
export const migrate: Command = async () => {
  const config = readConfig();
  const applied = await crm.migrate(config.databaseUrl);
  const jobs = await openJobs(config.databaseUrl, createLog(config.logLevel, 2));
  await jobs.close();
  process.stdout.write(
    applied.length === 0
      ? 'The database is up to date.\n'
      : `Applied:\n${applied.map((name) => `  ${name}\n`).join('')}`,
  );
  return 0;
};
