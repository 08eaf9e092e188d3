import { describe, expect, test } from 'vitest';
import type { Content } from '../content/content.ts';
import { meeting } from '../kinds/meeting.ts';
import { World } from '../testing/world.ts';

const world = () => new World({}, 3, meeting);
const participants = { 'ada@example.com': {}, 'ben@example.com': {} };
const time = { start: '2026-03-05T09:00:00', end: '2026-03-05T10:00:00', zone: 'Europe/Zurich' };

const contentOf = (store: World['crm']): Content => store.live()[0]?.content ?? {};

describe('E11: no surprise mail', () => {
  test('the first sync makes everything without invitations, and mails nobody', async () => {
    const w = world();
    w.crm.write('a', { content: { title: 'Planning', when: time, participants, invite: true } });
    const report = await w.sync();
    expect(report.run.counters).toMatchObject({ createdRemote: 1, mails: 0 });
    expect(contentOf(w.mailbox)).toEqual({ title: 'Planning', when: time, participants });
    expect(contentOf(w.crm)).toMatchObject({ invite: true });
  });

  test('it stays the first sync while the channel needed attention in between', async () => {
    const w = world();
    w.state = 'needsAttention';
    w.crm.write('a', { content: { title: 'Planning', participants, invite: true } });
    expect((await w.sync()).run.counters.mails).toBe(0);
  });

  test('B11 what a limit left out is taken later without invitations, too', async () => {
    const w = world();
    w.crm.write('a', { content: { title: 'Planning', participants, invite: true } });
    w.state = 'paused';
    await w.run();
    w.state = 'active';
    const { channel } = w.ledger.state;
    w.ledger.state.channel = { ...channel, isFirstSync: false };
    const report = await w.sync();
    expect(report.run.counters).toMatchObject({ createdRemote: 1, mails: 0 });
  });

  test('what the owner asks for afterwards is done, and who is mailed is counted', async () => {
    const w = world();
    w.crm.write('a', { content: { title: 'Planning', participants } });
    await w.sync();
    w.crm.write('a', { content: { title: 'Planning', participants, invite: true } });
    expect((await w.sync()).run.counters.mails).toBe(2);
    expect(contentOf(w.mailbox)).toMatchObject({ invite: true });
    w.crm.write('b', { content: { title: 'New', participants, invite: true } });
    expect((await w.sync()).run.counters).toMatchObject({ createdRemote: 1, mails: 2 });
  });

  test('two records that are found to be one are no reason to mail; the next edit is', async () => {
    const w = world();
    const both = { title: 'Planning', when: time, participants, invite: true };
    w.mailbox.write('x', { content: { ...both, location: 'There' } });
    w.crm.write('a', { content: { ...both, description: 'Only here' } });
    const report = await w.sync();
    expect(report.run.counters).toMatchObject({ adopted: 1, mails: 0, updatedRemote: 0 });
    const [link] = [...w.ledger.state.links.values()];
    expect(link?.problem).toMatchObject({ code: 'wouldMail', retryAtMs: null });
    expect(contentOf(w.crm)).toEqual({ ...both, location: 'There', description: 'Only here' });
    w.crm.write('a', { content: { ...contentOf(w.crm), title: 'Planning, again' } });
    expect((await w.sync()).run.counters.mails).toBe(2);
    expect(contentOf(w.mailbox)).toEqual(contentOf(w.crm));
  });
});

describe('E8, B2: occurrences and participants are merged one by one', () => {
  test('different occurrences, and different fields of one, changed on the two sides both survive', async () => {
    const w = world();
    w.crm.write('a', { content: { title: 'Weekly', occurrences: { '2026-03-05': { title: 'One' } } } });
    await w.sync();
    const [twin] = w.mailbox.live();
    const here = { '2026-03-05': { title: 'One', location: 'Here' }, '2026-03-12': { cancelled: true } };
    w.crm.write('a', { content: { title: 'Weekly', occurrences: here } });
    const there = { '2026-03-05': { title: 'First' }, '2026-03-19': { title: 'Third' } };
    w.mailbox.write(twin?.id ?? '', { content: { title: 'Weekly', occurrences: there } });
    const report = await w.sync();
    expect(report.run.counters.conflicts).toBe(0);
    const occurrences = { ...there, ...here, '2026-03-05': { title: 'First', location: 'Here' } };
    expect(contentOf(w.crm)).toEqual({ title: 'Weekly', occurrences });
    expect(contentOf(w.mailbox)).toEqual({ title: 'Weekly', occurrences });
  });

  test('B3 one occurrence changed differently on both sides: the newer stands, and what lost is kept by its day', async () => {
    const w = world();
    w.crm.write('a', { content: { title: 'Weekly', occurrences: { '2026-03-05': { title: 'One' } } } });
    await w.sync();
    const [twin] = w.mailbox.live();
    w.crm.write('a', { content: { title: 'Weekly', occurrences: { '2026-03-05': { title: 'Here' } } } });
    w.clock.advance(1000);
    const there = { '2026-03-05': { title: 'There' } };
    w.mailbox.write(twin?.id ?? '', { content: { title: 'Weekly', occurrences: there } });
    await w.sync();
    expect(contentOf(w.crm)).toEqual({ title: 'Weekly', occurrences: there });
    expect([...w.ledger.state.conflicts.values()]).toMatchObject([
      {
        field: 'occurrences/2026-03-05',
        winner: 'remote',
        localValue: { title: 'Here' },
        baseValue: { title: 'One' },
      },
    ]);
  });

  test('an occurrence edited on one side and cancelled on the other is edited', async () => {
    const w = world();
    w.crm.write('a', { content: { title: 'Weekly' } });
    await w.sync();
    const [twin] = w.mailbox.live();
    w.crm.write('a', { content: { title: 'Weekly', occurrences: { '2026-03-05': { cancelled: true } } } });
    w.mailbox.write(twin?.id ?? '', {
      content: { title: 'Weekly', occurrences: { '2026-03-05': { title: 'Stays' } } },
    });
    await w.sync();
    expect(contentOf(w.crm)['occurrences']).toEqual({ '2026-03-05': { title: 'Stays' } });
  });

  test('an answer from there and a new participant from here', async () => {
    const w = world();
    w.crm.write('a', { content: { title: 'Planning', participants } });
    await w.sync();
    const [twin] = w.mailbox.live();
    w.crm.write('a', {
      content: { title: 'Planning', participants: { ...participants, 'eve@example.com': {} } },
    });
    const answered = { ...participants, 'ada@example.com': { response: 'accepted' } };
    w.mailbox.write(twin?.id ?? '', { content: { title: 'Planning', participants: answered } });
    await w.sync();
    expect(contentOf(w.mailbox)['participants']).toEqual({ ...answered, 'eve@example.com': {} });
    expect(contentOf(w.crm)).toEqual(contentOf(w.mailbox));
  });
});
