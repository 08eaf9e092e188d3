import { describe, expect, test } from 'vitest';
import { textOf } from '../json.ts';
import { SyncedMeetings } from '../testing/synced-meetings.ts';
import { listCalendars } from './calendars.ts';

const when = { start: '2026-06-11T09:00:00', end: '2026-06-11T10:00:00', zone: 'Europe/Berlin' };
const moment = (dateTime: string) => ({ dateTime, timeZone: 'W. Europe Standard Time' });
const event = (subject: string, more: object = {}) =>
  JSON.parse(
    JSON.stringify({
      subject,
      start: moment('2026-06-11T09:00:00'),
      end: moment('2026-06-11T10:00:00'),
      ...more,
    }),
  );
const titles = (s: SyncedMeetings) =>
  s.inCrm().map(({ content }) => (typeof content['title'] === 'string' ? content['title'] : ''));
const subjects = (s: SyncedMeetings) => s.inOutlook().map((one) => textOf(one['subject']) ?? '');
const reasons = (s: SyncedMeetings) =>
  [...s.ledger.state.links.values()].map(({ remote }) => remote?.reason ?? remote?.state);

function other(s: SyncedMeetings, name = 'Family'): string {
  return textOf(s.tenant.outlook.createCalendar(name)['id']) ?? '';
}

describe('E2 which calendars', () => {
  test('the calendars of a mailbox, for the settings', async () => {
    const s = new SyncedMeetings();
    other(s);
    await s.run();
    const all = await listCalendars(s.tenant.client(), '/me');
    expect(all.map(({ name, isDefault, canEdit, isOwn }) => [name, isDefault, canEdit, isOwn])).toEqual([
      ['Calendar', true, true, false],
      ['Family', false, true, false],
      ['Counterpart', false, true, true],
    ]);
    expect(all.map(({ owner }) => owner)).toEqual(Array(3).fill('adele@contoso.example'));
  });

  test('only those chosen are captured', async () => {
    const s = new SyncedMeetings({}, { capture: [] });
    const family = other(s);
    s.tenant.outlook.createEvent(event('main'));
    s.tenant.outlook.createEvent(event('family'), family);
    await s.sync();
    expect(titles(s)).toEqual([]);
    const chosen = new SyncedMeetings({}, {});
    const id = other(chosen);
    chosen.tenant.outlook.createEvent(event('family'), id);
    chosen.tenant.outlook.createEvent(event('main'));
    await chosen.sync();
    expect(titles(chosen)).toEqual(['main']);
  });

  test('an existing calendar of the person’s is written to and captured: events of both are in it', async () => {
    const seed = new SyncedMeetings();
    const s = new SyncedMeetings({}, { writeTo: seed.mainCalendar });
    expect(s.mainCalendar).toBe(seed.mainCalendar);
    s.tenant.outlook.createEvent(event('theirs'));
    s.crm.edit(null, { title: 'ours', when });
    await s.sync();
    expect(s.calendar).toBe(s.mainCalendar);
    expect(subjects(s)).toEqual(['theirs', 'ours']);
    expect(titles(s)).toEqual(['ours', 'theirs']);
    s.tenant.takeRequests();
    await s.run();
    expect(s.tenant.takeRequests()).toBe(1);
  });

  test('moved to another captured calendar: the same meeting; to one that is not: left alone, never deleted; and back', async () => {
    const s = new SyncedMeetings();
    const family = other(s);
    s.crm.edit(null, { title: 'ours', when });
    await s.sync();
    s.tenant.outlook.moveEvent(s.eventId('ours'), s.mainCalendar);
    await s.sync();
    expect([titles(s), subjects(s), reasons(s)]).toEqual([['ours'], ['ours'], ['present']]);
    s.edit('ours', { location: 'Room 1' });
    await s.sync();
    expect(s.event('ours')).toMatchObject({ location: { displayName: 'Room 1' } });
    const moved = textOf(s.tenant.outlook.moveEvent(s.eventId('ours'), family)['id']) ?? '';
    await s.sync();
    expect([titles(s), reasons(s)]).toEqual([['ours'], ['movedOutOfCalendar']]);
    s.tenant.outlook.moveEvent(moved, s.calendar);
    await s.sync();
    expect([titles(s), subjects(s), reasons(s)]).toEqual([['ours'], ['ours'], ['present']]);
  });

  test('V7 a captured calendar goes: nothing is deleted here because of that', async () => {
    const seed = new SyncedMeetings();
    const name = other(seed);
    const s = new SyncedMeetings({}, { capture: ['default', name] });
    expect(other(s)).toBe(name);
    s.tenant.outlook.createEvent(event('family'), name);
    await s.sync();
    expect(titles(s)).toEqual(['family']);
    s.tenant.outlook.deleteCalendar(name);
    await s.sync();
    expect(titles(s)).toEqual(['family']);
    s.tenant.simulator.faults.add({ fault: { kind: 'deltaExpired' }, times: 1 });
    await s.sync();
    expect([titles(s), reasons(s)]).toEqual([['family'], ['calendarRemoved']]);
  });
});

describe('E7 disabling', () => {
  async function synced(choice: ConstructorParameters<typeof SyncedMeetings>[1] = {}) {
    const s = new SyncedMeetings({}, choice);
    s.tenant.outlook.createEvent(event('theirs'));
    s.crm.edit(null, { title: 'ours', when, participants: { 'bob@contoso.example': {} } });
    await s.sync();
    return s;
  }

  test('our calendar goes, what the person made stays, the CRM keeps all, and nobody is mailed', async () => {
    const s = await synced();
    s.ledger.state.channel = { ...s.ledger.state.channel, state: 'disabling' };
    await s.run();
    expect(s.ledger.state.channel.state).toBe('off');
    expect(subjects(s)).toEqual(['theirs']);
    expect(s.tenant.outlook.calendars().map(({ name }) => name)).toEqual(['Calendar']);
    expect(titles(s)).toEqual(['ours', 'theirs']);
    expect(s.mails).toEqual([]);
  });

  test('in a calendar of the person’s only what this channel made goes; what others take part in, and copies, stay', async () => {
    const main = new SyncedMeetings().mainCalendar;
    const s = await synced({ writeTo: main });
    s.crm.edit(null, { title: 'with others', when, participants: { 'bob@contoso.example': {} } });
    await s.sync();
    s.edit('with others', { invite: true });
    s.edit('theirs', { location: 'changed by the CRM' });
    await s.sync();
    const sent = s.mails.length;
    expect(sent).toBe(1);
    s.ledger.state.channel = { ...s.ledger.state.channel, state: 'disabling' };
    await s.run();
    expect(subjects(s)).toEqual(['theirs', 'with others']);
    expect(titles(s)).toEqual(['ours', 'theirs', 'with others']);
    expect(s.mails).toHaveLength(sent);
  });

  test('enabled again: everything is there once', async () => {
    const s = await synced();
    s.ledger.state.channel = { ...s.ledger.state.channel, state: 'disabling' };
    await s.run();
    s.ledger.state.channel = { ...s.ledger.state.channel, state: 'enabling' };
    await s.sync();
    expect(subjects(s).sort()).toEqual(['ours', 'theirs']);
    expect(titles(s)).toEqual(['ours', 'theirs']);
  });

  test('the owner deletes our calendar in Outlook: that is the command to disable; nothing is deleted here', async () => {
    const s = await synced();
    s.tenant.outlook.deleteCalendar(s.calendar);
    await s.run();
    expect(s.ledger.state.channel.state).toBe('off');
    expect(subjects(s)).toEqual(['theirs']);
    expect(titles(s)).toEqual(['ours', 'theirs']);
  });
});
