import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as crm from '@counterpart/crm';
import { startTestServer, type TestOrganisation, type TestServer } from '../testing.ts';

let server: TestServer;
let org: TestOrganisation;

beforeAll(async () => {
  server = await startTestServer();
  org = await server.organisation();
});
afterAll(() => server.stop());

interface Made {
  readonly id: string;
  readonly token: string;
}

const make = (scopes: string[], person = org.ann) =>
  person.api.post<Made>('/api/tokens', { name: 'Reporting', scopes, lifetimeDays: 30 });

/** A program: no cookie, no header of the pages. */
const program = (token: string) => (method: string, path: string, body?: unknown) =>
  server.anonymous().request(method, path, body, { authorization: `Bearer ${token}`, 'x-counterpart': '' });

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client(server.databaseUrl);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('R4: personal access tokens', () => {
  test('shown once, listed without it, and in the database only as a hash', async () => {
    const { id, token } = await make(['contacts:read']);
    expect(token).toMatch(/^cpt_[\w-]{64}$/);
    const listed = await org.ann.api.get<{ items: Made[] }>('/api/tokens');
    const found = listed.items.find((one) => one.id === id);
    expect(found).toMatchObject({ name: 'Reporting', scopes: ['contacts:read'], lastUsedAt: null });
    expect(found).not.toHaveProperty('token');
    const rows = await query('select t::text as row from access_tokens t');
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('do what their scopes say and nothing else; to change includes to read', async () => {
    const reads = program((await make(['contacts:read'])).token);
    expect((await reads('GET', '/api/contacts')).status).toBe(200);
    expect(await reads('POST', '/api/contacts', { lastName: 'No' })).toMatchObject({
      status: 403,
      body: {
        code: 'tokenScopeMissing',
        detail: 'This needs an access token with the scope "contacts:write".',
      },
    });
    expect(await reads('GET', '/api/tasks')).toMatchObject({
      status: 403,
      body: { code: 'tokenScopeMissing' },
    });
    const writes = program((await make(['contacts:write'])).token);
    expect(await writes('POST', '/api/contacts', { lastName: 'Yes' })).toMatchObject({
      status: 201,
      body: { origin: 'api' },
    });
    expect((await writes('GET', '/api/contacts')).status).toBe(200);
    expect(await reads('GET', '/api/session')).toMatchObject({
      status: 200,
      body: { account: { email: org.ann.email }, organisation: { id: org.orgId } },
    });
  });

  test('never do more than the profile of their owner allows at that moment', async () => {
    const { ids } = server.running.services;
    const profileId = ids.next();
    await query(`insert into profiles (org_id, id, name, permissions, created_at)
      values ('${org.orgId}', '${profileId}', 'Movers', '{massUpdate,import}', now())`);
    await query(`update memberships set profile_id = '${profileId}' where id = '${org.bob.membershipId}'`);
    const call = program((await make(['contacts:write'], org.bob)).token);
    const selection = { ids: [ids.next()] };
    const update = () => call('POST', '/api/contacts/mass-update', { selection, changes: { phone: '1' } });
    expect((await update()).status).toBe(200);
    await query(`update profiles set permissions = '{import}' where id = '${profileId}'`);
    expect(await update()).toMatchObject({ status: 403, body: { code: 'notAllowed' } });
    await query(`update memberships set state = 'deactivated' where id = '${org.bob.membershipId}'`);
    expect(await update()).toMatchObject({ status: 401, body: { code: 'notSignedIn' } });
    await query(`update memberships set state = 'active' where id = '${org.bob.membershipId}'`);
  });

  test('end at once when they are revoked, and when they expire', async () => {
    const revoked = await make(['tasks:read']);
    const call = program(revoked.token);
    expect((await call('GET', '/api/tasks')).status).toBe(200);
    const path = `/api/tokens/${revoked.id}`;
    expect(await org.bob.api.request('DELETE', path)).toMatchObject({ status: 404 });
    expect((await call('GET', '/api/tasks')).status).toBe(200);
    expect((await org.ann.api.request('DELETE', path)).status).toBe(204);
    expect(await call('GET', '/api/tasks')).toMatchObject({ status: 401, body: { code: 'notSignedIn' } });

    const old = await make(['tasks:read']);
    await query(`update access_tokens set expires_at = now() - interval '1 second' where id = '${old.id}'`);
    expect((await program(old.token)('GET', '/api/tasks')).status).toBe(401);
    const listed = await org.ann.api.get<{ items: Made[] }>('/api/tokens');
    expect(listed.items.map(({ id }) => id)).toContain(old.id);
  });

  test('make no other tokens, choose no organisation, sign nobody in to Microsoft', async () => {
    const { scopes } = await import('../http/scopes.ts');
    const call = program((await make([...scopes])).token);
    for (const [method, path, body] of [
      ['GET', '/api/tokens', undefined],
      ['POST', '/api/tokens', { name: 'More', scopes: ['tasks:read'], lifetimeDays: 1 }],
      ['POST', '/api/session/organisation', { organisationId: org.orgId }],
      ['DELETE', '/api/session', undefined],
    ] as const) {
      expect(await call(method, path, body), `${method} ${path}`).toMatchObject({
        status: 403,
        body: { code: 'tokenScopeMissing' },
      });
    }
    expect((await call('GET', '/auth/microsoft?purpose=connect')).status).not.toBe(302);
  });

  test('a token of another organisation, a guess, or half a token is nobody', async () => {
    const other = await server.organisation({ name: 'Åkesson', domain: 'akesson.example' });
    const { token } = await make(['contacts:read'], other.ann);
    // The organisation that a token names, changed to another one.
    const bytes = Buffer.from(token.slice(4), 'base64url');
    Buffer.from(org.orgId.replaceAll('-', ''), 'hex').copy(bytes);
    for (const forged of [`cpt_${bytes.toString('base64url')}`, token.slice(0, -2), 'cpt_', 'cpt_###']) {
      expect(await program(forged)('GET', '/api/contacts'), forged).toMatchObject({ status: 401 });
    }
    expect(await crm.readAccessToken(server.running.services.crm, token)).not.toBeNull();
  });
});

describe('R4: rate limits', () => {
  test('are announced, kept for each session or token by itself, and say when to go on', async () => {
    const apart = await startTestServer({ config: { requestsPerMinute: 3 } });
    try {
      const { ann, bob } = await apart.organisation();
      const answers = [];
      for (let n = 0; n < 4; n += 1) answers.push(await ann.api.request('GET', '/api/session'));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
      expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"requests";q=3;w=60');
      expect(answers[1]?.headers.get('ratelimit')).toMatch(/^"requests";r=1;t=\d+$/);
      const refused = answers[3];
      expect(refused).toMatchObject({ body: { code: 'tooManyRequests', retryable: true } });
      expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await bob.api.request('GET', '/api/session')).status).toBe(200);
    } finally {
      await apart.stop();
    }
  });
});
