import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../state/types.ts';
import { entries, readRound, testTenant, text } from '../testkit.ts';

function setUp() {
  const tenant = testTenant({
    deliver: async (request) => {
      const token = new URL(request.url).searchParams.get('validationToken');
      return token === null
        ? new Response(null, { status: 202 })
        : new Response(token, { headers: { 'content-type': 'text/plain' } });
    },
  });
  const control = async (method: string, path: string, body?: Json) => {
    const response = await tenant.simulator.fetch(
      new Request(`http://graph.test/_control${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const answer = await response.text();
    return { status: response.status, body: (answer === '' ? {} : JSON.parse(answer)) as JsonObject };
  };
  return { ...tenant, control, ann: tenant.client('ann@contoso.example') };
}

describe('the control API', () => {
  test('requests are listed since a number and counted by mailbox', async () => {
    const { control, ann } = setUp();
    await ann.post('/me/contacts', { givenName: 'A' });
    await ann.get('/me/contacts');
    const { body } = await control('GET', '/requests?since=1');
    expect(body['requests']).toMatchObject([
      { sequence: 2, method: 'GET', path: '/me/contacts', status: 200, batchPart: null },
    ]);
    expect(body['counters']).toMatchObject({
      requests: 2,
      reads: 1,
      writes: 1,
      byMailbox: { [text((await ann.get('/me')).body, 'id')]: { reads: 1, writes: 1 } },
    });
    await control('DELETE', '/requests');
    expect((await control('GET', '/requests/counters')).body).toMatchObject({ requests: 0 });
  });

  test('faults are put in, listed, taken out; a wrong one is refused with its place', async () => {
    const { control, ann } = setUp();
    const made = await control('POST', '/faults', {
      fault: { kind: 'status', status: 503 },
      match: { path: 'contacts' },
      times: 5,
    });
    expect(made.status).toBe(201);
    expect((await ann.get('/me/contacts')).status).toBe(503);
    expect((await control('GET', '/faults')).body['rules']).toMatchObject([{ struck: 1 }]);
    expect((await control('DELETE', `/faults/${text(made.body, 'id')}`)).status).toBe(204);
    expect((await ann.get('/me/contacts')).status).toBe(200);
    expect((await control('DELETE', '/faults/none')).status).toBe(404);
    const wrongs: Json[] = [
      { fault: { kind: 'nonsense' } },
      {},
      { fault: { kind: 'status' } },
      { fault: { kind: 'replyLost' }, match: { path: '(' } },
      { fault: { kind: 'replyLost' }, times: 'x' },
    ];
    for (const wrong of wrongs) {
      const refused = await control('POST', '/faults', wrong);
      expect([refused.status, refused.body['error']]).toMatchObject([400, { code: 'BadRequest' }]);
    }
  });

  test('a person works in Outlook: edits show in Graph and in delta, and count as no request', async () => {
    const { control, ann } = setUp();
    const { deltaLink } = await readRound(ann, '/me/contacts/delta');
    await control('DELETE', '/requests');
    const made = await control('POST', '/people/ann@contoso.example/contacts', { givenName: 'A' });
    expect(made.status).toBe(201);
    const path = `/people/ann@contoso.example/contacts/${text(made.body, 'id')}`;
    expect((await control('PATCH', path, { jobTitle: 'x' })).body).toMatchObject({ jobTitle: 'x' });
    expect((await control('GET', '/requests/counters')).body).toMatchObject({ requests: 0 });
    expect((await readRound(ann, deltaLink)).entries).toMatchObject([{ jobTitle: 'x' }]);
    expect((await control('DELETE', path)).status).toBe(204);
    expect(entries(await ann.get('/me/contacts'))).toEqual([]);
    expect(
      (await control('POST', '/people/ann@contoso.example/contacts', { businessPhones: ['1', '2', '3'] }))
        .status,
    ).toBe(400);
    expect((await control('GET', '/people/nobody/contacts')).status).toBe(404);
  });

  test('any mailbox call can be made as the person', async () => {
    const { control, ann } = setUp();
    const made = await control('POST', '/people/ann@contoso.example/me/contactFolders', {
      displayName: 'CRM',
    });
    expect(made.status).toBe(201);
    const folder = text(made.body, 'id');
    expect(
      (await control('GET', '/people/ann@contoso.example/contactFolders')).body['folders'],
    ).toMatchObject([
      { wellKnownName: 'contacts', displayName: 'Contacts', count: 0 },
      { id: folder, wellKnownName: null, displayName: 'CRM' },
    ]);
    expect((await control('DELETE', `/people/ann@contoso.example/contactFolders/${folder}`)).status).toBe(
      204,
    );
    expect(entries(await ann.get('/me/contactFolders'))).toEqual([]);
  });

  test('people are found, added and changed; a mailbox can go away', async () => {
    const { control, ann } = setUp();
    expect((await control('GET', '/people?search=ann')).body['people']).toMatchObject([
      { userPrincipalName: 'ann@contoso.example' },
    ]);
    expect(
      (await control('POST', '/people', { userPrincipalName: 'cy@contoso.example', displayName: 'Cy' }))
        .status,
    ).toBe(201);
    expect(
      (await control('POST', '/people', { userPrincipalName: 'cy@contoso.example', displayName: 'Cy' }))
        .status,
    ).toBe(400);
    await control('PATCH', '/people/ann@contoso.example', { hasMailbox: false });
    expect((await ann.get('/me/contacts')).status).toBe(404);
  });

  test('tokens are given out and revoked; revoking asks subscriptions for authority', async () => {
    const { control, ann, simulator, client } = setUp();
    await ann.post('/subscriptions', {
      changeType: 'created',
      notificationUrl: 'https://crm.example/hook',
      resource: 'me/contacts',
      expirationDateTime: '2026-03-03T09:00:00Z',
    });
    expect((await control('POST', '/people/ann@contoso.example/token', {})).body).toMatchObject({
      accessToken: expect.any(String),
    });
    await control('POST', '/people/ann@contoso.example/revoke');
    expect((await ann.get('/me')).status).toBe(401);
    expect((await client('ann@contoso.example').get('/me')).status).toBe(200);
    expect([...simulator.state.subscriptions.values()]).toMatchObject([{ paused: true }]);
    await control('POST', '/withdraw-consent', { appId: 'test-app' });
    expect((await client('bob@contoso.example').get('/me')).status).toBe(200);
  });

  test('delta links expire, reads lag, settings change', async () => {
    const { control, ann } = setUp();
    const { deltaLink } = await readRound(ann, '/me/contacts/delta');
    await control('PATCH', '/settings', {
      unknowns: { expiredDeltaStatus: 400 },
      throttle: 'off',
      latencyMs: 0,
    });
    await control('POST', '/people/ann@contoso.example/expire-delta');
    expect((await ann.get(deltaLink)).status).toBe(400);
    await control('POST', '/read-lag', { person: 'ann@contoso.example', ms: 1000 });
    await ann.post('/me/contacts', { givenName: 'A' });
    expect(entries(await ann.get('/me/contacts'))).toEqual([]);
    await control('POST', '/read-lag', { person: 'ann@contoso.example', ms: 0 });
    expect(entries(await ann.get('/me/contacts'))).toHaveLength(1);
    expect((await control('GET', '/settings')).body).toMatchObject({ throttle: 'off' });
    expect((await control('PATCH', '/settings', { unknowns: { nonsense: 1 } })).status).toBe(400);
  });

  test('subscriptions are listed and acted upon', async () => {
    const { control, ann, simulator } = setUp();
    await ann.post('/subscriptions', {
      changeType: 'created',
      notificationUrl: 'https://crm.example/hook',
      resource: 'me/contacts',
      expirationDateTime: '2026-03-03T09:00:00Z',
    });
    const [subscription] = (await control('GET', '/subscriptions')).body['subscriptions'] as JsonObject[];
    const path = `/subscriptions/${text(subscription ?? {}, 'id')}`;
    expect((await control('POST', `${path}/forge`)).status).toBe(204);
    expect(simulator.notifier.pending()).toBe(1);
    expect((await control('POST', `${path}/nonsense`)).status).toBe(400);
    expect((await control('POST', `${path}/remove`)).status).toBe(204);
    expect((await control('POST', `${path}/remove`)).status).toBe(404);
  });

  test('state goes out and in, reset puts it back, the outbox can be counted', async () => {
    const { control, client } = setUp();
    await control('POST', '/people/ann@contoso.example/contacts', { givenName: 'A' });
    const saved = (await control('GET', '/state')).body;
    await control('POST', '/faults', { fault: { kind: 'replyLost' } });
    expect((await control('POST', '/reset')).status).toBe(204);
    expect((await control('GET', '/people/ann@contoso.example/contacts')).body).toMatchObject({ count: 0 });
    expect((await control('GET', '/faults')).body).toEqual({ rules: [] });
    expect((await client('ann@contoso.example').get('/me')).status).toBe(200);
    expect((await control('PUT', '/state', saved)).status).toBe(204);
    expect((await control('GET', '/people/ann@contoso.example/contacts')).body).toMatchObject({ count: 1 });
    expect((await control('PUT', '/state', { format: 'x' })).status).toBe(400);
    expect((await control('GET', '/outbox')).body).toMatchObject({ count: 0, mails: [] });
    expect((await control('GET', '/nonsense')).status).toBe(404);
  });
});
