import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../state/types.ts';
import { errorCode, START_MS, testTenant, text, type TestClient } from '../../testkit.ts';

type Received = { url: string; atMs: number; value: JsonObject[] };
type Endpoint = {
  received: Received[];
  /** What the endpoint does; changed by tests. */
  answer: (request: Request, token: string | null) => Promise<Response> | Response;
};

const echo: Endpoint['answer'] = (_request, token) =>
  token === null
    ? new Response(null, { status: 202 })
    : new Response(token, { headers: { 'content-type': 'text/plain' } });

function setUp(options: Parameters<typeof testTenant>[0] = {}) {
  const endpoint: Endpoint = { received: [], answer: echo };
  const tenant = testTenant({
    ...options,
    async deliver(request) {
      const url = new URL(request.url);
      const token = url.searchParams.get('validationToken');
      if (token === null) {
        const { value } = (await request.clone().json()) as { value: JsonObject[] };
        endpoint.received.push({ url: url.href, atMs: tenant.clock.now(), value });
      }
      return endpoint.answer(request, token);
    },
  });
  const client = tenant.client('ann@contoso.example');
  const actor = tenant.simulator.act('ann@contoso.example');
  const notifications = () => endpoint.received.flatMap(({ value }) => value);
  return { ...tenant, clientOf: tenant.client, endpoint, client, actor, notifications };
}

const inMinutes = (minutes: number) => new Date(START_MS + minutes * 60_000).toISOString();
const wanted = (more: JsonObject = {}): JsonObject => ({
  changeType: 'created,updated,deleted',
  notificationUrl: 'https://crm.example/hook?org=7',
  lifecycleNotificationUrl: 'https://crm.example/life',
  resource: 'me/contacts',
  expirationDateTime: inMinutes(600),
  clientState: 'secret',
  ...more,
});
const subscribe = async (client: TestClient, more: JsonObject = {}) => {
  const answer = await client.post('/subscriptions', wanted(more));
  expect(answer.status).toBe(201);
  return text(answer.body, 'id');
};

describe('GRAPH 5: creating a subscription', () => {
  test('both addresses are asked first, with a token to answer decoded', async () => {
    const { client, endpoint } = setUp();
    const asked: { url: string; type: string | null }[] = [];
    endpoint.answer = (request, token) => {
      asked.push({ url: request.url, type: request.headers.get('content-type') });
      expect(token).toMatch(/[: ]/);
      return echo(request, token);
    };
    const { status, body } = await client.post('/subscriptions', wanted());
    expect(status).toBe(201);
    expect(asked.map(({ url }) => new URL(url).pathname)).toEqual(['/hook', '/life']);
    expect(asked[0]?.url).toMatch(/org=7&validationToken=Validation%3A%20/);
    expect(asked[0]?.type).toBe('text/plain; charset=utf-8');
    expect(body).toMatchObject({
      applicationId: 'test-app',
      resource: 'me/contacts',
      changeType: 'created,updated,deleted',
    });
  });

  const wrongAnswers: [string, Endpoint['answer']][] = [
    ['another text', () => new Response('hello', { headers: { 'content-type': 'text/plain' } })],
    [
      'the token encoded',
      (_request, token) =>
        new Response(encodeURIComponent(token ?? ''), { headers: { 'content-type': 'text/plain' } }),
    ],
    ['JSON', (_request, token) => Response.json(token)],
    [
      'status 202',
      (_request, token) => new Response(token, { status: 202, headers: { 'content-type': 'text/plain' } }),
    ],
    ['no connection', () => Promise.reject(new TypeError('fetch failed'))],
  ];
  test.each(wrongAnswers)('an endpoint that answers %s: 400 and no subscription', async (_name, answer) => {
    const { client, endpoint, simulator } = setUp();
    endpoint.answer = answer;
    const refused = await client.post('/subscriptions', wanted());
    expect([refused.status, errorCode(refused)]).toEqual([400, 'ValidationError']);
    expect(simulator.state.subscriptions.size).toBe(0);
  });

  test('an endpoint that does not answer within ten seconds: 400', async () => {
    const { client, endpoint, clock } = setUp();
    endpoint.answer = () => new Promise(() => undefined);
    const answering = client.post('/subscriptions', wanted());
    await clock.advance(10_000);
    expect((await answering).status).toBe(400);
  });

  test('the same changes of the same resource again: 409; by another app: allowed', async () => {
    const { client, clientOf } = setUp();
    const id = await subscribe(client);
    const again = await client.post(
      '/subscriptions',
      wanted({ resource: '/users/ann@contoso.example/contacts' }),
    );
    expect([again.status, errorCode(again)]).toEqual([409, 'ObjectIdentifierInUse']);
    expect(JSON.stringify(again.body)).toContain(id);
    await subscribe(client, { changeType: 'deleted' });
    await subscribe(clientOf('ann@contoso.example', { appId: 'other' }));
  });

  const refusals: [string, JsonObject, number][] = [
    ["another person's mailbox", { resource: 'users/bob@contoso.example/contacts' }, 403],
    ['a kind without its scope', { resource: 'me/events' }, 403],
    ['an unknown resource', { resource: 'me/drive' }, 400],
    ['an unknown change', { changeType: 'renamed' }, 400],
    ['more than 10,080 minutes', { expirationDateTime: inMinutes(10_081) }, 400],
    ['no expiration', { expirationDateTime: null }, 400],
    ['a long clientState', { clientState: 'x'.repeat(129) }, 400],
    ['plain http in the open', { notificationUrl: 'http://crm.example/hook' }, 400],
  ];
  test.each(refusals)('%s is refused', async (_name, more, status) => {
    expect((await setUp().client.post('/subscriptions', wanted(more))).status).toBe(status);
  });

  test('tasks live 4,230 minutes at most, and less than 45 minutes becomes 45', async () => {
    const { clientOf, actor } = setUp();
    const client = clientOf('ann@contoso.example', { scopes: ['Tasks.Read', 'Contacts.Read'] });
    const list = actor.mailbox.wellKnown.get('tasks');
    const resource = `/me/todo/lists/${list}/tasks`;
    expect(
      (await client.post('/subscriptions', wanted({ resource, expirationDateTime: inMinutes(4231) }))).status,
    ).toBe(400);
    await subscribe(client, { resource, expirationDateTime: inMinutes(4230) });
    const short = await client.post('/subscriptions', wanted({ expirationDateTime: inMinutes(1) }));
    expect(short.body['expirationDateTime']).toBe(inMinutes(45));
  });
});

