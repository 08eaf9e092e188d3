import { addPerson, firstTenant, type Actor } from '@counterpart/simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  channelOf,
  DOMAIN,
  startTestServer,
  until,
  type TestOrganisation,
  type TestPerson,
  type TestServer,
} from '../testing.ts';

let server: TestServer;
let org: TestOrganisation;
let ann: TestPerson;
let bob: TestPerson;
let outlook: Actor;
let count = 0;

interface Meeting {
  readonly id: string;
  readonly title: string | null;
  readonly when: { readonly start: string; readonly end: string };
  readonly occurrences: { readonly [day: string]: object };
  readonly participants: { readonly [address: string]: object };
  readonly version: number;
  readonly [field: string]: unknown;
}

beforeAll(async () => {
  server = await startTestServer({ microsoft365: true });
  org = await server.organisation();
  await server.connect(org);
});
afterAll(() => server.stop());

/** Each test has people of its own, with the same logins in the tenant. */
beforeEach(async () => {
  count += 1;
  const { simulator } = server.microsoft365;
  const join = (name: string) => {
    const login = `${name}${count}`;
    addPerson(simulator.state, firstTenant(simulator.state), {
      userPrincipalName: `${login}@${DOMAIN}`,
      displayName: name,
      timeZone: 'America/New_York',
    });
    return org.add(login, name);
  };
  ann = await join('ann');
  bob = await join('bob');
  outlook = simulator.act(ann.email);
});

const channel = (person = ann) => channelOf(person, 'meeting');
const add = (values: object) => ann.api.post<Meeting>('/api/meetings', values);
const change = async (id: string, values: object) =>
  (await ann.api.request('PATCH', `/api/meetings/${id}`, values)).body as Meeting;
const read = (id: string) => ann.api.get<Meeting>(`/api/meetings/${id}`);
const inCrm = async (person = ann) =>
  (await person.api.get<{ items: Meeting[] }>('/api/meetings?limit=200&sort=title')).items;

type Event = ReturnType<Actor['events']>[number];
const idOf = (event: Event | undefined): string => {
  const id = event?.['id'];
  if (typeof id !== 'string') throw new Error('There is no such event.');
  return id;
};
const calendarOf = (name = 'Counterpart') => outlook.calendars().find((one) => one['name'] === name);
const inCalendar = () => outlook.events(idOf(calendarOf()));
const ownEvents = () => outlook.events();
const subjectsOf = (events: Event[]) =>
  events.map(({ subject }) => (typeof subject === 'string' ? subject : '')).sort();
const mails = () =>
  server.microsoft365.simulator.state.mail.outbox.filter((mail) => JSON.stringify(mail).includes(ann.email));

/** A second run writes nothing (V2). */
async function quiet(person = ann): Promise<void> {
  const { lastRun } = await channel(person).synced();
  const { pulledLocal: _here, pulledRemote: _there, leftOut: _rest, ...writes } = lastRun?.counters ?? {};
  expect(Object.entries(writes).filter(([, number]) => number !== 0)).toEqual([]);
}

async function whenSynced<T>(see: () => Promise<T> | T, fits: (seen: T) => boolean): Promise<T> {
  await channel().synced();
  return until(async () => see(), fits);
}

const timed = (start: string, end: string, timeZone = 'America/New_York') => ({
  start: { dateTime: start, timeZone },
  end: { dateTime: end, timeZone },
});
const zurich = { start: '2027-03-05T09:00:00', end: '2027-03-05T10:00:00', zone: 'Europe/Zurich' };

