/** One PostgreSQL for a whole test run, and in it a database for each test file. */
export { createTestDatabase } from './testing/database.ts';
export type { TestDatabase, TestDatabaseOptions } from './testing/database.ts';
