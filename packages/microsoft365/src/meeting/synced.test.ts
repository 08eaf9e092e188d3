import { describe, expect, test } from 'vitest';
import { isObject, listOf, textOf } from '../json.ts';
import { SyncedMeetings } from '../testing/synced-meetings.ts';

const when = (day: string, from = '09:00', until = '10:00') => ({
  start: `${day}T${from}:00`,
  end: `${day}T${until}:00`,
  zone: 'Europe/Berlin',
});
const moment = (dateTime: string, timeZone = 'W. Europe Standard Time') => ({ dateTime, timeZone });
const event = (subject: string, day: string, more: object = {}) => ({
  subject,
  start: moment(`${day}T09:00:00`),
  end: moment(`${day}T10:00:00`),
  isReminderOn: false,
  ...more,
});
const weekly = {
  type: 'weekly',
  interval: 1,
  daysOfWeek: ['thursday'],
  firstDayOfWeek: 'monday',
  range: { type: 'numbered', startDate: '2026-06-11', numberOfOccurrences: 6 },
};
const weeklyEvent = {
  recurrence: {
    pattern: { type: 'weekly', interval: 1, daysOfWeek: ['thursday'], firstDayOfWeek: 'monday' },
    range: { type: 'numbered', startDate: '2026-06-11', numberOfOccurrences: 6 },
  },
};
const people = { 'bob@contoso.example': { name: 'Bob' }, 'eve@fabrikam.example': { role: 'optional' } };
const json = (value: object) => JSON.parse(JSON.stringify(value));