describe('E1: meetings both ways', () => {
  test('E2 enabling makes a calendar named for the CRM; what is done here follows there', async () => {
    const { id } = await add({ title: 'Planning', when: zurich, location: 'Room 1', reminder: 30 });
    const section = await channel().enabled();
    expect(section).toMatchObject({ state: 'active', sentence: 'Active', containerName: 'Counterpart' });
    expect(inCalendar()).toMatchObject([
      {
        subject: 'Planning',
        start: { dateTime: '2027-03-05T08:00:00.0000000', timeZone: 'UTC' },
        location: { displayName: 'Room 1' },
        isReminderOn: true,
        reminderMinutesBeforeStart: 30,
      },
    ]);
    await change(id, { title: 'Planning, moved', when: { ...zurich, end: '2027-03-05T11:00:00' } });
    await whenSynced(inCalendar, ([event]) => event?.['subject'] === 'Planning, moved');
    expect(inCalendar()[0]).toMatchObject({ end: { dateTime: '2027-03-05T10:00:00.0000000' } });
    await ann.api.request('DELETE', `/api/meetings/${id}`);
    await whenSynced(inCalendar, (events) => events.length === 0);
    await quiet();
  });

  test('an event of the default calendar is captured by itself, stays there, and is changed from here', async () => {
    await channel().enabled();
    const event = outlook.createEvent({
      subject: 'Lunch',
      ...timed('2027-03-15T12:00:00', '2027-03-15T13:00:00'),
      showAs: 'free',
      categories: ['Private life'],
    });
    // B9: a notification, without which it would take the poll's minutes.
    const [meeting] = await until(inCrm, (meetings) => meetings.length === 1);
    expect(meeting).toMatchObject({
      title: 'Lunch',
      when: { start: '2027-03-15T12:00:00', end: '2027-03-15T13:00:00', zone: 'America/New_York' },
      showAs: 'free',
      categories: ['Private life'],
      origin: 'microsoft365',
    });
    await change(meeting?.id ?? '', { location: 'Canteen' });
    await whenSynced(ownEvents, ([now]) => JSON.stringify(now?.['location']).includes('Canteen'));
    expect(inCalendar()).toEqual([]);
    outlook.updateEvent(idOf(event), { subject: 'Late lunch' });
    await whenSynced(inCrm, ([now]) => now?.title === 'Late lunch');
    outlook.deleteEvent(idOf(event));
    await whenSynced(inCrm, (meetings) => meetings.length === 0);
    await quiet();
  });

  test('E2 the direction: from Microsoft 365 only, to Microsoft 365 only', async () => {
    await add({ title: 'Here', when: zurich });
    outlook.createEvent({ subject: 'There', ...timed('2027-03-15T12:00:00', '2027-03-15T13:00:00') });
    await channel().enabled(await channel().configured({ direction: 'toLocal' }));
    expect((await inCrm()).map(({ title }) => title)).toEqual(['Here', 'There']);
    expect(inCalendar()).toEqual([]);
  });

  test('E2 other calendars are captured where they are chosen, and an existing one is written to', async () => {
    const work = outlook.createCalendar('Work');
    const clubs = outlook.createCalendar('Clubs');
    outlook.createEvent(
      { subject: 'Chess', ...timed('2027-03-15T18:00:00', '2027-03-15T20:00:00') },
      idOf(clubs),
    );
    const mine = outlook.createEvent(
      { subject: 'Standup', ...timed('2027-03-15T09:00:00', '2027-03-15T09:15:00') },
      idOf(work),
    );
    await add({ title: 'Planning', when: zurich });
    const { items } = await ann.api.get<{ items: { id: string; name: string }[] }>(
      '/api/microsoft365/calendars',
    );
    expect(items.map(({ name }) => name).sort()).toEqual(['Calendar', 'Clubs', 'Work']);
    const calendars = { writeTo: idOf(work), capture: [idOf(clubs)], privateEvents: 'timeOnly' as const };
    await channel().enabled(await channel().configured({ calendars }));
    expect((await inCrm()).map(({ title }) => title)).toEqual(['Chess', 'Planning', 'Standup']);
    expect(calendarOf()).toBeUndefined();
    const subjects = () => subjectsOf(outlook.events(idOf(work)));
    expect(subjects()).toEqual(['Planning', 'Standup']);
    const refused = await ann.api.request('PUT', '/api/channels/meeting/configuration', {
      ...(await channel().configured()),
      calendars: { ...calendars, writeTo: null },
    });
    expect(refused.status).toBe(409);
    // E7: only what the channel made goes; the calendar and what its owner made there stay.
    await channel().disabled();
    expect(subjects()).toEqual(['Standup']);
    expect(outlook.event(idOf(mine))).not.toBeNull();
    expect(await inCrm()).toHaveLength(3);
  });
});

describe('E7: disabling', () => {
  test('removes the calendar of the CRM and keeps everything captured where its owner made it', async () => {
    await add({ title: 'Planning', when: zurich });
    for (const subject of ['Lunch', 'Dinner'])
      outlook.createEvent({ subject, ...timed('2027-03-15T12:00:00', '2027-03-15T13:00:00') });
    await channel().enabled();
    await channel().disabled();
    expect(calendarOf()).toBeUndefined();
    expect(subjectsOf(ownEvents())).toEqual(['Dinner', 'Lunch']);
    expect((await inCrm()).map(({ title }) => title)).toEqual(['Dinner', 'Lunch', 'Planning']);
    // B8: enabling again doubles nothing.
    await channel().enabled();
    expect(subjectsOf(inCalendar())).toEqual(['Planning']);
    expect(ownEvents()).toHaveLength(2);
    expect(await inCrm()).toHaveLength(3);
    expect(mails()).toEqual([]);
  });

  test('deleting the calendar in Outlook disables; the CRM keeps its meetings', async () => {
    await add({ title: 'Planning', when: zurich });
    outlook.createEvent({ subject: 'Lunch', ...timed('2027-03-15T12:00:00', '2027-03-15T13:00:00') });
    await channel().enabled();
    outlook.deleteCalendar(idOf(calendarOf()));
    await ann.api.post('/api/channels/meeting/sync');
    const section = await until(channel().section, ({ state }) => state === 'off');
    expect(section.reason).toBe('containerDeleted');
    expect(ownEvents()).toHaveLength(1);
    expect(await inCrm()).toHaveLength(2);
  });
});

