import type { Content, RemoteReplica, Seen, Snapshot, WriteOperation } from '@counterpart/engine';
import { describe, expect, test } from 'vitest';
import { textOf } from '../json.ts';
import { SyncedMeetings } from '../testing/synced-meetings.ts';
import { TestTenant } from '../testing/tenant.ts';

type Options = ConstructorParameters<typeof TestTenant>[0];

const when = { start: '2026-06-11T09:00:00', end: '2026-06-11T10:00:00', zone: 'UTC' };
const recurrence: Content = {
  type: 'daily',
  interval: 1,
  range: { type: 'numbered', startDate: '2026-06-11', numberOfOccurrences: 5 },
};
const titleIn = ({ title }: Content): string => (typeof title === 'string' ? title : '');
const day = (n: number) => `2026-06-${10 + n}`;
const event = (subject: string, on = '2026-06-11') => ({
  subject,
  start: { dateTime: `${on}T09:00:00`, timeZone: 'UTC' },
  end: { dateTime: `${on}T10:00:00`, timeZone: 'UTC' },
});

async function setUp(options: Options = {}) {
  const tenant = new TestTenant(options);
  const replica = tenant.meetings();
  const { id: calendar } = await replica.ensureContainer(null);
  tenant.takeRequests();
  return { tenant, replica, calendar };
}

const create = (key: string, content: Content = { title: key, when }): WriteOperation => ({
  op: 'create',
  key,
  content,
  marker: `org/${key}`,
});

const update = (snapshot: Snapshot, values: Content): WriteOperation => ({
  op: 'update',
  key: 'update',
  id: snapshot.id,
  version: snapshot.version,
  content: { ...snapshot.content, ...values },
  fields: Object.keys(values),
  marker: 'org/a',
  ...(snapshot.native === undefined ? {} : { native: snapshot.native }),
});

async function created(replica: RemoteReplica, content?: Content): Promise<Snapshot> {
  const [outcome] = await replica.apply([create('a', content)]);
  if (outcome?.outcome !== 'done' || !outcome.snapshot) throw new Error(JSON.stringify(outcome));
  return outcome.snapshot;
}

describe('V5 an event that was made is found again by its marker', () => {
  test.each(['replyLost', 'connectionLost'] as const)('%s: found, or not there', async (kind) => {
    const { tenant, replica } = await setUp();
    tenant.simulator.faults.add({ fault: { kind }, match: { path: '^/\\$batch' }, times: 1 });
    const series = { title: 'a', when, recurrence };
    const outcomes = await replica.apply([create('a', series), create('b')]);
    expect(outcomes.map((one) => one.outcome)).toEqual(['unknown', 'unknown']);
    const found = await replica.findByMarkers(['org/a', 'org/b', 'org/c']);
    expect(found.map(({ marker }) => marker ?? '').sort()).toEqual(
      kind === 'replyLost' ? ['org/a', 'org/b'] : [],
    );
    if (kind === 'replyLost')
      expect(found.find((one) => one.marker === 'org/a')?.content).toMatchObject(series);
  });

  test('a person moved it to another calendar at once: found there', async () => {
    const { tenant, replica } = await setUp();
    const { id } = await created(replica);
    const main = textOf(tenant.outlook.calendars()[0]?.['id']) ?? '';
    tenant.outlook.moveEvent(id, main);
    expect(await replica.findByMarkers(['org/a'])).toMatchObject([{ id, marker: 'org/a' }]);
  });

  test.each([400, 409] as const)(
    'the same creation once more is no second event (%s): it is to be looked for',
    async (duplicateTransactionStatus) => {
      const { tenant, replica, calendar } = await setUp({ unknowns: { duplicateTransactionStatus } });
      await created(replica);
      expect(await replica.apply([create('a')])).toMatchObject([{ key: 'a', outcome: 'unknown' }]);
      expect(tenant.outlook.events(calendar)).toHaveLength(1);
    },
  );

  test('what was deleted is made anew with another name', async () => {
    const { tenant, replica, calendar } = await setUp();
    const { id } = await created(replica);
    tenant.outlook.deleteEvent(id);
    await created(replica, { title: 'edited', when });
    expect(tenant.outlook.events(calendar).map((one) => one['subject'])).toEqual(['edited']);
  });
});

describe('V3 what a person did meanwhile is not written over', () => {
  test('another version: nothing is written', async () => {
    const { tenant, replica } = await setUp();
    const snapshot = await created(replica);
    tenant.outlook.updateEvent(snapshot.id, { subject: 'theirs' });
    expect(await replica.apply([update(snapshot, { location: 'ours' })])).toEqual([
      { key: 'update', outcome: 'stale' },
    ]);
  });

  test('an occurrence that changed although the series shows the same version', async () => {
    const { tenant, replica } = await setUp({ unknowns: { ifMatchHonoured: false } });
    const snapshot = await created(replica, { title: 'a', when, recurrence });
    const second = textOf(tenant.outlook.occurrence(snapshot.id, day(2))?.['id']) ?? '';
    tenant.outlook.updateEvent(second, { subject: 'theirs' });
    const change = update(snapshot, { occurrences: { [day(2)]: { title: 'ours' } } });
    expect(await replica.apply([change])).toEqual([{ key: 'update', outcome: 'stale' }]);
    expect(tenant.outlook.event(second)).toMatchObject({ subject: 'theirs' });
  });
});

