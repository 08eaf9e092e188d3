import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../state/types.ts';
import { entries, text } from '../../testkit.ts';
import { calendarTenant, eventAt, idOf, made, MARCH, weekly } from './testkit.ts';

/** Ann's subscription to a resource, and what it was told. */
async function subscribed(resource: string, options: Parameters<typeof calendarTenant>[0] = {}) {
  const told: JsonObject[] = [];
  const tenant = calendarTenant({
    ...options,
    deliver: async (request) => {
      const { searchParams } = new URL(request.url);
      const token = searchParams.get('validationToken');
      if (token !== null) return new Response(token, { headers: { 'content-type': 'text/plain' } });
      told.push(...((await request.json()) as { value: JsonObject[] }).value);
      return new Response(null, { status: 202 });
    },
  });
  const subscribe = async (resource: string) => {
    const answer = await tenant.ann.post('/subscriptions', {
      changeType: 'created,updated,deleted',
      notificationUrl: 'https://crm.example/hook',
      resource,
      expirationDateTime: '2026-03-05T09:00:00Z',
    });
    expect(answer.status).toBe(201);
  };
  if (resource !== '') await subscribe(resource);
  const heard = async () => {
    await tenant.clock.advance(1000);
    return told.splice(0).map(({ changeType }) => changeType);
  };
  return { ...tenant, told, subscribe, heard };
}

describe('GRAPH 5: notifications of events', () => {
  test('created, updated, deleted, in any calendar', async () => {
    const { ann, heard, told, clock } = await subscribed('me/events');
    const calendar = `/me/calendars/${idOf(await ann.post('/me/calendars', { name: 'CRM' }))}`;
    const path = await made(ann, eventAt('2026-03-05T10:00'), `${calendar}/events`);
    await clock.advance(1000);
    expect(told[0]).toMatchObject({
      resourceData: { '@odata.type': '#Microsoft.Graph.Event', id: decodeURIComponent(path.slice(11)) },
    });
    expect(await heard()).toEqual(['created']);
    await ann.patch(path, { subject: 'B' });
    await ann.remove(path);
    expect(await heard()).toEqual(['updated', 'deleted']);
  });

  test('of one calendar only', async () => {
    const { ann, heard, subscribe } = await subscribed('');
    const id = idOf(await ann.post('/me/calendars', { name: 'CRM' }));
    await subscribe(`me/calendars/${id}/events`);
    await made(ann, eventAt('2026-03-05T10:00'));
    expect(await heard()).toEqual([]);
    await made(ann, eventAt('2026-03-05T10:00'), `/me/calendars/${id}/events`);
    expect(await heard()).toEqual(['created']);
  });

  test('a deleted occurrence is an update of the master', async () => {
    const { ann, heard, told, clock } = await subscribed('me/events');
    const master = await made(ann, eventAt('2026-03-02T10:00', weekly()));
    const [, second] = entries(await ann.get(`/me/${MARCH}`));
    await heard();
    await ann.remove(`/me/events/${encodeURIComponent(text(second ?? {}, 'id'))}`);
    await clock.advance(1000);
    expect(told).toMatchObject([
      { changeType: 'updated', resourceData: { id: decodeURIComponent(master.slice(11)) } },
    ]);
  });

  test('one update may give several', async () => {
    const { ann, heard } = await subscribed('me/events', {
      unknowns: { notificationsPerEventUpdate: 3, stampsAfterCreate: true },
    });
    const path = await made(ann, eventAt('2026-03-05T10:00'));
    expect(await heard()).toEqual(['created', 'updated']);
    await ann.patch(path, { subject: 'B' });
    expect(await heard()).toEqual(['updated', 'updated', 'updated']);
  });

  test('an attendee is told of the invitation and of changes in their copy', async () => {
    const { bob, simulator, heard } = await subscribed('me/events');
    const body = {
      ...eventAt('2026-03-05T10:00'),
      attendees: [{ emailAddress: { address: 'ann@contoso.example' } }],
    };
    const path = await made(bob, body);
    expect(await heard()).toEqual(['created']);
    await bob.patch(path, { subject: 'B' });
    expect(await heard()).toEqual(['updated']);
    const ann = simulator.act('ann@contoso.example');
    const [copy] = ann.events();
    ann.respond(text(copy ?? {}, 'id'), 'accept');
    expect(await heard()).toEqual(['updated']);
    expect(simulator.act('bob@contoso.example').events()[0]).toMatchObject({
      attendees: [{ status: { response: 'accepted' } }],
    });
  });
});

test('a person at work in Outlook has the same events as Graph', async () => {
  const { ann, simulator } = calendarTenant();
  const actor = simulator.act('ann@contoso.example');
  const calendar = actor.createCalendar('CRM', 'lightRed');
  const id = text(calendar, 'id');
  const master = text(actor.createEvent(eventAt('2026-03-02T10:00', weekly()), id), 'id');
  actor.cancelOccurrence(master, '2026-03-09');
  const third = text(actor.occurrence(master, '2026-03-16') ?? {}, 'id');
  expect(actor.updateEvent(third, { subject: 'Other' })).toMatchObject({ type: 'exception' });
  const march = actor.eventsBetween(Date.parse('2026-03-01T00:00Z'), Date.parse('2026-04-01T00:00Z'), id);
  expect(march.map(({ subject }) => subject)).toEqual(['Talk', 'Other', 'Talk']);
  expect(entries(await ann.get(`/me/calendars/${encodeURIComponent(id)}/${MARCH}`))).toEqual(march);
  expect(actor.updateCalendar(id, { name: 'Sales' })).toMatchObject({ name: 'Sales' });
  actor.deleteEvent(master);
  expect(actor.events(id)).toEqual([]);
  actor.deleteCalendar(id);
  expect(actor.calendars().map(({ name }) => name)).toEqual(['Calendar']);
});

test('the state is saved and read back with its series', async () => {
  const { simulator } = calendarTenant();
  const actor = simulator.act('ann@contoso.example');
  const master = text(actor.createEvent(eventAt('2026-03-02T10:00', weekly())), 'id');
  actor.cancelOccurrence(master, '2026-03-09');
  const before = actor.eventsBetween(0, Date.parse('2027-01-01T00:00Z'));
  simulator.load(simulator.save());
  expect(simulator.act('ann@contoso.example').eventsBetween(0, Date.parse('2027-01-01T00:00Z'))).toEqual(
    before,
  );
});
