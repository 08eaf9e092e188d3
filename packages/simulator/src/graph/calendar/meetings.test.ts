import { describe, expect, test } from 'vitest';
import { listOutbox } from '../../mail/outbox.ts';
import type { Json, JsonObject, SimulatorState } from '../../state/types.ts';
import { entries, errorCode, text, type TestClient } from '../../testkit.ts';
import { at, attendees, calendarTenant, eventAt, made, MARCH, weekly } from './testkit.ts';

const BOB = 'bob@contoso.example';
const EVE = 'eve@else.example';

/** What was mailed since the last look: kind, subject, recipients. */
function mails(state: SimulatorState): string[] {
  const sent = listOutbox(state).map(
    ({ kind, subject, delivered, outside }) => `${kind} ${subject} > ${[...delivered, ...outside].join(' ')}`,
  );
  state.mail.outbox.length = 0;
  return sent;
}

const inMarch = async (client: TestClient) => entries(await client.get(`/me/${MARCH}&$top=50`));
const pathOf = (event: JsonObject | undefined) => `/me/events/${encodeURIComponent(text(event ?? {}, 'id'))}`;
const only = async (client: TestClient) => {
  const [event, ...others] = entries(await client.get('/me/events'));
  expect(others).toEqual([]);
  return event ?? {};
};
const statuses = (event: JsonObject) =>
  (event['attendees'] as JsonObject[]).map(({ status }) => (status as JsonObject)['response'] ?? null);

async function meeting(more: JsonObject = {}, options: Parameters<typeof calendarTenant>[0] = {}) {
  const tenant = calendarTenant(options);
  const path = await made(tenant.ann, eventAt('2026-03-02T10:00', { ...attendees(BOB, EVE), ...more }));
  return { ...tenant, path, sent: () => mails(tenant.state) };
}

