import { sql } from 'kysely';
import type { Intent, Link, Run } from '@counterpart/engine';
import { emptyCounters } from '@counterpart/engine';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MayNotRun, TakenOver } from './session.ts';
import { openFixture, type Fixture, type Person } from './testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

function link(change: Partial<Link> = {}): Link {
  const id = randomUUID();
  return {
    id,
    stage: 'open',
    local: {
      id: `l-${id}`,
      state: 'present',
      version: '1',
      content: { lastName: 'A' },
      modifiedAtMs: 5,
      round: 'r1',
    },
    remote: {
      id: `r-${id}`,
      state: 'present',
      version: 'W/1',
      content: { lastName: 'B' },
      modifiedAtMs: 6,
      native: { etag: 'x' },
    },
    base: { lastName: 'A' },
    shown: { remote: { title: null } },
    made: 'remote',
    dirty: false,
    problem: null,
    ...change,
  };
}
const lonely = (change: Partial<Link> = {}) =>
  link({ remote: null, base: null, shown: {}, made: null, dirty: true, ...change });
const put = (links: readonly Link[], keys: readonly string[] = []) =>
  links.map((item) => ({ link: item, keys }));

async function withLease<T>(
  person: Person,
  work: (lease: Awaited<ReturnType<Person['lease']>>) => Promise<T>,
): Promise<T> {
  const lease = await person.lease();
  try {
    return await work(lease);
  } finally {
    await lease.close(null);
  }
}

describe('links', () => {
  it('come back as they were put, also where their content equals the base', async () => {
    const person = await fixture.person();
    await withLease(person, async ({ ledger }) => {
      const links = [
        link(),
        lonely(),
        link({
          stage: 'unlinked',
          problem: { code: 'deletedThere', detail: 'x', attempts: 1, retryAtMs: null },
        }),
        link({ local: null, made: 'local', base: null }),
      ];
      await ledger.transaction((tx) => tx.putLinks(put(links)));
      const found = await ledger.linksById(links.map(({ id }) => id));
      expect(new Map(found.map((item) => [item.id, item]))).toEqual(
        new Map(links.map((item) => [item.id, item])),
      );
      const byRecord = await ledger.linksByRecord(
        'remote',
        links.flatMap((item) => item.remote?.id ?? []),
      );
      expect(new Set(byRecord.map(({ id }) => id))).toEqual(new Set([0, 2, 3].map((n) => links[n]?.id)));
    });
  });

  it('V5: a record is in one open link; a closed link does not stand in the way', async () => {
    const person = await fixture.person();
    await withLease(person, async ({ ledger }) => {
      const first = link();
      await ledger.transaction((tx) => tx.putLinks(put([first])));
      const second = link({ local: first.local });
      await expect(ledger.transaction((tx) => tx.putLinks(put([second])))).rejects.toThrow('links_by_local');
      await ledger.transaction((tx) => tx.putLinks(put([second, { ...first, stage: 'unlinked' }])));
      expect(await ledger.linksByRecord('local', [first.local?.id ?? ''])).toHaveLength(2);
    });
  });

  it('that wait for a twin are found by key, until they have one', async () => {
    const person = await fixture.person();
    await withLease(person, async ({ ledger }) => {
      const [a, b] = [lonely(), lonely()];
      const long = `whole:${'x'.repeat(20_000)}`;
      await ledger.transaction((tx) => tx.putLinks([...put([a], ['k1', long]), ...put([b], ['k1'])]));
      const found = await ledger.lonelyLinksByKey('local', ['k1', long, 'k9']);
      expect(found.map(({ key, link: item }) => `${key.slice(0, 5)} ${item.id}`).sort()).toEqual(
        [`k1 ${a.id}`, `k1 ${b.id}`, `whole ${a.id}`].sort(),
      );
      expect(await ledger.lonelyLinksByKey('remote', ['k1'])).toEqual([]);
      await ledger.transaction((tx) => tx.putLinks(put([{ ...a, remote: link().remote, base: {} }])));
      await ledger.transaction((tx) => tx.dropLinks([b.id]));
      expect(await ledger.lonelyLinksByKey('local', ['k1', long])).toEqual([]);
      const { rows } = await fixture.root.query('select from link_keys where channel_id = $1', [
        person.channelId,
      ]);
      expect(rows).toEqual([]);
    });
  });

  it('are due in the order in which they were first stored, when dirty and no later retry stands', async () => {
    const person = await fixture.person();
    await withLease(person, async ({ ledger }) => {
      const problem = { code: 'later', detail: '', attempts: 1 };
      const [a, b, c, d, e] = [
        lonely(),
        lonely({ dirty: false }),
        lonely({ problem: { ...problem, retryAtMs: 2_000 } }),
        lonely({ problem: { ...problem, retryAtMs: null } }),
        lonely(),
      ] as const;
      await ledger.transaction((tx) => tx.putLinks(put([a, b, c, d, e])));
      await ledger.transaction((tx) => tx.putLinks(put([a])));
      const due = async (now: number, after: string | null) =>
        (await ledger.dueLinks(now, after, 10)).map(({ id }) => id);
      expect(await due(1_000, null)).toEqual([a.id, e.id]);
      expect(await due(2_000, a.id)).toEqual([c.id, e.id]);
      expect(await ledger.nextDueAtMs()).toBe(2_000);
      // The link to go on after may be gone by then.
      await ledger.dueLinks(1_000, null, 1);
      await ledger.transaction((tx) => tx.dropLinks([a.id]));
      expect(await due(1_000, a.id)).toEqual([e.id]);
    });
  });

  it('not listed in a round are found side by side', async () => {
    const person = await fixture.person();
    await withLease(person, async ({ ledger }) => {
      const gone = link({ local: { ...link().local!, id: 'gone', state: 'deleted', round: 'r1' } });
      const [a, b] = [link(), link()];
      await ledger.transaction((tx) => tx.putLinks(put([a, b, gone])));
      expect(await ledger.unlistedLinks('local', 'r1', null, 10)).toEqual([]);
      const listed = { ...a, local: { ...a.local!, round: 'r2' } };
      await ledger.transaction((tx) => tx.putLinks(put([listed])));
      expect((await ledger.unlistedLinks('local', 'r2', null, 10)).map(({ id }) => id)).toEqual([b.id]);
      expect(await ledger.unlistedLinks('remote', 'r9', a.id, 1)).toHaveLength(1);
    });
  });

  it('C2: a forgotten field leaves base and shown, not the contents; both sides are read again', async () => {
    const person = await fixture.person();
    await withLease(person, async ({ ledger }) => {
      const content = { lastName: 'A', title: 'T' };
      const kept = link();
      const one = link({
        base: content,
        local: { ...kept.local!, content },
        shown: { remote: { title: 'X' } },
      });
      await ledger.transaction(async (tx) => {
        await tx.putLinks(put([one]));
        await tx.putCursor('remote', 'c', 'r');
      });
      await ledger.transaction((tx) => tx.forgetFields(['title']));
      const [found] = await ledger.linksById([one.id]);
      expect(found).toEqual({ ...one, base: { lastName: 'A' }, shown: {}, dirty: true });
      const opening = await ledger.open();
      expect(opening.channel.cursors).toEqual({ local: null, remote: null });
      expect(opening.hasDueLinks).toBe(true);
    });
  });
});