describe('E1 both ways', () => {
  test('the first sync: both sides have both, nobody is mailed, an idle run costs one request for each captured calendar', async () => {
    const s = new SyncedMeetings();
    s.crm.edit(null, { title: 'ours', when: when('2026-06-11'), participants: people, invite: true });
    s.tenant.outlook.createEvent(json(event('theirs', '2026-06-12')));
    await s.sync();
    expect(s.inCrm().map(({ content }) => content['title'])).toEqual(['ours', 'theirs']);
    expect(s.meeting('theirs')).toMatchObject({ when: when('2026-06-12') });
    expect(s.tenant.outlook.events(s.calendar).map((one) => one['subject'])).toEqual(['ours']);
    expect(s.mails).toEqual([]);
    expect(listOf(s.event('ours')?.['attendees'])).toEqual([]);
    s.tenant.takeRequests();
    await s.run();
    expect(s.tenant.takeRequests()).toBe(2);
  });

  test('the CRM learns what Outlook alone gives: the identifier that is the same in every mailbox, and the link to join', async () => {
    const s = new SyncedMeetings();
    s.crm.edit(null, { title: 'online', when: when('2026-06-11'), online: true, description: 'Agenda' });
    await s.sync();
    expect(s.meeting('online')).toMatchObject({
      uid: s.event('online')?.['iCalUId'],
      joinUrl: expect.stringContaining('https://teams.microsoft.com/'),
      description: 'Agenda',
    });
  });

  test('the description of an online meeting is written, and the meeting stays online', async () => {
    const s = new SyncedMeetings();
    s.crm.edit(null, { title: 'online', when: when('2026-06-11'), online: true, participants: people });
    await s.sync();
    s.edit('online', { description: 'Agenda' });
    await s.sync();
    expect(s.event('online')).toMatchObject({ isOnlineMeeting: true });
    expect(s.meeting('online')).toMatchObject({ description: 'Agenda', online: true, participants: people });
    expect(s.problems).toEqual([]);
  });

  test('a first sync costs one request for each meeting, and a few more', async () => {
    const s = new SyncedMeetings();
    for (let n = 0; n < 200; n += 1)
      s.crm.edit(null, { title: `m${n}`, when: when('2026-06-11'), participants: people });
    await s.run();
    expect(s.inOutlook()).toHaveLength(200);
    expect(s.tenant.takeRequests()).toBeLessThanOrEqual(200 + 12);
  });

  test('edits and deletions travel both ways', async () => {
    const s = new SyncedMeetings();
    s.crm.edit(null, { title: 'ours', when: when('2026-06-11') });
    s.tenant.outlook.createEvent(json(event('theirs', '2026-06-12')));
    await s.sync();
    s.edit('ours', { location: 'Room 1' });
    s.edit('theirs', { when: when('2026-06-12', '11:00', '12:00') });
    s.tenant.outlook.updateEvent(s.eventId('ours'), json({ subject: 'ours too', categories: ['Red'] }));
    await s.sync();
    expect(s.event('ours too')).toMatchObject({ location: { displayName: 'Room 1' } });
    expect(s.meeting('ours too')).toMatchObject({ categories: ['Red'], location: 'Room 1' });
    expect(s.event('theirs')).toMatchObject({ start: { dateTime: '2026-06-12T09:00:00.0000000' } });
    s.tenant.outlook.deleteEvent(s.eventId('ours too'));
    s.crm.remove(s.inCrm().find(({ content }) => content['title'] === 'theirs')?.id ?? '');
    await s.sync();
    expect([s.inCrm(), s.inOutlook(), s.problems]).toEqual([[], [], []]);
  });

  test('what lies outside of the window of changes is captured, kept and followed', async () => {
    const s = new SyncedMeetings();
    s.tenant.outlook.createEvent(json(event('long ago', '2019-01-10')));
    await s.sync();
    s.tenant.outlook.createEvent(json(event('far ahead', '2035-01-10')));
    s.tenant.outlook.updateEvent(s.eventId('long ago'), json({ subject: 'long, long ago' }));
    await s.sync();
    expect(s.inCrm().map(({ content }) => content['title'])).toEqual(['long, long ago', 'far ahead']);
    // Out of the window is not deleted.
    s.tenant.outlook.updateEvent(s.eventId('far ahead'), json(event('further', '2045-01-10')));
    await s.sync();
    expect(s.inCrm().map(({ content }) => content['title'])).toEqual(['long, long ago', 'further']);
  });

  test('the window moves on: everything is read again, and nothing is deleted or made twice', async () => {
    const s = new SyncedMeetings();
    s.crm.edit(null, { title: 'ours', when: when('2026-06-11'), recurrence: weekly });
    s.tenant.outlook.createEvent(json(event('theirs', '2026-06-12')));
    await s.sync();
    await s.tenant.clock.sleep(40 * 86_400_000);
    s.tenant.takeRequests();
    await s.sync();
    expect(s.inCrm()).toHaveLength(2);
    expect(s.inOutlook()).toHaveLength(2);
  });

  test('B8 the ledger is lost: nothing is made twice', async () => {
    const s = new SyncedMeetings();
    s.crm.edit(null, {
      title: 'ours',
      when: when('2026-06-11'),
      recurrence: weekly,
      occurrences: { '2026-06-18': { cancelled: true }, '2026-06-25': { location: 'Elsewhere' } },
      participants: people,
    });
    s.tenant.outlook.createEvent(json(event('theirs', '2026-06-12')));
    await s.sync();
    const before = s.inCrm();
    s.newLedger();
    await s.sync();
    expect(s.inCrm()).toEqual(before);
    expect(s.inOutlook()).toHaveLength(2);
  });
});

