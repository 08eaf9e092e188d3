import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFixture, type Fixture, type Person } from '../ledger/testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

/** The subjects of a full round, in its order, and how many it left out. */
async function round(person: Person): Promise<{ subjects: unknown[]; leftOut: number | undefined }> {
  const lease = await person.lease();
  const subjects: unknown[] = [];
  let cursor: string | null = null;
  try {
    for (;;) {
      const page = await lease.local.changesSince(cursor);
      if (page.lost) throw new Error('The cursor was lost');
      subjects.push(...page.entries.map((entry) => entry.state === 'present' && entry.content['subject']));
      if (!page.more) return { subjects, leftOut: page.leftOut };
      cursor = page.next;
    }
  } finally {
    await lease.close(null);
  }
}

describe('T2: which tasks a full round lists, and in which order', () => {
  it('open ones by due date, those without one after them, then the most recently completed; no imported ones', async () => {
    const person = await fixture.person('task');
    const add = (subject: string, more: object = {}) => person.add({ subject, ...more });
    const old = await add('done long ago', { status: 'completed' });
    await add('undated');
    await add('later', { dueDate: '2027-01-01', status: 'deferred' });
    const recent = await add('done just now', { status: 'completed', dueDate: '2020-01-01' });
    await add('overdue', { dueDate: '1999-12-31' });
    const imported = await add('imported', { dueDate: '2000-01-01' });
    const touched = await add('imported and mass-updated', { dueDate: '2000-01-01' });
    const ended = `update tasks set completed_at = $1 where id = $2`;
    await fixture.root.query(ended, ['2025-01-01T00:00:00Z', old]);
    await fixture.root.query(ended, ['2026-01-01T00:00:00Z', recent]);
    await fixture.root.query(`update tasks set origin = 'import' where id in ($1, $2)`, [imported, touched]);
    await fixture.root.query(`update tasks set mass_updated_at = now() where id = $1`, [touched]);
    expect(await round(person)).toEqual({
      subjects: [
        'overdue',
        'imported and mass-updated',
        'later',
        'undated',
        'done just now',
        'done long ago',
      ],
      leftOut: 0,
    });
  });

  it('the cap takes the first of this order, page by page, and tells how many it left out', async () => {
    const person = await fixture.person('task');
    await fixture.root.query(
      `insert into tasks (org_id, id, owner_membership_id, origin, subject, due_date, status, completed_at)
       select $1, gen_random_uuid(), $2, 'created', n::text,
         case when n <= 800 then date '2026-01-01' + n end,
         case when n <= 1000 then 'notStarted' else 'completed' end,
         case when n > 1000 then timestamptz '2026-01-01Z' - n * interval '1 hour' end
       from generate_series(1, 1300) as n order by random()`,
      [fixture.orgId, person.actor.membershipId],
    );
    await fixture.root.query(
      `update channels set settings = settings || '{"firstSyncCap": 1200}' where id = $1`,
      [person.channelId],
    );
    const { subjects, leftOut } = await round(person);
    expect(leftOut).toBe(100);
    const numbers = subjects.map(Number);
    const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n + 1);
    expect(numbers.slice(0, 800)).toEqual(upTo(0, 800));
    // Those without a due date stand in no order of their own.
    expect(numbers.slice(800, 1000).sort((a, b) => a - b)).toEqual(upTo(800, 1000));
    expect(numbers.slice(1000)).toEqual(upTo(1000, 1200));
  });
});

describe('V18: a task without a subject', () => {
  it('is refused alone, with a code and the reason', async () => {
    const person = await fixture.person('task');
    const id = await person.add({ subject: 'Here' });
    const lease = await person.lease();
    const [seen] = await lease.local.read([id]);
    if (seen?.state !== 'present') throw new Error('The task is not there');
    const { version } = seen;
    const outcomes = await lease.ledger.transaction((tx) =>
      tx.local.apply([
        { op: 'create', key: 'nameless', content: { dueDate: '2026-03-05' }, marker: '' },
        { op: 'create', key: 'good', content: { subject: 'There' }, marker: '' },
        { op: 'update', key: 'emptied', id, version, content: {}, fields: ['subject'], marker: '' },
      ]),
    );
    await lease.close(null);
    const refused = { outcome: 'refused', code: 'subjectMissing', detail: 'A task needs a subject.' };
    expect(new Map(outcomes.map((outcome) => [outcome.key, outcome]))).toEqual(
      new Map<string, unknown>([
        ['nameless', { key: 'nameless', ...refused }],
        ['emptied', { key: 'emptied', ...refused }],
        ['good', expect.objectContaining({ outcome: 'done' })],
      ]),
    );
  });
});