describe('GRAPH 5: its life', () => {
  test('it is listed, renewed and deleted, by its app only; then 404', async () => {
    const { client, clientOf } = setUp();
    const id = await subscribe(client);
    const other = clientOf('ann@contoso.example', { appId: 'other' });
    expect((await other.get(`/subscriptions/${id}`)).status).toBe(404);
    expect((await client.get('/subscriptions')).body['value']).toHaveLength(1);
    const renewed = await client.patch(`/subscriptions/${id}`, { expirationDateTime: inMinutes(5000) });
    expect([renewed.status, renewed.body['expirationDateTime']]).toEqual([200, inMinutes(5000)]);
    expect(
      (
        await client.patch(`/subscriptions/${id}`, {
          expirationDateTime: inMinutes(5000),
          lifecycleNotificationUrl: 'https://x.example',
        })
      ).status,
    ).toBe(400);
    expect((await client.remove(`/subscriptions/${id}`)).status).toBe(204);
    expect((await client.patch(`/subscriptions/${id}`, { expirationDateTime: inMinutes(5000) })).status).toBe(
      404,
    );
  });

  test('before its end it asks for authority and pauses; what changes in the pause is lost; renewing resumes', async () => {
    const { client, clock, actor, notifications } = setUp();
    const id = await subscribe(client);
    await clock.advance(545 * 60_000);
    expect(notifications()).toMatchObject([
      { lifecycleEvent: 'reauthorizationRequired', subscriptionId: id, clientState: 'secret' },
    ]);
    actor.createContact({ givenName: 'Lost' });
    await clock.advance(1000);
    expect((await client.call('POST', `/subscriptions/${id}/reauthorize`)).status).toBe(200);
    actor.createContact({ givenName: 'Told' });
    await clock.advance(1000);
    expect(notifications().filter(({ changeType }) => changeType === 'created')).toHaveLength(1);
  });

  test('after its end it is gone and tells nothing', async () => {
    const { client, clock, actor, notifications } = setUp();
    const id = await subscribe(client);
    await clock.advance(601 * 60_000);
    actor.createContact({ givenName: 'A' });
    await clock.advance(1000);
    expect((await client.get(`/subscriptions/${id}`)).status).toBe(404);
    expect(notifications().filter(({ changeType }) => changeType !== undefined)).toEqual([]);
  });

  test('removed by the service: subscriptionRemoved for contacts, nothing for tasks', async () => {
    const { clock, notifications, simulator, actor, clientOf } = setUp();
    const client = clientOf('ann@contoso.example', { scopes: ['Tasks.Read', 'Contacts.Read'] });
    const contacts = await subscribe(client);
    const tasks = await subscribe(client, {
      resource: `/me/todo/lists/${actor.mailbox.wellKnown.get('tasks')}/tasks`,
    });
    for (const id of [contacts, tasks]) {
      const subscription = simulator.state.subscriptions.get(id);
      if (subscription !== undefined) simulator.notifier.remove(subscription);
    }
    await clock.advance(1000);
    expect(notifications()).toMatchObject([
      { lifecycleEvent: 'subscriptionRemoved', subscriptionId: contacts },
    ]);
    expect((await client.get(`/subscriptions/${contacts}`)).status).toBe(404);
  });
});