describe('E8 writing occurrences', () => {
  const occurrences = Object.fromEntries([1, 2, 3].map((n) => [day(n), { title: `special ${n}` }]));

  test('requests: the series, a look at it, and a search and a write for each occurrence; the same again costs a write and a look', async () => {
    const { tenant, replica } = await setUp();
    const snapshot = await created(replica, { title: 'a', when, recurrence, occurrences });
    expect(snapshot.content['occurrences']).toEqual(occurrences);
    expect(tenant.takeRequests()).toBe(1 + 1 + 3 + 3 + 1);
    const [again] = await replica.apply([update(snapshot, { occurrences })]);
    expect(again).toMatchObject({ outcome: 'done', snapshot: { content: { occurrences } } });
    expect(tenant.takeRequests()).toBe(2);
  });

  test('some of the writes get lost: written again, and nothing twice', async () => {
    const { tenant, replica } = await setUp();
    const snapshot = await created(replica, { title: 'a', when, recurrence });
    tenant.simulator.faults.add({
      fault: { kind: 'status', status: 503, afterWrite: true },
      match: { method: 'PATCH', batchPart: true },
      skip: 2,
      times: 1,
    });
    const change = { ...occurrences, [day(4)]: { cancelled: true } };
    const [outcome] = await replica.apply([update(snapshot, { occurrences: change })]);
    expect(outcome).toMatchObject({ outcome: 'done', snapshot: { content: { occurrences: change } } });
  });

  test('the service refuses one: told in words', async () => {
    const { tenant, replica } = await setUp();
    const snapshot = await created(replica, { title: 'a', when, recurrence });
    tenant.simulator.faults.add({
      fault: { kind: 'status', status: 400, code: 'ErrorOccurrenceCrossingBoundary', message: 'crossing' },
      match: { method: 'PATCH', batchPart: true },
      skip: 1,
    });
    const change = update(snapshot, { occurrences: { [day(2)]: { title: 'x' } } });
    expect(await replica.apply([change])).toMatchObject([
      { outcome: 'refused', code: 'invalidContent', detail: expect.stringContaining('crossing') },
    ]);
  });
});

async function readOn(replica: RemoteReplica, from: string | null) {
  const seen = new Map<string, Seen>();
  let lost = 0;
  for (let cursor = from; ;) {
    const page = await replica.changesSince(cursor);
    if (page.lost) {
      lost += 1;
      cursor = null;
      continue;
    }
    for (const one of page.entries) seen.set(one.id, one);
    cursor = page.next;
    if (!page.more) return { seen, cursor, lost };
  }
}