describe('a run', () => {
  it('keeps intents, journal, conflicts, holds and its own row in one transaction, or nothing', async () => {
    const person = await fixture.person();
    const one = link({ dirty: true });
    const runId = randomUUID();
    const intent: Intent = {
      id: randomUUID(),
      linkId: one.id,
      op: 'update',
      runId,
      target: { lastName: 'A' },
      fields: ['lastName'],
      marker: 'm',
      atMs: 7,
    };
    const run: Run = {
      id: runId,
      startedAtMs: 1,
      endedAtMs: 2,
      outcome: 'held',
      reason: null,
      counters: emptyCounters(),
    };
    const hold = {
      id: randomUUID(),
      runId,
      side: 'local' as const,
      linkIds: [one.id],
      answer: null,
      atMs: 9,
    };
    const conflict = {
      id: randomUUID(),
      runId,
      linkId: one.id,
      field: 'title',
      winner: 'local' as const,
      localValue: 'a',
      remoteValue: null,
      baseValue: null,
      atMs: 3,
    };
    await withLease(person, async ({ ledger }) => {
      const write = ledger.transaction(async (tx) => {
        await tx.putLinks(put([one]));
        throw new Error('stopped half-way');
      });
      await expect(write).rejects.toThrow('half-way');
      expect(await ledger.linksById([one.id])).toEqual([]);
      await ledger.transaction(async (tx) => {
        await tx.putLinks(put([one]));
        await tx.addIntents([intent]);
        await tx.addConflicts([conflict]);
        await tx.putHold(hold);
        await tx.putRun(run);
        await tx.putChannel({ state: 'held', reason: 'brake' });
      });
      await ledger.transaction((tx) => tx.addConflicts([{ ...conflict, id: randomUUID() }]));
      expect(await ledger.intents()).toEqual([intent]);
    });
    await fixture.root.query(`update holds set answer = 'approved' where id = $1`, [hold.id]);
    const { rows } = await fixture.root.query('select id from conflicts where channel_id = $1', [
      person.channelId,
    ]);
    expect(rows).toEqual([{ id: conflict.id }]);
    await withLease(person, async ({ ledger }) => {
      const opening = await ledger.open();
      expect(opening).toMatchObject({
        hasIntents: true,
        openHolds: 0,
        channel: { state: 'held', reason: 'brake' },
      });
      expect(opening.answeredHolds).toEqual([{ ...hold, answer: 'approved' }]);
      await ledger.transaction(async (tx) => {
        await tx.closeHold(hold.id);
        await tx.releaseLinks();
      });
      expect((await ledger.open()).answeredHolds).toEqual([]);
      expect(await ledger.intents()).toEqual([]);
      expect((await ledger.linksById([one.id]))[0]).toMatchObject({ stage: 'released', dirty: false });
    });
  });

  it('with nothing to do costs three statements', async () => {
    const person = await fixture.person();
    const first = await person.lease();
    const page = await first.local.changesSince(null);
    if (page.lost) throw new Error('lost');
    await first.ledger.transaction((tx) => tx.putCursor('local', page.next, null));
    await first.close(null);
    const lease = await person.lease();
    expect((await lease.ledger.open()).localMayHaveChanges).toBe(false);
    await lease.ledger.settleIdle('next');
    await lease.close(Date.now() + 60_000);
    expect(lease.statements).toBe(3);
    const again = await person.lease();
    expect((await again.ledger.open()).channel.cursors.remote).toBe('next');
    await again.close(null);
  });
});