describe('E8, E9: series, days and zones', () => {
  const weekly = {
    type: 'weekly',
    interval: 1,
    daysOfWeek: ['friday'],
    firstDayOfWeek: 'monday',
    range: { type: 'numbered', startDate: '2027-03-05', numberOfOccurrences: 6 },
  };

  test('a series of the CRM with a changed and a cancelled occurrence, through a daylight-saving change', async () => {
    const { id } = await add({ title: 'Weekly', when: zurich, recurrence: weekly });
    await channel().enabled();
    await ann.api.post(`/api/meetings/${id}/occurrences`, {
      day: '2027-03-12',
      scope: 'one',
      changes: { title: 'Weekly, special' },
    });
    await ann.api.post(`/api/meetings/${id}/occurrences/delete`, { day: '2027-03-19', scope: 'one' });
    const between = () =>
      outlook
        .eventsBetween(Date.UTC(2027, 2, 1), Date.UTC(2027, 4, 1), idOf(calendarOf()))
        .map(({ subject, start }) => [subject, (start as { dateTime: string }).dateTime.slice(0, 16)]);
    await whenSynced(between, (events) => events.length === 5);
    expect(between()).toEqual([
      ['Weekly', '2027-03-05T08:00'],
      ['Weekly, special', '2027-03-12T08:00'],
      ['Weekly', '2027-03-26T08:00'],
      ['Weekly', '2027-04-02T07:00'],
      ['Weekly', '2027-04-09T07:00'],
    ]);
    await quiet();
  });

  test('a series of Outlook, changed and cancelled there, occurrence by occurrence', async () => {
    const master = outlook.createEvent({
      subject: 'Yoga',
      ...timed('2027-03-05T18:00:00', '2027-03-05T19:00:00'),
      recurrence: {
        pattern: { type: 'weekly', interval: 1, daysOfWeek: ['friday'], firstDayOfWeek: 'sunday' },
        range: { type: 'noEnd', startDate: '2027-03-05' },
      },
    });
    await channel().enabled();
    const [yoga] = await inCrm();
    expect(yoga).toMatchObject({
      when: { start: '2027-03-05T18:00:00', zone: 'America/New_York' },
      recurrence: { type: 'weekly', range: { type: 'noEnd', startDate: '2027-03-05' } },
    });
    const second = outlook.occurrence(idOf(master), '2027-03-12');
    outlook.updateEvent(idOf(second ?? undefined), timed('2027-03-13T18:00:00', '2027-03-13T19:00:00'));
    outlook.cancelOccurrence(idOf(master), '2027-03-19');
    await whenSynced(inCrm, ([now]) => Object.keys(now?.occurrences ?? {}).length === 2);
    expect((await inCrm())[0]?.occurrences).toEqual({
      '2027-03-12': {
        when: { start: '2027-03-13T18:00:00', end: '2027-03-13T19:00:00', zone: 'America/New_York' },
      },
      '2027-03-19': { cancelled: true },
    });
    await quiet();
  });

  test('an all-day meeting is the same days on both sides, whatever the zones', async () => {
    await add({ title: 'Fair', when: { allDay: true, start: '2027-03-28', end: '2027-03-30' } });
    outlook.createEvent({
      subject: 'Holiday',
      isAllDay: true,
      ...timed('2027-07-04T00:00:00', '2027-07-05T00:00:00'),
    });
    await channel().enabled();
    expect(inCalendar()).toMatchObject([{ subject: 'Fair', isAllDay: true }]);
    expect((await inCrm()).map(({ title, when }) => [title, when])).toEqual([
      ['Fair', { allDay: true, start: '2027-03-28', end: '2027-03-30' }],
      ['Holiday', { allDay: true, start: '2027-07-04', end: '2027-07-05' }],
    ]);
    await quiet();
  });
});