describe('V7, V10 reading changes', () => {
  test.each([
    ['emptyPage', {}],
    ['repeatEntries', {}],
    ['shuffleEntries', {}],
    ['unknownRemoved', { count: 3 }],
  ] as const)('%s: the same records, and no deletion', async (kind, more) => {
    const s = new SyncedMeetings();
    for (const n of [1, 2, 3]) {
      s.tenant.outlook.createEvent(event(`e${n}`));
      s.crm.edit(null, { title: `m${n}`, when, recurrence });
    }
    s.tenant.simulator.faults.add({ fault: { kind, ...more }, match: { method: 'GET' }, times: 20 });
    await s.sync();
    s.tenant.simulator.faults.add({ fault: { kind, ...more }, match: { method: 'GET' }, times: 20 });
    s.tenant.outlook.updateEvent(s.eventId('e1'), { subject: 'e1 too' });
    await s.sync();
    expect(
      s
        .inCrm()
        .map(({ content }) => titleIn(content))
        .sort(),
    ).toEqual(['e1 too', 'e2', 'e3', 'm1', 'm2', 'm3']);
    expect(s.inOutlook()).toHaveLength(6);
  });

  test.each([400, 404, 410] as const)(
    'the token is forgotten (%s): everything is read again, nothing is deleted or doubled',
    async (status) => {
      const s = new SyncedMeetings();
      s.tenant.outlook.createEvent(event('theirs'));
      s.tenant.outlook.createEvent(event('long ago', '2020-01-01'));
      s.crm.edit(null, { title: 'ours', when, recurrence });
      await s.sync();
      s.tenant.outlook.deleteEvent(s.eventId('theirs'));
      s.tenant.simulator.faults.add({ fault: { kind: 'deltaExpired', status }, times: 1 });
      await s.sync();
      expect(s.inCrm().map(({ content }) => content['title'])).toEqual(['ours', 'long ago']);
      expect(s.inOutlook()).toHaveLength(2);
    },
  );

  test('a page that is cut off, or a calendar that is not found once: the run stops, nothing is deleted', async () => {
    for (const fault of [
      { kind: 'cutOff' },
      { kind: 'status', status: 404, code: 'ErrorItemNotFound' },
    ] as const) {
      const s = new SyncedMeetings();
      s.tenant.outlook.createEvent(event('theirs'));
      s.crm.edit(null, { title: 'ours', when });
      await s.sync();
      s.tenant.simulator.faults.add({ fault, match: { path: 'delta' }, times: 1 });
      await s.run().catch(() => undefined);
      await s.sync();
      expect([s.inCrm().length, s.inOutlook().length]).toEqual([2, 2]);
    }
  });

  test('something is deleted while the lists are read: no event is passed over', async () => {
    const { tenant, replica, calendar } = await setUp({ throttle: 'off' });
    const ids: string[] = [];
    for (let n = 0; n < 1001; n += 1)
      ids.push(textOf(tenant.outlook.createEvent(event(`e${n}`, '2019-01-01'), calendar)['id']) ?? '');
    const subjects = new Set<unknown>();
    let pages = 0;
    for (let cursor: string | null = null; ;) {
      const page = await replica.changesSince(cursor);
      if (page.lost) throw new Error('lost');
      for (const one of page.entries) if (one.state === 'present') subjects.add(one.content['title']);
      // The first list was read in part: what comes after it moves up.
      if (page.entries.length === 1000 && (pages += 1) === 1) tenant.outlook.deleteEvent(ids[0] ?? '');
      cursor = page.next;
      if (!page.more) break;
    }
    expect(subjects.has('e1000')).toBe(true);
  });

  test('only what is not known or not shown costs more than the page: one event 0, a series 1, a stranger 1', async () => {
    const { tenant, replica, calendar } = await setUp();
    const single = await created(replica);
    const [made] = await replica.apply([create('s', { title: 's', when, recurrence })]);
    const series = made?.outcome === 'done' ? (made.snapshot?.id ?? '') : '';
    let { cursor } = await readOn(replica, null);
    const costOf = async (act: () => unknown) => {
      act();
      tenant.takeRequests();
      const read = await readOn(replica, cursor);
      cursor = read.cursor;
      return tenant.takeRequests() - 2;
    };
    expect(await costOf(() => tenant.outlook.updateEvent(single.id, { subject: 'x' }))).toBe(0);
    expect(await costOf(() => tenant.outlook.updateEvent(series, { subject: 'x' }))).toBe(1);
    expect(await costOf(() => tenant.outlook.createEvent(event('new'), calendar))).toBe(1);
    expect(await costOf(() => tenant.outlook.deleteEvent(single.id))).toBe(0);
  });

  test('one event that cannot be read stops no other (V18), and is not forgotten', async () => {
    const { tenant, replica, calendar } = await setUp();
    const { cursor } = await readOn(replica, null);
    tenant.outlook.createEvent(event('good'), calendar);
    tenant.outlook.createEvent(event('bad'), calendar);
    tenant.simulator.faults.add({
      fault: { kind: 'status', status: 403, code: 'ErrorAccessDenied' },
      match: { method: 'GET', batchPart: true },
      times: 1,
    });
    const { seen } = await readOn(replica, cursor);
    const all = [...seen.values()].map((one) => (one.state === 'present' ? titleIn(one.content) : one.state));
    expect(all.sort()).toEqual(['bad', 'good']);
  });
});

describe('V12 a new version without a new content is no change', () => {
  test.each([
    ['stamped after they were made', { stampsAfterCreate: true }],
    ['three notifications for each update', { notificationsPerEventUpdate: 3 }],
    ['exceptions beside their series', { eventListsExceptions: true }],
    ['all-day events busy unless told', { allDayShowAs: 'busy' }],
    ['answers of appointments', { appointmentResponse: 'none' }],
  ] as const)('%s', async (_, unknowns) => {
    const s = new SyncedMeetings({ unknowns });
    s.crm.edit(null, { title: 'day', when: { allDay: true, start: '2026-06-11', end: '2026-06-13' } });
    s.crm.edit(null, {
      title: 'series',
      when,
      recurrence,
      occurrences: { [day(2)]: { title: 'x' }, [day(3)]: { cancelled: true } },
      description: 'a  b\n\n c',
      participants: { 'a@b.example': {} },
    });
    s.tenant.outlook.createEvent(event('theirs'));
    await s.sync();
    const written = await s.run();
    expect(written.run.counters).toMatchObject({ updatedRemote: 0, updatedLocal: 0, createdRemote: 0 });
    expect(s.inCrm()).toHaveLength(3);
  });
});
