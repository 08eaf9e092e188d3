import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from './database.ts';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function migrate(url: string): Promise<void> {
  await query(url, 'create table thing (name text)');
}

describe('a database for a test', () => {
  it('is a copy of the template, apart from every other copy', async () => {
    const options = { templateKey: 'copies', migrate };
    const [one, two] = await Promise.all([createTestDatabase(options), createTestDatabase(options)]);
    await query(one.url, `insert into thing values ('one')`);
    expect(await query(one.url, 'select name from thing')).toEqual([{ name: 'one' }]);
    expect(await query(two.url, 'select name from thing')).toEqual([]);
    await one.drop();
    await two.drop();
    await expect(query(one.url, 'select 1')).rejects.toThrow('does not exist');
  });

  it('is made from a template that is built once for all who ask at once', async () => {
    let built = 0;
    const options = {
      templateKey: 'once',
      migrate: async (url: string) => {
        built += 1;
        await migrate(url);
      },
    };
    const all = await Promise.all([1, 2, 3].map(() => createTestDatabase(options)));
    await Promise.all(all.map((database) => database.drop()));
    expect(built).toBe(1);
  });

  it('builds the template anew when its first migration failed', async () => {
    const failing = { templateKey: 'fails first', migrate: () => Promise.reject(new Error('no such thing')) };
    await expect(createTestDatabase(failing)).rejects.toThrow('no such thing');
    const database = await createTestDatabase({ templateKey: 'fails first', migrate });
    expect(await query(database.url, 'select name from thing')).toEqual([]);
    await database.drop();
  });

  it('names the connections that a test left open, and is gone all the same', async () => {
    const database = await createTestDatabase({ templateKey: 'leak' });
    const leak = new Client({ connectionString: database.url, application_name: 'forgotten' });
    const cut = new Promise((resolve) => leak.on('error', resolve));
    await leak.connect();
    await leak.query('select 42');
    await expect(database.drop()).rejects.toThrow(
      /1 connections open[^]*forgotten idle, last statement: select 42/,
    );
    await cut;
    await expect(query(database.url, 'select 1')).rejects.toThrow('does not exist');
  });

  it('refuses a migration that leaves its connection open', async () => {
    const left: Client[] = [];
    const options = {
      templateKey: 'open migration',
      migrate: async (url: string) => {
        const client = new Client({ connectionString: url });
        await client.connect();
        left.push(client);
      },
    };
    await expect(createTestDatabase(options)).rejects.toThrow('migrate() left connections open');
    await Promise.all(left.map((client) => client.end()));
  });
});