describe('E10: what is captured of an event', () => {
  test('a private event is captured with its time only, unless the person asks for more', async () => {
    const event = outlook.createEvent({
      subject: 'Doctor',
      body: { contentType: 'text', content: 'Knee' },
      sensitivity: 'private',
      ...timed('2027-03-15T12:00:00', '2027-03-15T13:00:00'),
    });
    await channel().enabled();
    const [meeting] = await inCrm();
    expect(meeting).toMatchObject({
      title: 'Private appointment',
      description: null,
      sensitivity: 'private',
    });
    expect(outlook.event(idOf(event))).toMatchObject({ subject: 'Doctor' });
    const calendars = { writeTo: null, capture: ['default'], privateEvents: 'everything' as const };
    await ann.api.request(
      'PUT',
      '/api/channels/meeting/configuration',
      await channel().configured({ calendars }),
    );
    await whenSynced(inCrm, ([now]) => now?.title === 'Doctor');
    expect(outlook.event(idOf(event))).toMatchObject({ subject: 'Doctor' });
  });
});

describe('E11: no surprise mail', () => {
  const participants = {
    'bea@customer.example': { name: 'Bea' },
    'carl@customer.example': { role: 'optional' },
  };

  test('participants are kept and named in the body, and nobody is mailed until the owner asks', async () => {
    const { id } = await add({ title: 'Offer', when: zurich, participants });
    await channel().enabled();
    const [event] = inCalendar();
    expect(event).toMatchObject({ attendees: [] });
    expect(JSON.stringify(event?.['body'])).toContain('Bea');
    expect((await read(id)).participants).toMatchObject({ 'bea@customer.example': { name: 'Bea' } });
    await change(id, { location: 'Room 2' });
    await whenSynced(inCalendar, ([now]) => JSON.stringify(now?.['location']).includes('Room 2'));
    expect(mails()).toEqual([]);
    await change(id, { invite: true });
    await whenSynced(inCalendar, ([now]) => JSON.stringify(now?.['attendees']).includes('carl@'));
    expect(
      mails()
        .flatMap(({ outside }) => outside)
        .sort(),
    ).toEqual(['bea@customer.example', 'carl@customer.example']);
    await quiet();
  });

  test('what was asked for before the sync was enabled is withheld, said, and sent when the owner says so', async () => {
    const { id } = await add({ title: 'Offer', when: zurich, participants, invite: true });
    const { defaults } = await channel().configuration();
    expect((await ann.api.post<{ mails: number }>('/api/channels/meeting/preview', defaults)).mails).toBe(0);
    await channel().enabled();
    expect(mails()).toEqual([]);
    const sync = () => ann.api.get<{ rules: { rule: string; holds: boolean }[] }>(`/api/meetings/${id}/sync`);
    expect((await sync()).rules).toContainEqual(expect.objectContaining({ rule: 'E11', holds: false }));
    expect((await ann.api.request('POST', `/api/meetings/${id}/invite`)).status).toBe(204);
    await until(
      () => Promise.resolve(mails()),
      (sent) => sent.length > 0,
    );
    expect((await sync()).rules).toContainEqual(expect.objectContaining({ rule: 'E11', holds: true }));
    expect((await ann.api.request('POST', `/api/meetings/${id}/invite`)).status).toBe(409);
  });
});

describe('B12: one meeting, many users', () => {
  test('an invitation between colleagues is one meeting in the CRM; the host decides on it', async () => {
    const theirs = server.microsoft365.simulator.act(bob.email);
    outlook.createEvent({
      subject: 'Review',
      ...timed('2027-03-15T12:00:00', '2027-03-15T13:00:00'),
      attendees: [{ type: 'required', emailAddress: { address: bob.email, name: 'Bob' } }],
    });
    await channel(bob).enabled();
    await channel().enabled();
    // Whoever sees everybody's meetings sees it once.
    await until(
      async () => (await inCrm(org.administrator)).filter(({ title }) => title === 'Review'),
      (meetings) => meetings.length === 1,
    );
    const [copy] = await inCrm(bob);
    expect(copy).toMatchObject({ title: 'Review', host: { address: ann.email }, sharedFieldsLocked: true });
    const refused = await bob.api.request('PATCH', `/api/meetings/${copy?.id}`, { title: 'Mine' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'hostDecides' } });
    const sent = mails().length;
    // What is theirs: reminder, show as, categories, and the answer, of which the host alone hears.
    await bob.api.request('PATCH', `/api/meetings/${copy?.id}`, { reminder: 5, response: 'accepted' });
    await channel(bob).synced();
    await until(
      () => Promise.resolve(theirs.events()[0]),
      (event) => JSON.stringify(event?.['responseStatus']).includes('accepted'),
    );
    expect(theirs.events()[0]).toMatchObject({ reminderMinutesBeforeStart: 5 });
    expect(mails().length - sent).toBeLessThanOrEqual(1);
    const [review] = await until(inCrm, ([now]) => JSON.stringify(now?.participants).includes('accepted'));
    expect(review?.participants).toMatchObject({ [bob.email]: { response: 'accepted' } });
  });
});