describe('GRAPH 2.2: e-mail rules', () => {
  test('an event with attendees: invitations, and a copy with the same iCalUId', async () => {
    const { ann, bob, path, sent } = await meeting({ categories: ['Mine'] });
    expect(sent()).toEqual([`invitation Talk > ${BOB} ${EVE}`]);
    const own = await ann.get(path);
    const copy = await only(bob);
    expect(copy).toMatchObject({
      iCalUId: own.body['iCalUId'],
      isOrganizer: false,
      organizer: { emailAddress: { address: 'ann@contoso.example' } },
      responseStatus: { response: 'notResponded' },
      showAs: 'tentative',
      categories: [],
    });
    expect(own.body['attendees']).toMatchObject([
      {
        type: 'required',
        emailAddress: { name: 'Bob Baker', address: BOB },
        status: { response: 'none', time: '0001-01-01T00:00:00Z' },
      },
      { emailAddress: { name: EVE, address: EVE } },
    ]);
  });

  test('without attendees nobody is mailed, whatever happens to it', async () => {
    const { ann, state } = calendarTenant();
    const path = await made(ann, eventAt('2026-03-02T10:00', weekly()));
    await ann.patch(path, { subject: 'B' });
    await ann.remove(pathOf((await inMarch(ann))[1]));
    await ann.remove(path);
    expect(mails(state)).toEqual([]);
  });

  test('nothing that a client writes holds the mail back', async () => {
    const { sent } = await meeting({ responseRequested: false });
    expect(sent()).toHaveLength(1);
  });

  test('an update mails all of them and reaches the copies; a new time takes back the answers', async () => {
    const { ann, bob, path, sent } = await meeting();
    await bob.post(`${pathOf(await only(bob))}/accept`, {});
    sent();
    await ann.patch(path, { subject: 'Lecture' });
    expect(sent()).toEqual([`update Lecture > ${BOB} ${EVE}`]);
    expect(await only(bob)).toMatchObject({ subject: 'Lecture', responseStatus: { response: 'accepted' } });
    expect(statuses((await ann.get(path)).body)).toEqual(['accepted', 'none']);
    await ann.patch(path, { start: at('2026-03-03T10:00:00'), end: at('2026-03-03T11:00:00') });
    expect(await only(bob)).toMatchObject({
      start: at('2026-03-03T10:00:00.0000000'),
      responseStatus: { response: 'notResponded' },
    });
    expect(statuses((await ann.get(path)).body)).toEqual(['none', 'none']);
  });

  test('a PATCH of nothing but the attendees mails those who come and go', async () => {
    const { ann, bob, path, sent } = await meeting();
    sent();
    await ann.patch(path, attendees(EVE, 'zoe@else.example'));
    expect(sent()).toEqual([`cancellation Canceled: Talk > ${BOB}`, 'invitation Talk > zoe@else.example']);
    expect(await only(bob)).toMatchObject({ isCancelled: true, subject: 'Canceled: Talk' });
    await ann.patch(path, { ...attendees(EVE, BOB), subject: 'B' });
    expect(sent()).toEqual([
      'cancellation Canceled: B > zoe@else.example',
      `invitation B > ${BOB}`,
      `update B > ${EVE}`,
    ]);
    expect(await only(bob)).toMatchObject({ isCancelled: false, subject: 'B' });
  });

  test.each([true, false])(
    'GRAPH 9, gotcha 19: what only the organizer sees mails too: %s',
    async (anyPatchMailsAttendees) => {
      const { ann, path, sent } = await meeting({}, { unknowns: { anyPatchMailsAttendees } });
      sent();
      await ann.patch(path, { categories: ['Mine'], isReminderOn: false });
      expect(sent()).toHaveLength(anyPatchMailsAttendees ? 1 : 0);
    },
  );

  test('a master with edited occurrences: a mail for it and one for each of them', async () => {
    const { ann, bob, path, sent } = await meeting(weekly());
    const [, second] = await inMarch(ann);
    await ann.patch(pathOf(second), { subject: 'Guest' });
    expect(sent()).toEqual([`invitation Talk > ${BOB} ${EVE}`, `update Guest > ${BOB} ${EVE}`]);
    expect((await inMarch(bob)).map(({ subject }) => subject)).toEqual(['Talk', 'Guest', 'Talk', 'Talk']);
    await ann.patch(path, { importance: 'high' });
    expect(sent()).toEqual([`update Talk > ${BOB} ${EVE}`, `update Guest > ${BOB} ${EVE}`]);
  });

  test.each(['DELETE', 'POST'])(
    '%s by the organizer sends a cancellation; the copies stay and say so',
    async (method) => {
      const { ann, bob, path, sent } = await meeting();
      sent();
      const answer =
        method === 'DELETE' ? await ann.remove(path) : await ann.post(`${path}/cancel`, { Comment: 'Sorry' });
      expect(answer.status).toBe(method === 'DELETE' ? 204 : 202);
      expect(sent()).toEqual([`cancellation Canceled: Talk > ${BOB} ${EVE}`]);
      expect((await ann.get(path)).status).toBe(404);
      expect(await only(bob)).toMatchObject({ isCancelled: true });
      await bob.remove(pathOf(await only(bob)));
      expect(sent()).toEqual([]);
    },
  );

  test('one occurrence is cancelled by itself', async () => {
    const { ann, bob, sent } = await meeting(weekly());
    sent();
    expect((await ann.post(`${pathOf((await inMarch(ann))[1])}/cancel`, {})).status).toBe(202);
    expect(sent()).toEqual([`cancellation Canceled: Talk > ${BOB} ${EVE}`]);
    expect(await inMarch(ann)).toHaveLength(3);
    expect((await inMarch(bob)).map(({ isCancelled }) => isCancelled)).toEqual([false, true, false, false]);
  });

  test('an attendee can neither cancel nor invite', async () => {
    const { ann, bob, path } = await meeting();
    const copy = pathOf(await only(bob));
    const answer = await bob.post(`${copy}/cancel`, {});
    expect([answer.status, answer.body['error']]).toMatchObject([
      400,
      { message: expect.stringContaining('You need to be an organizer to cancel a meeting.') as string },
    ]);
    expect((await bob.patch(copy, attendees(EVE))).status).toBe(400);
    expect((await ann.post(`${path}/accept`, {})).status).toBe(400);
  });

  test('what an attendee changes in the own copy stays there', async () => {
    const { ann, bob, path, sent } = await meeting();
    sent();
    await bob.patch(pathOf(await only(bob)), {
      showAs: 'oof',
      categories: ['Red'],
      reminderMinutesBeforeStart: 60,
    });
    expect(sent()).toEqual([]);
    expect((await ann.get(path)).body).toMatchObject({ showAs: 'busy', categories: [] });
    await ann.patch(path, { subject: 'B' });
    expect(await only(bob)).toMatchObject({
      showAs: 'oof',
      categories: ['Red'],
      reminderMinutesBeforeStart: 60,
      subject: 'B',
    });
  });
});

