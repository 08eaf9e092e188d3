import type { ChangePage, Seen } from '@counterpart/engine';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeOwner, deleteContact, updateContact } from '../contacts/contacts.ts';
import type { Lease } from '../ledger/lease.ts';
import { openFixture, type Fixture, type Person } from '../ledger/testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

async function withLease<T>(person: Person, work: (lease: Lease) => Promise<T>): Promise<T> {
  const lease = await person.lease();
  try {
    return await work(lease);
  } finally {
    await lease.close(null);
  }
}

/** Everything that a reading gives, to its end. */
async function readAll(lease: Lease, cursor: string | null) {
  const entries: Seen[] = [];
  const sizes: number[] = [];
  for (let next = cursor; ;) {
    const page: ChangePage = await lease.local.changesSince(next);
    if (page.lost) return { lost: true as const };
    entries.push(...page.entries);
    sizes.push(page.entries.length);
    next = page.next;
    if (!page.more) return { lost: false as const, entries, sizes, cursor: next, leftOut: page.leftOut };
  }
}

async function readOn(lease: Lease, cursor: string | null) {
  const read = await readAll(lease, cursor);
  if (read.lost) throw new Error('The cursor is lost');
  return read;
}

const idsOf = (entries: readonly Seen[]) => entries.map(({ id }) => id).sort();

describe('a full round', () => {
  it('C5, C7: lists own records that were not imported, unless a mass update touched them', async () => {
    const [person, other] = [await fixture.person(), await fixture.person()];
    const mine = await person.add({ lastName: 'Mine', email: 'm@acme.example' });
    await other.add({ lastName: 'Theirs' });
    const [imported, touched, deleted] = [
      await person.add({ lastName: 'Imported' }),
      await person.add({ lastName: 'Touched' }),
      await person.add({ lastName: 'Deleted' }),
    ];
    await fixture.root.query(`update contacts set origin = 'import' where id in ($1, $2)`, [
      imported,
      touched,
    ]);
    await fixture.root.query(`update contacts set mass_updated_at = now() where id = $1`, [touched]);
    await deleteContact(fixture.crm, person.actor, { id: deleted, expectedVersion: 1 });
    await withLease(person, async (lease) => {
      const { entries, leftOut } = await readOn(lease, null);
      expect(idsOf(entries)).toEqual([mine, touched].sort());
      expect(leftOut).toBe(0);
      expect(entries.find(({ id }) => id === mine)).toMatchObject({
        state: 'present',
        version: '1',
        content: { lastName: 'Mine', email: 'm@acme.example' },
      });
      const seen = await lease.local.read([mine, imported, deleted, 'never here']);
      expect(new Map(seen.map((one) => [one.id, one.state]))).toEqual(
        new Map([
          [mine, 'present'],
          [imported, 'outOfScope'],
          [deleted, 'deleted'],
        ]),
      );
    });
  });

  it('C6: takes the most recently modified up to the cap, and beyond it what is linked already', async () => {
    const person = await fixture.person();
    await fixture.root.query(
      `insert into contacts (org_id, id, owner_membership_id, origin, last_name, modified_at)
       select $1, gen_random_uuid(), $2, 'created', 'C' || n, now() - n * interval '1 s' from generate_series(1, 1200) as n`,
      [person.actor.orgId, person.actor.membershipId],
    );
    await fixture.root.query(
      `update channels set settings = jsonb_set(settings, '{firstSyncCap}', '700') where id = $1`,
      [person.channelId],
    );
    const { rows } = await fixture.root.query<{ id: string }>(
      `select id from contacts where owner_membership_id = $1 order by modified_at limit 1`,
      [person.actor.membershipId],
    );
    const oldest = rows[0]?.id ?? '';
    await withLease(person, async (lease) => {
      const { entries, leftOut, sizes } = await readOn(lease, null);
      expect(sizes).toEqual([500, 200, 0]);
      expect(entries.map((entry) => entry.state === 'present' && entry.content['lastName'])).toEqual(
        Array.from({ length: 700 }, (_, n) => `C${n + 1}`),
      );
      expect(leftOut).toBe(500);
      await lease.ledger.transaction((tx) =>
        tx.putLinks([
          {
            keys: [],
            link: {
              id: randomUUID(),
              stage: 'open',
              remote: null,
              base: null,
              shown: {},
              made: null,
              dirty: false,
              problem: null,
              local: { id: oldest, state: 'present', version: '1', content: {}, modifiedAtMs: 0 },
            },
          },
        ]),
      );
      const again = await readOn(lease, null);
      expect(again.entries.at(-1)?.id).toBe(oldest);
      expect([again.entries.length, again.leftOut]).toEqual([701, 499]);
    });
  });
});