describe('GRAPH 5: delivery', () => {
  test('a change by the person or by the app itself is told, with all that the receiver checks', async () => {
    const { client, clock, actor, endpoint, notifications } = setUp();
    const subscriptionId = await subscribe(client);
    const made = actor.createContact({ givenName: 'A' });
    await clock.advance(1);
    expect(endpoint.received[0]?.url).toBe('https://crm.example/hook?org=7');
    const { tenantId, personId } = actor.mailbox;
    expect(notifications()).toMatchObject([
      {
        subscriptionId,
        subscriptionExpirationDateTime: inMinutes(600),
        clientState: 'secret',
        changeType: 'created',
        resource: `Users/${personId}/Contacts/${text(made, 'id')}`,
        tenantId,
        resourceData: {
          '@odata.type': '#Microsoft.Graph.Contact',
          id: made['id'],
          '@odata.etag': made['@odata.etag'],
        },
      },
    ]);
    await client.patch(`/me/contacts/${text(made, 'id')}`, { jobTitle: 'x' });
    await client.remove(`/me/contacts/${text(made, 'id')}`);
    await clock.advance(1);
    expect(notifications().map(({ changeType }) => changeType)).toEqual(['created', 'updated', 'deleted']);
    expect(endpoint.received).toHaveLength(2);
  });

  test('only the changes asked for, and only of the folder asked for', async () => {
    const { client, clock, actor, notifications } = setUp();
    const folder = text(actor.createContactFolder('CRM'), 'id');
    await subscribe(client, { changeType: 'created', resource: `me/contactFolders/${folder}/contacts` });
    const made = actor.createContact({ givenName: 'In' }, folder);
    actor.updateContact(text(made, 'id'), { jobTitle: 'x' });
    actor.createContact({ givenName: 'Out' });
    await clock.advance(1);
    expect(notifications()).toHaveLength(1);
  });

  test('immutable ids when the subscription was made so', async () => {
    const { client, clock, actor, notifications } = setUp();
    await client.post('/subscriptions', wanted(), { prefer: 'IdType="ImmutableId"' });
    const made = actor.createContact({ givenName: 'A' });
    await clock.advance(1);
    const [told = {}] = notifications();
    const id = text(told['resourceData'] as JsonObject, 'id');
    expect(id).not.toBe(made['id']);
    expect((await client.get(`/me/contacts/${id}`)).body).toMatchObject({ givenName: 'A' });
  });

  test('an endpoint that fails, or answers after more than 3 s, is tried again', async () => {
    const { client, clock, actor, endpoint } = setUp();
    await subscribe(client);
    const answers: Endpoint['answer'][] = [
      () => new Response(null, { status: 500 }),
      () => new Promise(() => undefined),
      () => new Response(null, { status: 202 }),
    ];
    endpoint.answer = (request, token) => (answers.shift() ?? echo)(request, token);
    actor.createContact({ givenName: 'A' });
    await clock.advance(3600_000);
    expect(endpoint.received.map(({ atMs }) => atMs - START_MS)).toEqual([0, 10_000, 43_000]);
  });

  test('after four hours they are dropped, and missed is told', async () => {
    const { client, clock, actor, endpoint, notifications, simulator } = setUp();
    await subscribe(client);
    endpoint.answer = (request) => new Response(null, { status: request.url.includes('/hook') ? 503 : 202 });
    actor.createContact({ givenName: 'A' });
    await clock.advance(4 * 3600_000);
    const missed = notifications().filter(({ lifecycleEvent }) => lifecycleEvent !== undefined);
    expect(missed).toMatchObject([{ lifecycleEvent: 'missed' }]);
    expect(simulator.notifier.pending()).toBe(0);
  });

  const faults: [string, Json, (changes: Json[]) => unknown, unknown][] = [
    ['notificationLost', {}, (changes) => changes.length, 0],
    ['notificationDoubled', {}, (changes) => changes.length, 2],
    [
      'notificationForged',
      {},
      (changes) => changes.map((change) => (change as JsonObject)['clientState']),
      ['forged', 'secret'],
    ],
  ];
  test.each(faults)('%s', async (kind, _more, measure, expected) => {
    const { client, clock, actor, notifications, simulator } = setUp();
    await subscribe(client);
    simulator.faults.add({ fault: { kind } as { kind: 'notificationLost' }, times: 1 });
    actor.createContact({ givenName: 'A' });
    await clock.advance(1);
    expect(measure(notifications())).toEqual(expected);
  });

  test('late and reordered notifications', async () => {
    const { client, clock, actor, notifications, simulator } = setUp();
    await subscribe(client);
    simulator.faults.add({
      fault: { kind: 'notificationLate', delayMs: 60_000 },
      match: { method: 'created' },
      times: 1,
    });
    const made = actor.createContact({ givenName: 'A' });
    await clock.advance(1000);
    expect(notifications()).toEqual([]);
    simulator.faults.add({ fault: { kind: 'notificationsReordered' }, match: { method: 'deleted' } });
    actor.updateContact(text(made, 'id'), { jobTitle: 'x' });
    actor.deleteContact(text(made, 'id'));
    await clock.advance(1000);
    expect(notifications().map(({ changeType }) => changeType)).toEqual(['deleted', 'updated']);
    await clock.advance(60_000);
    expect(notifications().at(-1)).toMatchObject({ changeType: 'created' });
  });
});
