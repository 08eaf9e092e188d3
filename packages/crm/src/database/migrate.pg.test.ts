import { createTestDatabase, type TestDatabase } from '@counterpart/local-postgres/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate, MigrationError, readMigrations } from './migrate.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ templateKey: 'empty' });
});
afterAll(() => database.drop());

it('two processes that migrate at once apply each migration once', async () => {
  const [first, second] = await Promise.all([migrate(database.url), migrate(database.url)]);
  const names = (await readMigrations()).map(({ name }) => name);
  expect([...first, ...second]).toEqual(names);
  expect(await migrate(database.url)).toEqual([]);
});

it('an applied migration that was changed is refused', async () => {
  const migrations = await readMigrations();
  const changed = migrations.map((migration, index) =>
    index === 0 ? { ...migration, sql: `${migration.sql}\n-- changed` } : migration,
  );
  await expect(migrate(database.url, changed)).rejects.toThrow(MigrationError);
});

it('a database from a newer version is refused', async () => {
  await expect(migrate(database.url, (await readMigrations()).slice(0, 3))).rejects.toThrow('newer version');
});

it('a migration that fails leaves nothing behind', async () => {
  const migrations = [
    ...(await readMigrations()),
    { name: '999_bad.sql', sql: 'create table half (a int); select 1/0' },
  ];
  await expect(migrate(database.url, migrations)).rejects.toThrow('999_bad.sql failed: division by zero');
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const found = await client.query("select to_regclass('half') as half");
  await client.end();
  expect(found.rows).toEqual([{ half: null }]);
});