describe('changes since a cursor', () => {
  it('V10: a transaction that began before the reading and committed after it is not missed', async () => {
    const person = await fixture.person();
    const [early, late] = [await person.add({ lastName: 'Early' }), await person.add({ lastName: 'Late' })];
    await withLease(person, async (lease) => {
      const begin = await readOn(lease, null);
      await fixture.root.query('begin');
      await fixture.root.query(`update contacts set title = 'late' where id = $1`, [late]);
      await updateContact(fixture.crm, person.actor, { id: early, values: { title: 'early' } });
      const first = await readOn(lease, begin.cursor);
      expect(idsOf(first.entries)).toEqual([early]);
      await fixture.root.query('commit');
      const second = await readOn(lease, first.cursor);
      expect(second.entries).toMatchObject([{ id: late, content: { lastName: 'Late', title: 'late' } }]);
      expect((await readOn(lease, second.cursor)).entries).toEqual([]);
    });
  });

  it('what happens during a full round is read after it', async () => {
    const person = await fixture.person();
    const one = await person.add({ lastName: 'One' });
    await withLease(person, async (lease) => {
      const page = await lease.local.changesSince(null);
      if (page.lost) throw new Error('lost');
      await updateContact(fixture.crm, person.actor, { id: one, values: { title: 'now' } });
      expect((await readOn(lease, page.next)).entries).toMatchObject([
        { id: one, content: { title: 'now' } },
      ]);
    });
  });

  it('C5: a record that got another owner has left the scope, also when that owner deletes it', async () => {
    const [person, other] = [await fixture.person(), await fixture.person()];
    const [given, kept] = [await person.add({ lastName: 'Given' }), await person.add({ lastName: 'Kept' })];
    await withLease(person, async (lease) => {
      const begin = await readOn(lease, null);
      await deleteContact(fixture.crm, person.actor, { id: kept, expectedVersion: 1 });
      await changeOwner(
        fixture.crm,
        { ...person.actor, permissions: new Set(['editAll']) },
        { id: given, ownerId: other.actor.membershipId },
      );
      const { entries, cursor } = await readOn(lease, begin.cursor);
      const expected = new Map<string, object>([
        [given, { id: given, state: 'outOfScope', reason: 'notOwner' }],
        [kept, { id: kept, state: 'deleted' }],
      ]);
      expect(new Map(entries.map((entry) => [entry.id, entry]))).toEqual(expected);
      await deleteContact(fixture.crm, other.actor, { id: given });
      expect((await readOn(lease, cursor)).entries).toEqual([]);
    });
  });

  it('come in pages, with the end of the first page as the next beginning', async () => {
    const person = await fixture.person();
    await withLease(person, async (lease) => {
      const begin = await readOn(lease, null);
      await fixture.root.query(
        `insert into contacts (org_id, id, owner_membership_id, origin, last_name)
         select $1, gen_random_uuid(), $2, 'created', 'C' || n from generate_series(1, 1100) as n`,
        [person.actor.orgId, person.actor.membershipId],
      );
      const { entries, sizes, cursor } = await readOn(lease, begin.cursor);
      expect(sizes).toEqual([500, 500, 100]);
      expect(new Set(idsOf(entries)).size).toBe(1100);
      expect((await readOn(lease, cursor)).entries).toEqual([]);
    });
  });

  it('V10: a cursor of another database, such as one from a backup, is lost', async () => {
    const person = await fixture.person();
    await withLease(person, async (lease) => {
      const { cursor } = await readOn(lease, null);
      const [system = '', database = '', snapshot = ''] = cursor.split('/');
      for (const other of [
        `1${system}/${database}/${snapshot}`,
        `${system}/9${database}/${snapshot}`,
        'rubbish',
      ])
        expect(await lease.local.changesSince(other)).toEqual({ lost: true });
    });
  });
});

