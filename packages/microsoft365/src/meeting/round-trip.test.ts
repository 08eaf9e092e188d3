import {
  occurrenceOn,
  sameContent,
  type Content,
  type RemoteReplica,
  type Snapshot,
  type WriteOperation,
} from '@counterpart/engine';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allZones, anyMeeting, anySeries } from '../testing/generated-meeting.ts';
import { zones } from '../testing/generated-task.ts';
import { TestTenant } from '../testing/tenant.ts';
import { meetingFromGraph } from './from-graph.ts';
import type { MeetingContext } from './setting.ts';
import { newEvent } from './to-graph.ts';

const context = (timeZone: string): MeetingContext => ({
  timeZone,
  name: 'Counterpart',
  madeBy: 'calendar/adele',
  privateEvents: 'timeOnly',
  recordUrl: (id) => `https://crm.example/${id}`,
});

const through = (content: Content, zone: string): Content =>
  meetingFromGraph(newEvent(content, context(zone), null).body, context(zone), undefined).content;

const create = (content: Content, key: string): WriteOperation => ({
  op: 'create',
  key,
  content,
  marker: `org/${key}`,
});

/** Without what only the service gives. */
const withoutUid = (content: Content): Content => without(content, ['uid']);

const without = (content: Content, names: readonly string[]): Content =>
  Object.fromEntries(Object.entries(content).filter(([name]) => !names.includes(name)));

const withUid = (content: Content | undefined, { uid }: Content): Content | undefined =>
  content === undefined || uid === undefined ? content : { ...content, uid };

/** Without what only an occurrence has. */
const plain = (content: Content): Content => without(content, ['cleared', 'cancelled']);

function done(outcome: Awaited<ReturnType<RemoteReplica['apply']>>[number] | undefined): Snapshot {
  if (outcome?.outcome !== 'done' || !outcome.snapshot) throw new Error(JSON.stringify(outcome));
  return outcome.snapshot;
}

/** What nobody can write as it is: a time in the gap of a clock change, tabs and spaces that do not break. */
const survives = (content: Content, zone: string): boolean => sameContent(through(content, zone), content);

describe('V16 a meeting survives the way to Outlook and back', () => {
  test('what is read is what was written, in all zones of IANA', () => {
    const zone = fc.constantFrom(...allZones);
    let whole = 0;
    let all = 0;
    fc.assert(
      fc.property(anyMeeting(zone), zone, (content, own) => {
        const shown = through(content, own);
        all += 1;
        if (sameContent(shown, content)) whole += 1;
        // What is shown differently is shown so for good (V12).
        expect(through(shown, own)).toEqual(shown);
        const { when: _, description: __, ...rest } = content;
        expect(shown).toMatchObject(rest);
      }),
      { numRuns: 1500 },
    );
    expect(whole / all).toBeGreaterThan(0.9);
  });

  test('E9: at both clock changes of a year, in every zone: the hours that exist are kept, those that do not are as much later', () => {
    for (const zone of allZones) {
      for (const day of ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-25', '2026-11-01'])
        for (const time of ['00:30', '01:30', '02:30', '03:30', '12:00']) {
          const when = { start: `${day}T${time}:00`, end: `${day}T${time}:00`, zone };
          const shown = through({ when }, zone)['when'] as { start: string; zone: string };
          expect(shown.zone).toBe(zone);
          const late = (Date.parse(`${shown.start}Z`) - Date.parse(`${when.start}Z`)) / 60_000;
          expect([0, 30, 60, 120]).toContain(late);
        }
    }
  });

  test.each([
    ['as the service is believed to be', {}],
    ['all-day events at midnight in any zone', { allDayShown: 'midnight', allDayShowAs: 'busy' }],
  ] as const)(
    'through the simulated tenant, new and as a change of another meeting: %s',
    async (_, unknowns) => {
      const tenants = new Map<string, RemoteReplica>();
      for (const timeZone of zones) {
        const replica = new TestTenant({ timeZone, unknowns, throttle: 'off' }).meetings();
        await replica.ensureContainer(null);
        tenants.set(timeZone, replica);
      }
      const zone = fc.constantFrom(...zones);
      let count = 0;
      await fc.assert(
        fc.asyncProperty(anyMeeting(zone), anyMeeting(zone), zone, async (first, second, own) => {
          const replica = tenants.get(own);
          if (!replica) throw new Error('no tenant');
          fc.pre(survives(first, own) && survives(second, own));
          count += 1;
          const key = `k${count}`;
          const made = done((await replica.apply([create(first, key)]))[0]);
          expect(withoutUid(made.content)).toEqual(first);
          expect(await replica.read([made.id])).toMatchObject([{ state: 'present', content: made.content }]);
          const fields = [...new Set([...Object.keys(first), ...Object.keys(second)])];
          const { id, version, native } = made;
          const target = { ...second, uid: made.content['uid'] ?? '' };
          const changed = done(
            (
              await replica.apply([
                {
                  op: 'update',
                  key,
                  id,
                  version,
                  content: target,
                  fields,
                  marker: `org/${key}`,
                  native: native ?? '',
                },
              ])
            )[0],
          );
          expect(changed.content).toEqual(target);
          expect(await replica.read([id])).toMatchObject([{ state: 'present', content: target }]);
        }),
        { numRuns: 120 },
      );
    },
  );
});

describe('E8 a series with changed and cancelled occurrences survives', () => {
  test.each([
    ['as the service is believed to be', {}],
    ['exceptions survive a change of the series', { seriesChangeDropsExceptions: false }],
    ['all-day events at midnight in any zone', { allDayShown: 'midnight' }],
  ] as const)('through the simulated tenant: %s', async (_, unknowns) => {
    const zone = fc.constantFrom(...zones);
    const tenants = new Map<string, RemoteReplica>();
    for (const timeZone of zones) {
      const replica = new TestTenant({ timeZone, unknowns, throttle: 'off' }).meetings();
      await replica.ensureContainer(null);
      tenants.set(timeZone, replica);
    }
    let count = 0;
    await fc.assert(
      fc.asyncProperty(anySeries(zone), zone, async (content, own) => {
        const replica = tenants.get(own);
        if (!replica) throw new Error('no tenant');
        const { occurrences, recurrence: _rule, ...series } = content;
        const each = Object.values((occurrences ?? {}) as { [day: string]: Content });
        fc.pre([{}, ...each].every((values) => survives(plain({ ...series, ...values }), own)));
        count += 1;
        const made = done((await replica.apply([create(content, `s${count}`)]))[0]);
        const again = await replica.read([made.id]);
        expect(again).toMatchObject([{ state: 'present', content: made.content }]);
        expect(withoutUid(made.content)).toMatchObject(series);
        // Each occurrence takes place as it was to, whichever of its values are called its own.
        const days = new Set(
          [content, made.content].flatMap((one) => Object.keys((one['occurrences'] ?? {}) as object)),
        );
        for (const day of days)
          expect([day, occurrenceOn(made.content, day, own)?.content]).toEqual([
            day,
            withUid(occurrenceOn(content, day, own)?.content, made.content),
          ]);
      }),
      { numRuns: 60 },
    );
  });
});