describe('E8 series', () => {
  async function synced(occurrences: object = {}) {
    const s = new SyncedMeetings();
    s.crm.edit(null, { title: 'series', when: when('2026-06-11'), recurrence: weekly, occurrences });
    await s.sync();
    const days = () =>
      s.tenant.outlook
        .eventsBetween(Date.UTC(2026, 5, 1), Date.UTC(2026, 8, 1), s.calendar)
        .map(
          (one) =>
            `${(one['start'] as { dateTime: string }).dateTime.slice(0, 16)} ${textOf(one['subject'])}`,
        );
    return { s, days };
  }

  test('changed and cancelled occurrences of the CRM are so in Outlook', async () => {
    const { s, days } = await synced({
      '2026-06-18': { cancelled: true },
      '2026-06-25': { title: 'special', when: when('2026-06-26', '14:00', '15:00') },
    });
    expect(s.problems).toEqual([]);
    expect(days()).toEqual([
      '2026-06-11T07:00 series',
      '2026-06-26T12:00 special',
      '2026-07-02T07:00 series',
      '2026-07-09T07:00 series',
      '2026-07-16T07:00 series',
    ]);
  });

  test('an occurrence that a person cancels or changes in Outlook is so in the CRM; their values are given back when they are', async () => {
    const { s } = await synced();
    const id = s.eventId('series');
    s.tenant.outlook.cancelOccurrence(id, '2026-06-18');
    const third = textOf(s.tenant.outlook.occurrence(id, '2026-06-25')?.['id']) ?? '';
    s.tenant.outlook.updateEvent(third, json({ subject: 'special', isReminderOn: true }));
    await s.sync();
    expect(s.meeting('series')?.['occurrences']).toEqual({
      '2026-06-18': { cancelled: true },
      '2026-06-25': { title: 'special', reminder: 15 },
    });
    s.edit('series', { occurrences: { '2026-06-18': { cancelled: true } } });
    await s.sync();
    expect(s.tenant.outlook.event(third)).toMatchObject({ subject: 'series', isReminderOn: false });
    expect(s.problems).toEqual([]);
  });

  test('the series moves to another hour: what was changed and cancelled stays so, though the service drops it', async () => {
    const { s, days } = await synced({
      '2026-06-18': { cancelled: true },
      '2026-06-25': { title: 'special' },
    });
    s.edit('series', { when: when('2026-06-11', '11:00', '12:00') });
    await s.sync();
    expect(days()).toEqual([
      '2026-06-11T09:00 series',
      '2026-06-25T09:00 special',
      '2026-07-02T09:00 series',
      '2026-07-09T09:00 series',
      '2026-07-16T09:00 series',
    ]);
    expect(s.meeting('series')?.['occurrences']).toEqual({
      '2026-06-18': { cancelled: true },
      '2026-06-25': { title: 'special' },
    });
  });

  test('a cancelled occurrence cannot be brought back: refused in words, and kept here', async () => {
    const { s } = await synced({ '2026-06-18': { cancelled: true } });
    s.edit('series', { occurrences: undefined, location: 'Room 1' });
    await s.run();
    expect(s.problems).toEqual([expect.stringMatching(/^invalidContent: .*bring back .*2026-06-18/)]);
    expect(s.meeting('series')).toMatchObject({ location: 'Room 1' });
    expect(s.tenant.outlook.occurrence(s.eventId('series'), '2026-06-18')).toBeNull();
  });

  test('an occurrence beyond its neighbour: refused in words', async () => {
    const { s } = await synced();
    s.edit('series', { occurrences: { '2026-06-18': { when: when('2026-06-25') } } });
    await s.run();
    expect(s.problems).toEqual([
      expect.stringMatching(/^invalidContent: .*2026-06-18 cannot be moved to 2026-06-25/),
    ]);
  });

  test('one meeting becomes a series in Outlook, and a single one again', async () => {
    const s = new SyncedMeetings();
    s.crm.edit(null, { title: 'one', when: when('2026-06-11') });
    await s.sync();
    s.tenant.outlook.updateEvent(s.eventId('one'), json(weeklyEvent));
    await s.sync();
    expect(s.meeting('one')?.['recurrence']).toEqual(weekly);
    s.edit('one', { recurrence: undefined });
    await s.sync();
    expect(s.event('one')).toMatchObject({ recurrence: null });
    expect(s.problems).toEqual([]);
  });
});