describe('the lease of a mailbox', () => {
  it('V18: of looks at two channels of one mailbox that begin at the same instant one leaves word with the other', async () => {
    const person = await fixture.person();
    const second = randomUUID();
    await fixture.root.query(
      `insert into channels (org_id, id, membership_id, kind, state, settings, container_name, marker_prefix)
       select org_id, $1::uuid, membership_id, 'task', state, settings, container_name, $1::uuid || '/' from channels where id = $2`,
      [second, person.channelId],
    );
    for (let round = 0; round < 20; round += 1) {
      const answers = await Promise.all([person.tryLease(), person.tryLease(60_000, second)]);
      expect(answers.map(({ outcome }) => outcome).sort((a, b) => a.localeCompare(b))).toEqual([
        'busy',
        'leased',
      ]);
      const [mine, other] = answers.map((answer) => (answer.outcome === 'leased' ? answer.lease : null));
      const { rows } = await fixture.root.query<{ again: string[] }>(
        'select again from mailbox_leases where membership_id = $1',
        [person.actor.membershipId],
      );
      expect(rows[0]?.again).toEqual([mine === null ? person.channelId : second]);
      await (mine ?? other)?.close(null);
    }
  });

  it('is held by one at a time, also for another channel of the same person', async () => {
    const person = await fixture.person();
    const lease = await person.lease();
    expect(await person.tryLease()).toEqual({ outcome: 'busy' });
    await lease.close(null);
    await (await person.lease()).close(null);
  });

  it('is free at once when the process that had it is gone', async () => {
    const person = await fixture.person();
    const lease = await person.lease();
    const { rows } = await fixture.root.query<{ pid: number }>(
      `select pid from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
    );
    await Promise.all(
      rows.map(({ pid }) => fixture.root.query('select pg_terminate_backend($1, 5000)', [pid])),
    );
    await expect(lease.ledger.intents()).rejects.toThrow();
    await lease.close(null);
    await (await person.lease()).close(null);
  });

  it('may be taken over from a run that stands still, which can then write nothing', async () => {
    const person = await fixture.person();
    const stuck = await person.lease(0);
    const next = await person.lease();
    const one = link();
    await expect(stuck.ledger.transaction((tx) => tx.putLinks(put([one])))).rejects.toThrow(TakenOver);
    await expect(
      stuck.ledger.transaction(async (tx) => {
        await tx.local.apply([{ op: 'create', key: 'k', content: { lastName: 'Ghost' }, marker: '' }]);
      }),
    ).rejects.toThrow(TakenOver);
    await next.ledger.transaction((tx) => tx.putLinks(put([one])));
    expect(await next.ledger.linksById([one.id])).toHaveLength(1);
    const { rows } = await fixture.root.query('select from contacts where owner_membership_id = $1', [
      person.actor.membershipId,
    ]);
    expect(rows).toEqual([]);
    await next.close(null);
    await stuck.close(null);
  });

  it('P3, V15: lets nothing be written once the permission is gone or somebody paused the channel', async () => {
    const person = await fixture.person();
    const write = (lease: Awaited<ReturnType<Person['lease']>>) =>
      lease.ledger.transaction((tx) => tx.putLinks(put([link()])));
    await withLease(person, async (lease) => {
      await write(lease);
      await fixture.root.query(
        `update channels set state = 'paused', reason = 'pausedByHand' where id = $1`,
        [person.channelId],
      );
      await expect(write(lease)).rejects.toMatchObject({ name: MayNotRun.name, code: 'pausedByHand' });
      await fixture.root.query(`update channels set state = 'active', reason = null where id = $1`, [
        person.channelId,
      ]);
      await fixture.root.query(`update memberships set state = 'deactivated' where id = $1`, [
        person.actor.membershipId,
      ]);
      await expect(write(lease)).rejects.toThrow('permissionMissing');
    });
  });

  it('R2: sees nothing of another organisation', async () => {
    const person = await fixture.person();
    const { rows } = await fixture.runs.query('select from links');
    expect(rows).toEqual([]);
    const other = { ...person.actor, orgId: randomUUID() };
    expect(
      (await fixture.crm.transaction(other, (tx) => sql`select id from contacts`.execute(tx))).rows,
    ).toEqual([]);
  });
});
