import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, startTestServer, type TestOrganisation, type TestServer } from '../testing.ts';

let server: TestServer;
let org: TestOrganisation;

beforeAll(async () => {
  server = await startTestServer();
  org = await server.organisation();
});
afterAll(() => server.stop());

describe('R3: sign-in with a password', () => {
  test('the right password: a session that says who is signed in, where, and what they may do', async () => {
    const session = await org.ann.api.get<Record<string, unknown>>('/api/session');
    expect(session).toMatchObject({
      account: { email: 'ann@lindqvist.example', name: 'Ann Example' },
      organisation: { id: org.orgId, name: 'Lindqvist' },
      profile: { name: 'Standard' },
      permissions: expect.arrayContaining(['syncContacts']),
    });
  });

  test('the cookie is out of reach of scripts and of other sites', async () => {
    const answer = await server
      .anonymous()
      .request('POST', '/api/session', { email: org.ann.email, password: PASSWORD });
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^counterpart_session=[\w-]{40,}; .*HttpOnly; SameSite=Lax/,
    );
    expect(answer.body).not.toHaveProperty('token');
  });

  test('a wrong password and an unknown address are told alike', async () => {
    const wrong = await server
      .anonymous()
      .request('POST', '/api/session', { email: org.ann.email, password: 'guess' });
    const unknown = await server
      .anonymous()
      .request('POST', '/api/session', { email: 'no@body.example', password: 'guess' });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'wrongCredentials' } });
    expect({ ...(unknown.body as object), instance: '' }).toEqual({
      ...(wrong.body as object),
      instance: '',
    });
  });

  test('signed out: the session is gone, not only the cookie', async () => {
    const api = server.anonymous();
    await api.signIn(org.bob.email, PASSWORD);
    const cookies = new Map(api.cookies);
    expect((await api.request('DELETE', '/api/session')).status).toBe(204);
    for (const [name, value] of cookies) api.cookies.set(name, value);
    expect(await api.request('GET', '/api/session')).toMatchObject({
      status: 401,
      body: { code: 'notSignedIn' },
    });
  });

  test('a token for programs: no cookie, no header of the pages, and the record says it came by the API', async () => {
    const api = server.anonymous();
    const { token } = await api.post<{ token: string }>('/api/session/token', {
      email: org.ann.email,
      password: PASSWORD,
    });
    expect(api.cookies.size).toBe(0);
    const headers = { authorization: `Bearer ${token}`, 'x-counterpart': '' };
    const made = await api.request('POST', '/api/contacts', { lastName: 'Program' }, headers);
    expect(made).toMatchObject({ status: 201, body: { origin: 'api' } });
  });

  test('a request that another site made the browser send is refused', async () => {
    const answer = await org.ann.api.request(
      'POST',
      '/api/contacts',
      { lastName: 'Forged' },
      { 'x-counterpart': '' },
    );
    expect(answer).toMatchObject({ status: 403, body: { code: 'crossSite' } });
  });

  test('guessing is slowed down', async () => {
    const apart = await startTestServer();
    try {
      const attempts = Array.from({ length: 11 }, () =>
        apart
          .anonymous()
          .request('POST', '/api/session', { email: 'ann@lindqvist.example', password: 'guess' }),
      );
      const statuses = (await Promise.all(attempts)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    } finally {
      await apart.stop();
    }
  });
});

describe('R3: a person of several organisations', () => {
  test('chooses the one to work in, and no other', async () => {
    const other = await server.organisation({ name: 'Åkesson', domain: 'akesson.example' });
    const refused = await org.ann.api.request('POST', '/api/session/organisation', {
      organisationId: other.orgId,
    });
    expect(refused).toMatchObject({ status: 403, body: { code: 'noMembership' } });
    const session = await org.ann.api.get<{ organisation: { id: string } }>('/api/session');
    expect(session.organisation.id).toBe(org.orgId);
  });
});
