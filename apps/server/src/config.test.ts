import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig, variableNames } from './config.ts';

const good = {
  DATABASE_URL: 'postgres://counterpart:secret@db/counterpart',
  PUBLIC_URL: 'https://crm.example.com/',
  SECRET_KEYS: Buffer.alloc(32, 7).toString('base64'),
};

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  test('needs three variables and fills in the rest', () => {
    expect(readConfig(good)).toMatchObject({
      publicUrl: 'https://crm.example.com',
      port: 3000,
      microsoft: null,
      secretKeys: [Buffer.alloc(32, 7)],
      logLevel: 'info',
    });
  });

  test('tells every problem at once, by the name of the variable', () => {
    expect(
      problemsOf({ PORT: 'many', PUBLIC_URL: 'http://crm.example.com', SECRET_KEYS: 'c2hvcnQ=' }),
    ).toEqual([
      'DATABASE_URL is missing',
      'PUBLIC_URL must begin with https:// (http:// is for localhost only)',
      'PORT must be a number',
      'SECRET_KEYS must be keys of 32 bytes in base64, separated by commas (openssl rand -base64 32)',
    ]);
  });

  test('takes an empty variable for a missing one', () => {
    expect(problemsOf({ ...good, PUBLIC_URL: '' })).toEqual(['PUBLIC_URL is missing']);
  });

  test('plain http is good enough on this machine only', () => {
    for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000']) {
      expect(readConfig({ ...good, PUBLIC_URL: `http://${host}` }).publicUrl).toBe(`http://${host}`);
    }
    expect(problemsOf({ ...good, MICROSOFT_AUTHORITY: 'http://login.example.com' })).toHaveLength(1);
  });

  test('half a Microsoft credential is a mistake', () => {
    expect(problemsOf({ ...good, MICROSOFT_CLIENT_ID: 'x' })).toEqual([
      'MICROSOFT_CLIENT_ID and MICROSOFT_CLIENT_SECRET belong together: set both or neither',
    ]);
  });
});

test('docs/configuration.md explains every variable, and no other', async () => {
  const page = await readFile(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');
  const explained = [...page.matchAll(/^## (.*)$/gm)].flatMap(([, names = '']) => names.split(', '));
  expect(explained.sort()).toEqual([...variableNames].sort());
});