describe('writing records', () => {
  it('V12: own writes do not come back, carry the run, and a version tag guards each', async () => {
    const person = await fixture.person();
    const [changed, stale, gone, same] = [
      await person.add({ lastName: 'Changed', title: 'kept' }),
      await person.add({ lastName: 'Stale' }),
      await person.add({ lastName: 'Gone' }),
      await person.add({ lastName: 'Same' }),
    ];
    const runId = randomUUID();
    await withLease(person, async (lease) => {
      const begin = await readOn(lease, null);
      lease.nameRun(runId);
      const update = (key: string, id: string, version: string, lastName: string) =>
        ({
          op: 'update',
          key,
          id,
          version,
          content: { lastName },
          fields: ['lastName'],
          marker: '',
        }) as const;
      await fixture.root.query(`update contacts set title = 'x' where id = $1`, [stale]);
      const outcomes = await lease.ledger.transaction((tx) =>
        tx.local.apply([
          update('changed', changed, '1', 'New'),
          update('stale', stale, '1', 'New'),
          update('same', same, '1', 'Same'),
          update('unknown', randomUUID(), '1', 'New'),
          { op: 'delete', key: 'gone', id: gone, version: '1' },
          { op: 'create', key: 'created', content: { firstName: 'Ada' }, marker: '' },
        ]),
      );
      const byKey = Object.fromEntries(outcomes.map((outcome) => [outcome.key, outcome]));
      expect(byKey).toMatchObject({
        changed: { outcome: 'done', snapshot: { version: '2', content: { lastName: 'New', title: 'kept' } } },
        stale: { outcome: 'stale' },
        same: { outcome: 'done', snapshot: { version: '1' } },
        unknown: { outcome: 'gone' },
        gone: { outcome: 'done' },
        created: { outcome: 'done', snapshot: { version: '1', content: { firstName: 'Ada' } } },
      });
      expect(idsOf((await readOn(lease, begin.cursor)).entries)).toEqual([stale]);
      const { rows } = await fixture.root.query(
        'select op, source from change_log where run_id = $1 and channel_id = $2 order by op',
        [runId, person.channelId],
      );
      expect(rows).toEqual(['create', 'delete', 'update'].map((op) => ({ op, source: 'microsoft365' })));
      const restored = await lease.ledger.transaction((tx) =>
        tx.local.apply([{ op: 'restore', key: 'r', id: gone, content: { firstName: 'Back' } }]),
      );
      expect(restored).toMatchObject([{ outcome: 'done', snapshot: { content: { firstName: 'Back' } } }]);
    });
  });

  it("V15: another's record is never written", async () => {
    const [person, other] = [await fixture.person(), await fixture.person()];
    const theirs = await other.add({ lastName: 'Theirs' });
    await withLease(person, async (lease) => {
      const outcomes = await lease.ledger.transaction((tx) =>
        tx.local.apply([
          { op: 'update', key: 'u', id: theirs, version: '1', content: {}, fields: ['lastName'], marker: '' },
          { op: 'delete', key: 'd', id: theirs, version: '1' },
        ]),
      );
      expect(outcomes).toEqual([
        { key: 'u', outcome: 'stale' },
        { key: 'd', outcome: 'stale' },
      ]);
    });
  });

  it('V18: a record that the database cannot take is refused alone', async () => {
    const person = await fixture.person();
    await withLease(person, async (lease) => {
      const outcomes = await lease.ledger.transaction((tx) =>
        tx.local.apply([
          { op: 'create', key: 'good', content: { lastName: 'Good' }, marker: '' },
          { op: 'create', key: 'bad', content: { lastName: 'A\u0000B' }, marker: '' },
        ]),
      );
      expect(outcomes).toMatchObject([
        { key: 'good', outcome: 'done' },
        { key: 'bad', outcome: 'refused', code: 'recordRefused' },
      ]);
    });
  });
});