describe('GRAPH 1.3: responses', () => {
  test.each([
    ['accept', 'accepted', 'busy', 'Accepted: Talk'],
    ['tentativelyAccept', 'tentativelyAccepted', 'tentative', 'Tentative: Talk'],
  ])('%s: the copy, the organizer’s view and the mail say so', async (action, response, showAs, subject) => {
    const { ann, bob, path, sent } = await meeting();
    sent();
    expect((await bob.post(`${pathOf(await only(bob))}/${action}`, { comment: 'Yes' })).status).toBe(202);
    expect(sent()).toEqual([`response ${subject} > ann@contoso.example`]);
    expect(await only(bob)).toMatchObject({
      responseStatus: { response, time: '2026-03-02T09:00:00Z' },
      showAs,
    });
    expect(statuses((await ann.get(path)).body)).toEqual([response, 'none']);
  });

  test('decline takes the copy away', async () => {
    const { ann, bob, path, sent } = await meeting();
    sent();
    await bob.post(`${pathOf(await only(bob))}/decline`, {});
    expect(sent()).toEqual(['response Declined: Talk > ann@contoso.example']);
    expect(entries(await bob.get('/me/events'))).toEqual([]);
    expect(statuses((await ann.get(path)).body)).toEqual(['declined', 'none']);
  });

  test('sendResponse=false tells nobody', async () => {
    const { ann, bob, path, sent } = await meeting();
    sent();
    await bob.post(`${pathOf(await only(bob))}/accept`, { SendResponse: false });
    expect(sent()).toEqual([]);
    expect(statuses((await ann.get(path)).body)).toEqual(['none', 'none']);
    expect(await only(bob)).toMatchObject({ responseStatus: { response: 'accepted' } });
  });

  test('one occurrence is answered by itself', async () => {
    const { ann, bob } = await meeting(weekly());
    const [first, second] = await inMarch(bob);
    await bob.post(`${pathOf(first)}/accept`, {});
    await bob.post(`${pathOf(second)}/decline`, {});
    expect(await inMarch(bob)).toHaveLength(3);
    expect((await inMarch(ann)).map(statuses)).toEqual([
      ['accepted', 'none'],
      ['declined', 'none'],
      ['none', 'none'],
      ['none', 'none'],
    ]);
  });

  const proposedNewTime = { start: at('2026-03-03T10:00:00'), end: at('2026-03-03T11:00:00') };
  test.each<[string, JsonObject, JsonObject, number]>([
    ['is passed on', {}, { proposedNewTime }, 202],
    ['is refused where the meeting allows none', { allowNewTimeProposals: false }, { proposedNewTime }, 400],
    ['is refused without a response', {}, { proposedNewTime, sendResponse: false }, 400],
  ])('a proposed time %s', async (_name, more, body, status) => {
    const { ann, bob, path } = await meeting(more);
    expect((await bob.post(`${pathOf(await only(bob))}/tentativelyAccept`, body)).status).toBe(status);
    const [first] = (await ann.get(path)).body['attendees'] as JsonObject[];
    expect('proposedNewTime' in (first ?? {})).toBe(status === 202);
  });

  test('GRAPH 2.3: only the primary calendar keeps count', async () => {
    const { ann, bob } = calendarTenant();
    const { body } = await ann.post('/me/calendars', { name: 'CRM' });
    const path = await made(
      ann,
      eventAt('2026-03-02T10:00', attendees(BOB)),
      `/me/calendars/${text(body, 'id')}/events`,
    );
    await bob.post(`${pathOf(await only(bob))}/accept`, {});
    expect(statuses((await ann.get(path)).body)).toEqual(['none']);
  });

  test('a forwarded invitation reaches the newcomer, and the organizer hears of it', async () => {
    const { bob, sent } = await meeting();
    sent();
    const toRecipients: Json = [{ emailAddress: { address: 'zoe@else.example' } }];
    expect(
      (await bob.post(`${pathOf(await only(bob))}/forward`, { ToRecipients: toRecipients })).status,
    ).toBe(202);
    expect(sent()).toEqual([
      'invitation Talk > zoe@else.example',
      'notice Meeting Forward Notification: Talk > ann@contoso.example',
    ]);
  });

  test('a hidden list shows an attendee nobody but themselves', async () => {
    const { bob } = await meeting({ hideAttendees: true });
    expect((await only(bob))['attendees']).toMatchObject([{ emailAddress: { address: BOB } }]);
  });

  test('more than 500 attendees: 400', async () => {
    const { ann } = calendarTenant();
    const many = Array.from({ length: 501 }, (_none, index) => `a${index}@else.example`);
    expect(errorCode(await ann.post('/me/events', eventAt('2026-03-02T10:00', attendees(...many))))).toBe(
      'ErrorInvalidRequest',
    );
  });
});
