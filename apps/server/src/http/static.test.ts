import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp, type App } from './app.ts';

let app: App;
let pages: string;

beforeAll(async () => {
  pages = await mkdtemp(join(tmpdir(), 'counterpart-pages-'));
  await mkdir(join(pages, 'assets'));
  await writeFile(join(pages, 'index.html'), '<!doctype html><title>Counterpart</title>');
  await writeFile(join(pages, 'assets/app-1234.js'), `console.log('${'x'.repeat(4000)}')`);
  const given = () => {
    throw new Error('No service is asked for pages.');
  };
  const log = pino({ level: 'silent' });
  app = await buildApp({ given, log, trustProxy: false, secure: false, pages, newRequestId: () => 'none' });
});
afterAll(async () => {
  await app.close();
  await rm(pages, { recursive: true });
});

describe('the built pages', () => {
  test.each(['/', '/contacts/1234', '/setup/marketplace/microsoft/office-365'])(
    '%s is answered by index.html',
    async (url) => {
      const answer = await app.inject(url);
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toContain('<title>Counterpart</title>');
      expect(answer.headers['cache-control']).toBe('no-cache');
    },
  );

  test('files with a hash in their name are kept by browsers, and sent compressed', async () => {
    const answer = await app.inject({
      url: '/assets/app-1234.js',
      headers: { 'accept-encoding': 'br, gzip' },
    });
    expect(answer.headers['cache-control']).toContain('immutable');
    expect(answer.headers['content-encoding']).toBe('br');
  });

  test.each(['/api/nothing', '/assets/gone.js', '/auth/nothing'])(
    '%s is a problem, not a page',
    async (url) => {
      const answer = await app.inject(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ code: 'unknownAddress' });
    },
  );

  test('nothing outside of the folder can be had', async () => {
    const answer = await app.inject('/assets/..%2f..%2fetc%2fpasswd');
    expect(answer.body).not.toContain('root:');
  });
});
