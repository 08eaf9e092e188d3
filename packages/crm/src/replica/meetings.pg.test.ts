import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFixture, type Fixture, type Person } from '../ledger/testing/fixture.ts';
import { massUpdateMeetings } from '../meetings/meetings.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

const dayMs = 86_400_000;
const wall = (atMs: number): string => new Date(atMs).toISOString().slice(0, 19);
const at = (days: number, hours = 1) => {
  const startMs = Date.now() + days * dayMs;
  return { start: wall(startMs), end: wall(startMs + hours * 3_600_000), zone: 'UTC' };
};
const weekly = (days: number, range: object) => {
  const when = at(days);
  const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
  const daysOfWeek = [weekdays[new Date(when.start).getUTCDay()]];
  return {
    when,
    recurrence: {
      type: 'weekly',
      interval: 1,
      daysOfWeek,
      range: { startDate: when.start.slice(0, 10), ...range },
    },
  };
};

/** The titles of a full round, in its order, and how many it left out. */
async function round(person: Person): Promise<{ titles: unknown[]; leftOut: number | undefined }> {
  const lease = await person.lease();
  const titles: unknown[] = [];
  let cursor: string | null = null;
  try {
    for (;;) {
      const page = await lease.local.changesSince(cursor);
      if (page.lost) throw new Error('The cursor was lost');
      titles.push(...page.entries.map((entry) => entry.state === 'present' && entry.content['title']));
      if (!page.more) return { titles, leftOut: page.leftOut };
      cursor = page.next;
    }
  } finally {
    await lease.close(null);
  }
}

const cap = (person: Person, most: number) =>
  fixture.root.query(`update channels set settings = settings || $2::jsonb where id = $1`, [
    person.channelId,
    JSON.stringify({ firstSyncCap: most }),
  ]);

describe('E5: which meetings a full round lists first', () => {
  it('those with a date to come, the soonest first; then those that ended, the last ended first', async () => {
    const person = await fixture.person('meeting');
    await person.add({ title: 'in a month', when: at(30) });
    await person.add({ title: 'ended yesterday', when: at(-1) });
    await person.add({ title: 'tomorrow', when: at(1) });
    await person.add({ title: 'ended last year', when: at(-365) });
    await person.add({ title: 'going on', when: at(-0.01) });
    const day = new Date(Date.now() + 10 * dayMs).toISOString().slice(0, 10);
    const next = new Date(Date.now() + 11 * dayMs).toISOString().slice(0, 10);
    await person.add({ title: 'all day in ten days', when: { allDay: true, start: day, end: next } });
    expect(await round(person)).toEqual({
      titles: [
        'going on',
        'tomorrow',
        'all day in ten days',
        'in a month',
        'ended yesterday',
        'ended last year',
      ],
      leftOut: 0,
    });
  });

  it('a series counts by its next occurrence, and is over with its last one', async () => {
    const person = await fixture.person('meeting');
    await person.add({ title: 'in two days', when: at(2) });
    await person.add({ title: 'in six days', when: at(6) });
    await person.add({ title: 'endless, next in four days', ...weekly(-3 - 70, { type: 'noEnd' }) });
    await person.add({
      title: 'ended ten days ago',
      ...weekly(-24, { type: 'numbered', numberOfOccurrences: 3 }),
    });
    const cancelled = weekly(-5, { type: 'numbered', numberOfOccurrences: 2 });
    const last = new Date(Date.parse(`${cancelled.when.start}Z`) + 7 * dayMs).toISOString().slice(0, 10);
    await person.add({
      title: 'its last one was cancelled',
      ...cancelled,
      occurrences: { [last]: { cancelled: true } },
    });
    expect((await round(person)).titles).toEqual([
      'in two days',
      'endless, next in four days',
      'in six days',
      'its last one was cancelled',
      'ended ten days ago',
    ]);
  });

  it('E4: the cap takes the first of this order, page by page, and tells how many it left out', async () => {
    const person = await fixture.person('meeting');
    await fixture.root.query(
      `insert into meetings (org_id, id, owner_membership_id, origin, title, takes_place, starts_at, ends_at, first_starts_at, last_ends_at)
       select $1, gen_random_uuid(), $2, 'created', n::text, jsonb_build_object('start', at, 'end', at, 'zone', 'UTC'), at, at, at, at
       from generate_series(1, 1300) as n,
         lateral (select case when n <= 700 then now() + n * interval '1 hour' else now() - n * interval '1 hour' end as at) as times
       order by random()`,
      [fixture.orgId, person.actor.membershipId],
    );
    await cap(person, 1200);
    const upTo = (count: number) => Array.from({ length: count }, (_, n) => String(n + 1));
    expect(await round(person)).toEqual({ titles: upTo(1200), leftOut: 100 });
    await cap(person, 650);
    expect(await round(person)).toEqual({ titles: upTo(650), leftOut: 650 });
    await cap(person, 700);
    expect(await round(person)).toEqual({ titles: upTo(700), leftOut: 600 });
  });

  it('what begins or ends during the round changes nothing of it', async () => {
    const person = await fixture.person('meeting');
    const soon = { ...at(0), start: wall(Date.now() + 700), end: wall(Date.now() + 1_400) };
    await fixture.root.query('select 1');
    await person.add({ title: 'soon', when: soon });
    await cap(person, 1);
    await person.add({ title: 'later', when: at(1) });
    const lease = await person.lease();
    const first = await lease.local.changesSince(null);
    if (first.lost) throw new Error('The cursor was lost');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const rest = await lease.local.changesSince(first.next);
    const end = rest.lost ? rest : await lease.local.changesSince(rest.next);
    await lease.close(null);
    expect(first.entries).toMatchObject([{ content: { title: 'soon' } }]);
    expect(rest).toMatchObject({ entries: [] });
    expect(end).toMatchObject({ entries: [], leftOut: 1 });
  });
});

