import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { entries, readRound, text } from '../../testkit.ts';
import type { JsonObject } from '../../state/types.ts';
import { at, attendees, calendarTenant, eventAt, idOf, made, MARCH, startsOf, weekly } from './testkit.ts';

const DELTA = `/me/${MARCH.replace('calendarView', 'calendarView/delta')}`;

/** What a client believes that keeps to the rules of GRAPH 6: a master that is sent again replaces all its occurrences. */
class Belief {
  readonly singles = new Map<string, string>();
  readonly series = new Map<string, Map<string, string>>();

  take(entry: JsonObject): void {
    const id = text(entry, 'id');
    if ('@removed' in entry || entry['type'] === 'seriesMaster' || entry['type'] === 'singleInstance') {
      this.singles.delete(id);
      this.series.delete(id);
    }
    if ('@removed' in entry) return;
    const start = text(entry['start'] as JsonObject, 'dateTime');
    if (entry['type'] === 'seriesMaster') this.series.set(id, new Map());
    else if (entry['type'] === 'singleInstance') this.singles.set(id, start);
    else this.series.get(text(entry, 'seriesMasterId'))?.set(id, start);
  }

  all(): string[] {
    const occurrences = [...this.series.values()].flatMap((known) => [...known]);
    return [...this.singles, ...occurrences].map(([id, start]) => `${start} ${id}`).sort();
  }
}

type Step = {
  what: 'create' | 'series' | 'move' | 'rule' | 'drop' | 'change' | 'delete' | 'single';
  which: number;
  day: number;
};

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    what: fc.constantFrom('create', 'series', 'move', 'rule', 'drop', 'change', 'delete', 'single'),
    which: fc.nat(20),
    day: fc.integer({ min: 0, max: 89 }),
  }),
  { minLength: 1, maxLength: 25 },
);

test('GRAPH 6: a client that keeps to the rules always has what the calendar view shows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(steps, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      async (rounds, dropsExceptions) => {
        const { ann, simulator } = calendarTenant({
          unknowns: { seriesChangeDropsExceptions: dropsExceptions },
        });
        const actor = simulator.act('ann@contoso.example');
        const belief = new Belief();
        let link = DELTA;
        for (const round of rounds) {
          for (const step of round) run(actor, step);
          const { entries: told, deltaLink } = await readRound(ann, link, { prefer: 'odata.maxpagesize=2' });
          for (const entry of told) belief.take(entry);
          link = deltaLink;
          const shown = entries(await ann.get(`/me/${MARCH}&$top=1000`));
          const wanted = shown.map(
            (event) => `${text(event['start'] as JsonObject, 'dateTime')} ${text(event, 'id')}`,
          );
          expect(belief.all()).toEqual(wanted.sort());
        }
      },
    ),
    { numRuns: 60 },
  );
});

type Actor = ReturnType<ReturnType<typeof calendarTenant>['simulator']['act']>;

/** February to April, so that things come into the window and leave it. */
const dayOf = (day: number) => new Date(Date.UTC(2026, 1, 1 + day)).toISOString().slice(0, 10);

function run(actor: Actor, { what, which, day }: Step): void {
  const stored = actor.events();
  const one = stored[which % Math.max(1, stored.length)];
  const id = one === undefined ? '' : text(one, 'id');
  const date = dayOf(day);
  const times = () => {
    const { start = null, end = null } = eventAt(`${date}T10:00`);
    return { start, end };
  };
  const rule = (interval: number) => ({
    recurrence: {
      pattern: { type: 'daily', interval },
      range: { type: 'numbered', startDate: date, numberOfOccurrences: 1 + (which % 9) },
    },
  });
  if (what === 'create') actor.createEvent(eventAt(`${date}T10:00`));
  else if (what === 'series') actor.createEvent(eventAt(`${date}T10:00`, rule(1 + (day % 6))));
  else if (one === undefined) return;
  else if (what === 'delete') actor.deleteEvent(id);
  else if (what === 'rule') actor.updateEvent(id, { ...times(), ...rule(1 + (day % 6)) });
  else if (what === 'single') actor.updateEvent(id, { ...times(), recurrence: null });
  else if (one['type'] === 'seriesMaster') {
    const window = [Date.parse('2026-01-01T00:00Z'), Date.parse('2026-12-31T00:00Z')] as const;
    const parts = actor.eventsBetween(...window).filter(({ seriesMasterId }) => seriesMasterId === id);
    const part = parts[day % Math.max(1, parts.length)];
    if (part === undefined) return;
    const start = text(part['start'] as JsonObject, 'dateTime').slice(0, 10);
    if (what === 'drop') actor.deleteEvent(text(part, 'id'));
    else actor.updateEvent(text(part, 'id'), { start: at(`${start}T12:00`), end: at(`${start}T13:00`) });
  } else if (what === 'move') actor.updateEvent(id, times());
  else if (what === 'change') actor.updateEvent(id, { subject: 'Other' });
}

test('GRAPH 6: fresh writes may be absent for a while, then they are there', async () => {
  const { ann, simulator, clock, state } = calendarTenant();
  const master = await made(ann, eventAt('2026-03-02T10:00', weekly()));
  const { deltaLink } = await readRound(ann, DELTA);
  await clock.advance(1000);
  state.readLagMs.set('*', 500);
  const actor = simulator.act('ann@contoso.example');
  const id = decodeURIComponent(master.slice('/me/events/'.length));
  actor.cancelOccurrence(id, '2026-03-09');
  actor.createEvent(eventAt('2026-03-05T10:00'));
  const days = async () =>
    startsOf(entries(await ann.get(`/me/${MARCH}`))).map((start) => start.slice(8, 10));
  expect(await days()).toEqual(['02', '09', '16', '23']);
  expect((await readRound(ann, deltaLink)).entries).toEqual([]);
  await clock.advance(500);
  expect(await days()).toEqual(['02', '05', '16', '23']);
  expect((await readRound(ann, deltaLink)).entries).toHaveLength(5);
});

test('GRAPH 1: an application reaches the calendars of everybody', async () => {
  const { app } = calendarTenant();
  const crm = app(['Calendars.ReadWrite']);
  const answer = await crm.post('/users/bob@contoso.example/events', eventAt('2026-03-05T10:00'));
  expect(answer.status).toBe(201);
  expect((await crm.get(`/users/bob@contoso.example/events/${idOf(answer)}`)).status).toBe(200);
  expect(entries(await crm.get(`/users/ann@contoso.example/${MARCH}`))).toEqual([]);
});

test('GRAPH 2.2: the same time written in another zone takes back no answers', async () => {
  const { ann, bob } = calendarTenant();
  const path = await made(ann, eventAt('2026-03-05T10:00', attendees('bob@contoso.example')));
  const [copy] = entries(await bob.get('/me/events'));
  await bob.post(`/me/events/${encodeURIComponent(text(copy ?? {}, 'id'))}/accept`, {});
  await ann.patch(path, { start: at('2026-03-05T02:00', 'Pacific Standard Time') });
  expect(entries(await bob.get('/me/events'))[0]).toMatchObject({ responseStatus: { response: 'accepted' } });
});
