import { describe, expect, test } from 'vitest';
import { TestTenant } from '../testing/tenant.ts';
import { handshakeReply, isOurs, readNotifications, type Notifications } from './payload.ts';
import { createSubscriptions, longestOutlookLifeMs, longestTaskLifeMs } from './subscriptions.ts';

/** A tenant that delivers to a receiver as the server will have one. */
function setUp() {
  const received: Notifications[] = [];
  const state = { answers: true };
  const tenant: TestTenant = new TestTenant({
    deliver: async (request) => {
      const reply = handshakeReply(new URL(request.url).searchParams.get('validationToken'));
      if (reply && state.answers)
        return new Response(reply.body, {
          status: reply.status,
          headers: { 'content-type': reply.contentType },
        });
      if (reply) return new Response('', { status: 500 });
      const notifications = readNotifications(await request.json());
      if (notifications) received.push(notifications);
      return new Response(null, { status: 202 });
    },
  });
  const subscriptions = createSubscriptions(tenant.client());
  const wanted = {
    resource: `users/${tenant.outlook.person.id}/contacts`,
    notificationUrl: 'https://crm.test/notifications',
    lifecycleNotificationUrl: 'https://crm.test/lifecycle',
    clientState: 'secret',
    expiresAtMs: tenant.clock.now() + longestOutlookLifeMs - 60_000,
  };
  return { tenant, subscriptions, wanted, received, state };
}

async function made({ subscriptions, wanted }: ReturnType<typeof setUp>) {
  const outcome = await subscriptions.create(wanted);
  if (outcome.outcome !== 'done') throw new Error(outcome.outcome);
  return outcome.subscription;
}

describe('B9 change notifications', () => {
  test('made with a handshake; a change arrives with the secret and an immutable identifier', async () => {
    const world = setUp();
    const { id, expiresAtMs } = await made(world);
    expect(expiresAtMs).toBe(world.wanted.expiresAtMs);
    const { tenant, received } = world;
    tenant.outlook.createContact({ givenName: 'Ada' });
    await tenant.clock.sleep(1000);
    const change = received.flatMap(({ changes }) => changes)[0];
    expect(change).toMatchObject({ subscriptionId: id, changeType: 'created', clientState: 'secret' });
    const [item] = [...tenant.outlook.mailbox.items.values()].filter((one) => one.kind === 'contact');
    expect(change?.resourceData?.id).toBe(item?.immutableId);
  });

  test('an address that fails the handshake: refused', async () => {
    const world = setUp();
    world.state.answers = false;
    expect(await world.subscriptions.create(world.wanted)).toMatchObject({ outcome: 'refused' });
  });

  test('the same again: it exists, and can be found', async () => {
    const world = setUp();
    const { id } = await made(world);
    expect(await world.subscriptions.create(world.wanted)).toEqual({ outcome: 'exists' });
    expect((await world.subscriptions.watching(world.wanted.resource)).map((one) => one.id)).toEqual([id]);
    expect(await world.subscriptions.watching('users/other/contacts')).toEqual([]);
  });

  test('renewed, authorised again, removed; once it is gone each says so', async () => {
    const world = setUp();
    const { id } = await made(world);
    await world.tenant.clock.sleep(86_400_000);
    const expiresAtMs = world.tenant.clock.now() + longestOutlookLifeMs - 60_000;
    expect(await world.subscriptions.renew(id, expiresAtMs)).toEqual({
      outcome: 'done',
      subscription: { id, expiresAtMs },
    });
    await world.tenant.clock.sleep(86_400_000);
    expect(await world.subscriptions.reauthorise(id)).toBe('done');
    await world.subscriptions.remove(id);
    await world.subscriptions.remove(id);
    expect(await world.subscriptions.renew(id, expiresAtMs)).toEqual({ outcome: 'gone' });
    expect(await world.subscriptions.reauthorise(id)).toBe('gone');
  });

  test('B9 tasks of a list, for 4,230 minutes at most', async () => {
    const { tenant, subscriptions, wanted, received } = setUp();
    const { id: list } = await tenant.tasks().ensureContainer(null);
    const resource = `users/${tenant.outlook.person.id}/todo/lists/${list}/tasks`;
    const nowMs = tenant.clock.now();
    const tooLong = { ...wanted, resource, expiresAtMs: nowMs + longestTaskLifeMs + 60_000 };
    expect(await subscriptions.create(tooLong)).toMatchObject({ outcome: 'refused' });
    const made = await subscriptions.create({ ...tooLong, expiresAtMs: nowMs + longestTaskLifeMs });
    if (made.outcome !== 'done') throw new Error(made.outcome);
    const { id } = tenant.outlook.createTask({ title: 'Call' }, list);
    await tenant.clock.sleep(1000);
    expect(received.flatMap(({ changes }) => changes)).toMatchObject([
      { subscriptionId: made.subscription.id, resourceData: { id } },
    ]);
    expect((await subscriptions.watching(resource)).map((one) => one.id)).toEqual([made.subscription.id]);
  });

  test('no authority: a problem of the channel', async () => {
    const world = setUp();
    world.tenant.simulator.faults.add({ fault: { kind: 'accessDenied' } });
    await expect(world.subscriptions.create(world.wanted)).rejects.toMatchObject({ code: 'accessDenied' });
  });
});

describe('V15 what is posted is not believed', () => {
  test.each([
    ['nothing', undefined],
    ['a text', 'x'],
    ['no list', { value: 'x' }],
    ['another shape', { notifications: [] }],
  ])('%s: no notification', (_, posted) => {
    expect(readNotifications(posted)).toBeNull();
  });

  test('good entries count among bad ones', () => {
    const change = {
      subscriptionId: 's',
      changeType: 'updated',
      resource: 'Users/x/Contacts/y',
      clientState: 'c',
    };
    const lifecycle = { subscriptionId: 's', lifecycleEvent: 'missed', clientState: 'c' };
    const read = readNotifications({
      value: [change, null, { subscriptionId: 7 }, lifecycle, { ...change, changeType: 'odd' }],
    });
    expect(read).toMatchObject({ changes: [change], lifecycle: [lifecycle], unreadable: 3 });
  });

  test.each([
    ['the secret', 'secret', true],
    ['another of the same length', 'secreT', false],
    ['a part of it', 'sec', false],
    ['none', undefined, false],
    ['empty', '', false],
  ])('clientState: %s', (_, given, expected) => {
    expect(isOurs(given, 'secret')).toBe(expected);
  });
});

describe('the handshake', () => {
  test('the token comes back as it was decoded, as plain text', () => {
    expect(handshakeReply('Validation: Testing & <b>')).toEqual({
      status: 200,
      contentType: 'text/plain; charset=utf-8',
      body: 'Validation: Testing & <b>',
    });
  });

  test.each([undefined, null, '', ['a', 'b'], 'x'.repeat(5000)])('no handshake: %s', (token) => {
    expect(handshakeReply(token)).toBeUndefined();
  });
});
