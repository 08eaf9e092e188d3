import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { certificateIn } from './certificate.ts';
import { systemClock } from './clock.ts';
import { issueAccessToken } from './entra/tokens.ts';
import { listen, type Listening } from './listen.ts';
import { seededRandom } from './random.ts';
import { createSimulator } from './simulator.ts';
import { firstTenant } from './state/people.ts';
import type { JsonObject } from './state/types.ts';
import { PEOPLE } from './testkit.ts';

const simulator = createSimulator({
  clock: systemClock(),
  random: seededRandom(1),
  people: PEOPLE,
  deliver: fetch,
});
let server: Listening;
let headers: Record<string, string>;

beforeAll(async () => {
  server = await listen(simulator, { port: 0 });
  const tenant = firstTenant(simulator.state);
  const [ann] = tenant.people.values();
  const token = issueAccessToken(simulator.state, {
    tenantId: tenant.id,
    personId: ann?.id ?? '',
    appId: 'app',
    scopes: ['User.Read', 'Contacts.ReadWrite'],
  });
  headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
});
afterAll(() => server.close());

const post = (path: string, body: JsonObject) =>
  fetch(`${server.origin}/v1.0${path}`, { method: 'POST', headers, body: JSON.stringify(body) });

test('links lead back to the port that was asked', async () => {
  for (const givenName of ['A', 'B', 'C'])
    expect((await post('/me/contacts', { givenName })).status).toBe(201);
  const seen: unknown[] = [];
  let link: unknown = `${server.origin}/v1.0/me/contacts?$top=2`;
  while (typeof link === 'string') {
    const page = (await (await fetch(link, { headers })).json()) as JsonObject;
    seen.push(...(page['value'] as JsonObject[]).map(({ givenName }) => givenName));
    link = page['@odata.nextLink'];
  }
  expect(seen).toEqual(['A', 'B', 'C']);
});

test('a lost reply closes the connection after the write', async () => {
  const before = simulator.act('ann@contoso.example').contacts().length;
  simulator.faults.add({ fault: { kind: 'replyLost' }, match: { method: 'POST' }, times: 1 });
  await expect(post('/me/contacts', { givenName: 'Lost' })).rejects.toThrow('fetch failed');
  expect(simulator.act('ann@contoso.example').contacts()).toHaveLength(before + 1);
  expect((await post('/me/contacts', { givenName: 'Next' })).status).toBe(201);
});

test('a page of another origin may ask', async () => {
  const preflight = await fetch(`${server.origin}/v1.0/me/contacts`, { method: 'OPTIONS' });
  expect(preflight.status).toBe(200);
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
  const answer = await fetch(`${server.origin}/v1.0/me`, { headers });
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
});

test('a port that is taken is an error, not a hang', async () => {
  await expect(listen(simulator, { port: server.port })).rejects.toThrow('EADDRINUSE');
});

test("a whole link behind the base is understood: Microsoft's client writes it so when it is not https", async () => {
  const response = await fetch(`${server.origin}/v1.0/${server.origin}/v1.0/me?$select=id`, { headers });
  expect(response.status).toBe(200);
});

test('https with a self-signed certificate that is kept: clients that trust it connect, now and after a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
  try {
    const certificate = await certificateIn(folder, Date.now());
    const secure = await listen(simulator, { port: 0, tls: certificate });
    const status = await new Promise((resolve, reject) => {
      const options = { ca: certificate.cert, headers, agent: false as const };
      get(`${secure.origin}/v1.0/me`, options, (response) => resolve(response.resume().statusCode)).on(
        'error',
        reject,
      );
    });
    expect([secure.origin.startsWith('https://localhost:'), status]).toEqual([true, 200]);
    await secure.close();
    expect(await certificateIn(folder, Date.now())).toEqual(certificate);
  } finally {
    await rm(folder, { recursive: true });
  }
});