describe('E11 no surprise mail', () => {
  const silent = { title: 'meeting', when: when('2026-06-11'), description: 'Agenda', participants: people };

  async function synced() {
    const s = new SyncedMeetings();
    s.crm.edit(null, silent);
    await s.sync();
    return s;
  }

  test('participants are named in the body and kept, nobody is invited; a person’s edit of the body leaves both', async () => {
    const s = await synced();
    const { body } = s.event('meeting') ?? {};
    const html = isObject(body) ? (textOf(body['content']) ?? '') : '';
    expect(html).toContain('Bob &lt;bob@contoso.example&gt;');
    expect(html).toContain('Open in Counterpart: https://crm.example/meetings/');
    const edited = html.replace('Agenda', 'New agenda').replaceAll('CounterpartNote', 'x_CounterpartNote');
    s.tenant.outlook.updateEvent(
      s.eventId('meeting'),
      json({ body: { contentType: 'html', content: edited } }),
    );
    await s.sync();
    expect(s.meeting('meeting')).toMatchObject({ description: 'New agenda', participants: people });
    expect(s.mails).toEqual([]);
  });

  test('what a person writes into the list of names is not lost', async () => {
    const s = await synced();
    const { body } = s.event('meeting') ?? {};
    const html = isObject(body) ? (textOf(body['content']) ?? '') : '';
    const edited = html.replace('bob@contoso.example&gt;', 'bob@contoso.example&gt;<br>Ask Eve for the key');
    s.tenant.outlook.updateEvent(
      s.eventId('meeting'),
      json({ body: { contentType: 'html', content: edited } }),
    );
    await s.sync();
    expect(s.meeting('meeting')).toMatchObject({
      description: 'Agenda\nAsk Eve for the key',
      participants: people,
    });
  });

  test('the owner asks for invitations: each is mailed once; later only those whom a change of the list concerns', async () => {
    const s = await synced();
    s.edit('meeting', { invite: true });
    await s.sync();
    expect(s.mails.map(({ kind }) => kind)).toEqual(['invitation']);
    expect(JSON.stringify(s.event('meeting'))).not.toContain('noted by');
    const { invite: _, ...others } = { ...people, invite: 0 };
    s.edit('meeting', { participants: { ...others, 'new@fabrikam.example': {} } });
    await s.sync();
    expect(s.mails.map(({ kind, outside }) => [kind, outside.includes('new@fabrikam.example')])).toEqual([
      ['invitation', false],
      ['invitation', true],
    ]);
    s.edit('meeting', { invite: undefined });
    await s.sync();
    expect(s.mails.map(({ kind }) => kind)).toEqual(['invitation', 'invitation', 'cancellation']);
    expect(listOf(s.event('meeting')?.['attendees'])).toEqual([]);
    expect(s.problems).toEqual([]);
  });

  test('an event of the person’s own with attendees: captured as invited, and reading mails nobody', async () => {
    const s = new SyncedMeetings();
    s.tenant.outlook.createEvent(
      json(
        event('team', '2026-06-11', {
          attendees: [{ emailAddress: { address: 'bob@contoso.example' }, type: 'required' }],
        }),
      ),
    );
    const sent = s.mails.length;
    await s.sync();
    expect(s.meeting('team')).toMatchObject({
      invite: true,
      participants: { 'bob@contoso.example': { name: 'Bob' } },
    });
    expect(s.mails).toHaveLength(sent);
  });
});

describe('B12 a meeting of another host', () => {
  async function invited() {
    const s = new SyncedMeetings();
    const bob = s.tenant.simulator.act('bob@contoso.example');
    bob.createEvent(
      json(
        event('Bob’s', '2026-06-11', {
          attendees: [{ emailAddress: { address: 'adele@contoso.example' }, type: 'required' }],
        }),
      ),
    );
    await s.sync();
    return { s, bob, sent: s.mails.length };
  }

  test('its host, its people and the owner’s answer are captured', async () => {
    const { s } = await invited();
    expect(s.meeting('Bob’s')).toMatchObject({
      host: { name: 'Bob', address: 'bob@contoso.example' },
      participants: { 'adele@contoso.example': { name: 'Adele Vance' } },
      showAs: 'tentative',
    });
    expect(s.meeting('Bob’s')).not.toHaveProperty('response');
    expect(s.meeting('Bob’s')).not.toHaveProperty('invite');
  });

  test('the owner’s answer goes to the host, and to nobody else', async () => {
    const { s, sent } = await invited();
    s.edit('Bob’s', { response: 'accepted', reminder: 30 });
    await s.sync();
    expect(s.event('Bob’s')).toMatchObject({
      responseStatus: { response: 'accepted' },
      reminderMinutesBeforeStart: 30,
    });
    expect(s.mails.slice(sent).map(({ kind, delivered }) => [kind, delivered])).toEqual([
      ['response', ['bob@contoso.example']],
    ]);
  });

  test('declined: Outlook takes it out of the calendar, the CRM keeps it with the answer', async () => {
    const { s, sent } = await invited();
    s.edit('Bob’s', { response: 'declined' });
    await s.sync();
    expect(s.event('Bob’s')).toBeUndefined();
    expect(s.meeting('Bob’s')).toMatchObject({ response: 'declined' });
    expect(s.mails.slice(sent).map(({ kind }) => kind)).toEqual(['response']);
  });

  test('what the host decides cannot be changed: refused in words', async () => {
    const { s, sent } = await invited();
    s.edit('Bob’s', { title: 'Mine' });
    await s.run();
    expect(s.problems).toEqual([
      expect.stringMatching(/^invalidContent: The host of the meeting decides .*title/),
    ]);
    expect(s.mails).toHaveLength(sent);
  });
});

