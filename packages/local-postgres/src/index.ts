/** PostgreSQL from npm on this machine, for the demo and the tests. */
export { LocalPostgresError } from './error.ts';
export { startPostgres, type LocalPostgres, type StartOptions } from './start.ts';