describe('which meetings are in scope', () => {
  it('E3: only those that the person owns', async () => {
    const [ann, bob] = [await fixture.person('meeting'), await fixture.person('meeting')];
    await ann.add({ title: 'Ann’s', when: at(1) });
    await bob.add({ title: 'Bob’s', when: at(1) });
    expect((await round(ann)).titles).toEqual(['Ann’s']);
  });

  it('E6: imported ones stay out until a mass update changed them', async () => {
    const person = await fixture.person('meeting');
    const id = await person.add({ title: 'imported', when: at(1) });
    await person.add({ title: 'created', when: at(2) });
    await fixture.root.query(`update meetings set origin = 'import' where id = $1`, [id]);
    expect((await round(person)).titles).toEqual(['created']);
    await massUpdateMeetings(fixture.crm, person.actor, {
      selection: { ids: [id] },
      changes: { showAs: 'free' },
    });
    expect((await round(person)).titles).toEqual(['imported', 'created']);
  });

  it('E8: what no recurrence expresses is not synced, mass-updated or not', async () => {
    const person = await fixture.person('meeting');
    const id = await person.add({ title: 'odd', when: at(1) });
    await fixture.root.query(`update meetings set rule = 'RRULE:FREQ=HOURLY' where id = $1`, [id]);
    expect((await round(person)).titles).toEqual([]);
    const lease = await person.lease();
    expect(await lease.local.read([id])).toEqual([{ state: 'outOfScope', id, reason: 'notExpressible' }]);
    await lease.close(null);
  });
});

describe('what comes from Microsoft 365', () => {
  it('E1: belongs to the channel’s person, with host and uid; V18: without a time it is refused alone', async () => {
    const person = await fixture.person('meeting');
    const lease = await person.lease();
    const content = {
      title: 'Captured',
      when: { start: '2026-03-05T09:00:00', end: '2026-03-05T10:00:00', zone: 'Europe/Zurich' },
      host: { address: 'h@example.com', name: 'H' },
      uid: 'captured-1',
    };
    const outcomes = await lease.ledger.transaction((tx) =>
      tx.local.apply([
        { op: 'create', key: 'timeless', content: { title: 'x' }, marker: '' },
        { op: 'create', key: 'good', content, marker: '' },
      ]),
    );
    await lease.close(null);
    expect(new Map(outcomes.map((outcome) => [outcome.key, outcome]))).toEqual(
      new Map<string, unknown>([
        ['timeless', expect.objectContaining({ outcome: 'refused', code: 'timeMissing' })],
        [
          'good',
          expect.objectContaining({
            outcome: 'done',
            snapshot: expect.objectContaining({ content }) as object,
          }),
        ],
      ]),
    );
    const { rows } = await fixture.root.query(
      `select origin, owner_membership_id as owner, starts_at from meetings where title = 'Captured'`,
    );
    expect(rows).toEqual([
      {
        origin: 'microsoft365',
        owner: person.actor.membershipId,
        starts_at: new Date('2026-03-05T08:00:00Z'),
      },
    ]);
  });

  it('E9: an update of the time moves the computed times too, and one of the title leaves them', async () => {
    const person = await fixture.person('meeting');
    const when = { start: '2026-03-05T09:00:00', end: '2026-03-05T10:00:00', zone: 'UTC' };
    const id = await person.add({ title: 'x', when });
    const later = { ...when, start: '2027-01-01T09:00:00', end: '2027-01-01T10:00:00' };
    const write = async (content: object, fields: string[]) => {
      const lease = await person.lease();
      const [seen] = await lease.local.read([id]);
      if (seen?.state !== 'present') throw new Error('The meeting is not there');
      const { version } = seen;
      await lease.ledger.transaction((tx) =>
        tx.local.apply([
          { op: 'update', key: 'k', id, version, content: content as never, fields, marker: '' },
        ]),
      );
      await lease.close(null);
      const { rows } = await fixture.root.query(
        `select title, starts_at, last_ends_at from meetings where id = $1`,
        [id],
      );
      return rows[0] as object;
    };
    const ends = {
      starts_at: new Date('2027-01-01T09:00:00Z'),
      last_ends_at: new Date('2027-01-01T10:00:00Z'),
    };
    expect(await write({ title: 'x', when: later }, ['when'])).toEqual({ title: 'x', ...ends });
    expect(await write({ title: 'y', when: later }, ['title'])).toEqual({ title: 'y', ...ends });
  });
});
