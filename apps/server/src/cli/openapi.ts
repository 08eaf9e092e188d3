import { pino } from 'pino';
import { buildApp } from '../http/app.ts';

/** Prints the API's document, for which no database is needed. */
const app = await buildApp({
  given: () => {
    throw new Error('Nothing is asked of the services while the document is printed.');
  },
  log: pino({ level: 'silent' }),
  trustProxy: false,
  secure: false,
  pages: null,
  newRequestId: () => 'none',
});
await app.ready();
process.stdout.write(`${JSON.stringify(app.swagger(), null, 2)}\n`);
await app.close();
