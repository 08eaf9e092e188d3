import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp, type App } from './app.ts';

let app: App;
let document: {
  openapi: string;
  paths: Record<string, Record<string, { summary?: string; responses: Record<string, unknown> }>>;
  components: { schemas: Record<string, unknown> };
};

beforeAll(async () => {
  const given = () => {
    throw new Error('No service is asked for the document.');
  };
  const log = pino({ level: 'silent' });
  app = await buildApp({
    given,
    log,
    trustProxy: false,
    secure: true,
    pages: null,
    newRequestId: () => 'none',
  });
  document = (await app.inject('/api/openapi.json')).json();
});
afterAll(() => app.close());

describe('R4: the documented API', () => {
  test('describes every route with a sentence and its problems', () => {
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
    );
    expect(operations.length).toBeGreaterThan(35);
    for (const { name, operation } of operations) expect(operation.summary, name).toMatch(/^[A-Z]/);
    const contacts = document.paths['/api/contacts/{id}']?.['patch']?.responses;
    expect(contacts).toHaveProperty('4XX');
  });

  test('every schema that it names is there, and none that nobody refers to', () => {
    const named = new Set(
      [...JSON.stringify(document).matchAll(/#\/components\/schemas\/([^"]+)/g)].map(([, name]) => name),
    );
    expect(new Set(Object.keys(document.components.schemas))).toEqual(named);
  });

  test('the page for people takes nothing from anywhere else and needs no script', async () => {
    const answer = await app.inject('/api/docs');
    expect(answer.body).toContain('POST /api/contacts/mass-update');
    expect(answer.body).not.toMatch(/<script|https?:\/\/(?!localhost)/);
  });

  test('over https browsers are told to stay with https', async () => {
    const { headers } = await app.inject('/api/docs');
    expect(headers['strict-transport-security']).toContain('max-age=31536000');
    expect(headers['content-security-policy']).toContain('upgrade-insecure-requests');
  });
});