describe('E10 a private event', () => {
  const secret = {
    sensitivity: 'private',
    body: { contentType: 'text', content: 'secret' },
    location: { displayName: 'Clinic' },
  };

  test('is captured with its time only; nothing hidden is kept anywhere', async () => {
    const s = new SyncedMeetings();
    const { id } = s.tenant.outlook.createEvent(
      json(event('Doctor', '2026-06-11', { ...secret, ...weeklyEvent })),
    );
    const second = textOf(s.tenant.outlook.occurrence(textOf(id) ?? '', '2026-06-18')?.['id']) ?? '';
    s.tenant.outlook.updateEvent(
      second,
      json({ subject: 'X-ray', start: moment('2026-06-18T11:00:00'), end: moment('2026-06-18T12:00:00') }),
    );
    await s.sync();
    expect(s.inCrm().map(({ content }) => content)).toEqual([
      {
        title: 'Private appointment',
        when: when('2026-06-11'),
        recurrence: weekly,
        occurrences: { '2026-06-18': { when: when('2026-06-18', '11:00', '12:00') } },
        sensitivity: 'private',
      },
    ]);
    for (const word of ['Doctor', 'secret', 'Clinic', 'X-ray'])
      expect(JSON.stringify([...s.ledger.state.links.values()])).not.toContain(word);
  });

  test('its time can be changed here; what is hidden cannot be overwritten', async () => {
    const s = new SyncedMeetings();
    s.tenant.outlook.createEvent(json(event('Doctor', '2026-06-11', secret)));
    await s.sync();
    s.edit('Private appointment', { when: when('2026-06-11', '15:00', '16:00'), showAs: 'free' });
    await s.sync();
    expect(s.event('Doctor')).toMatchObject({
      start: { dateTime: '2026-06-11T13:00:00.0000000' },
      showAs: 'free',
      location: { displayName: 'Clinic' },
    });
    s.edit('Private appointment', { title: 'Known' });
    await s.run();
    expect(s.problems).toEqual([expect.stringMatching(/^invalidContent: The appointment is private/)]);
    expect(s.event('Doctor')).toBeDefined();
  });

  test('a meeting that the CRM made, or made private itself, is known to it', async () => {
    const s = new SyncedMeetings();
    s.crm.edit(null, { title: 'ours', when: when('2026-06-11'), sensitivity: 'private' });
    s.tenant.outlook.createEvent(json(event('theirs', '2026-06-12', { location: { displayName: 'Here' } })));
    await s.sync();
    s.edit('theirs', { sensitivity: 'private' });
    await s.sync();
    expect(s.meeting('ours')).toMatchObject({ sensitivity: 'private' });
    expect(s.meeting('theirs')).toMatchObject({ sensitivity: 'private', location: 'Here' });
  });

  test('everything, where the user asks for it', async () => {
    const s = new SyncedMeetings({}, { privateEvents: 'everything' });
    s.tenant.outlook.createEvent(json(event('Doctor', '2026-06-11', secret)));
    await s.sync();
    expect(s.meeting('Doctor')).toMatchObject({ description: 'secret', location: 'Clinic' });
  });
});
