import { sameValue, type Content, type FieldValue } from '@counterpart/engine';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { textOf } from '../json.ts';
import { SyncedMeetings } from '../testing/synced-meetings.ts';

const at = (day: number, hour: number) => ({
  start: `2026-06-${day}T${String(hour).padStart(2, '0')}:00:00`,
  end: `2026-06-${day}T${String(hour).padStart(2, '0')}:30:00`,
  zone: 'Europe/Berlin',
});
const weekly = {
  type: 'weekly',
  interval: 1,
  daysOfWeek: ['thursday'],
  firstDayOfWeek: 'sunday',
  range: { type: 'numbered', startDate: '2026-06-11', numberOfOccurrences: 5 },
};
const days = ['2026-06-18', '2026-06-25', '2026-07-02'];
const values: fc.Arbitrary<object> = fc.oneof(
  fc.record({ location: fc.constantFrom(undefined, 'A', 'B') }),
  fc.record({ description: fc.constantFrom(undefined, 'text', { html: '<p><b>x</b></p>' }) }),
  fc.record({
    participants: fc.constantFrom(undefined, { 'a@x.example': {} }, { 'b@x.example': { name: 'B' } }),
  }),
  fc.record({ when: fc.constantFrom(at(11, 10), at(11, 14)) }),
  fc.record({ reminder: fc.constantFrom(undefined, 5) }),
  fc.record({
    occurrences: fc.dictionary(
      fc.constantFrom(...days),
      fc.constantFrom({ cancelled: true }, { title: 'own' }, { location: 'C' }, { reminder: 30 }),
    ),
  }),
);
const index = fc.nat({ max: 5 });
const step = fc.oneof(
  fc.record({ do: fc.constant('crmCreate' as const), series: fc.boolean() }),
  fc.record({ do: fc.constant('crmEdit' as const), index, values }),
  fc.record({ do: fc.constant('crmDelete' as const), index }),
  fc.record({ do: fc.constant('create' as const), series: fc.boolean() }),
  fc.record({
    do: fc.constant('edit' as const),
    index,
    body: fc.constantFrom<object>(
      { subject: 'edited' },
      { location: { displayName: 'D' } },
      { isReminderOn: false },
      { body: { contentType: 'text', content: 'by hand' } },
    ),
  }),
  fc.record({
    do: fc.constant('occurrence' as const),
    index,
    day: fc.constantFrom(...days),
    cancel: fc.boolean(),
  }),
  fc.record({ do: fc.constant('delete' as const), index }),
  fc.record({ do: fc.constant('move' as const), index }),
  fc.record({ do: fc.constant('lose' as const) }),
  fc.record({ do: fc.constant('run' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function play(s: SyncedMeetings, one: Step, count: number): void {
  const { outlook } = s.tenant;
  const crm = s.inCrm();
  const events = s.inOutlook();
  const pick = <T>(all: readonly T[], n: number) => (all.length === 0 ? undefined : all[n % all.length]);
  switch (one.do) {
    case 'crmCreate':
      s.crm.edit(null, {
        title: `c${count}`,
        when: at(11, 9),
        ...(one.series ? { recurrence: weekly } : {}),
      });
      return;
    case 'crmEdit': {
      const id = pick(crm, one.index)?.id;
      if (id !== undefined) s.crm.edit(id, { ...one.values });
      return;
    }
    case 'crmDelete': {
      const id = pick(crm, one.index)?.id;
      if (id !== undefined) s.crm.remove(id);
      return;
    }
    case 'create': {
      const { range, ...pattern } = weekly;
      const moment = (dateTime: string) => ({ dateTime, timeZone: 'W. Europe Standard Time' });
      const { start, end } = at(11, 9);
      outlook.createEvent({
        subject: `o${count}`,
        start: moment(start),
        end: moment(end),
        ...(one.series ? { recurrence: { pattern, range } } : {}),
      });
      return;
    }
    case 'lose':
      s.tenant.simulator.faults.add({
        fault: { kind: 'replyLost' },
        match: { path: '^/\\$batch' },
        times: 1,
      });
      return;
    case 'run':
      return;
  }
  const event = pick(events, one.index);
  const id = textOf(event?.['id']);
  if (id === undefined) return;
  if (one.do === 'edit') outlook.updateEvent(id, JSON.parse(JSON.stringify(one.body)));
  if (one.do === 'delete') outlook.deleteEvent(id);
  if (one.do === 'move') outlook.moveEvent(id, s.mainCalendar);
  if (one.do === 'occurrence' && event?.['recurrence']) {
    const found = textOf(outlook.occurrence(id, one.day)?.['id']);
    if (found !== undefined && one.cancel) outlook.cancelOccurrence(id, one.day);
    else if (found !== undefined) outlook.updateEvent(found, { subject: 'by hand' });
  }
}

test('V1, V2 histories of meetings end the same on both sides, or in a problem that is told; nobody is mailed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(step, fc.boolean()), { minLength: 3, maxLength: 14 }),
      async (steps) => {
        const s = new SyncedMeetings();
        let count = 0;
        for (const [one, thenRun] of steps) {
          await s.tenant.clock.sleep(1000);
          play(s, one, (count += 1));
          if (thenRun || one.do === 'run') await s.run();
        }
        s.tenant.simulator.faults.clear();
        await s.tenant.clock.sleep(120_000);
        await s.run();
        await s.tenant.clock.sleep(120_000);
        await s.sync();
        const links = [...s.ledger.state.links.values()].filter(({ stage }) => stage === 'open');
        for (const link of links) {
          if (link.problem !== null) {
            expect(link.problem.code).toBe('invalidContent');
            continue;
          }
          expect([link.local?.state, link.remote?.state]).toEqual(['present', 'present']);
          const shown: { readonly [field: string]: FieldValue | null } = link.shown.remote ?? {};
          for (const field of Object.keys({ ...link.local?.content, ...link.remote?.content })) {
            const [here, there] = [link.local?.content[field], link.remote?.content[field]];
            if (!(field in shown)) expect([field, there]).toEqual([field, here]);
            else expect(sameValue(there, shown[field] ?? undefined)).toBe(true);
          }
        }
        const settled = links.filter(({ problem }) => problem === null).length;
        expect(s.inCrm().length).toBe(links.length);
        expect(s.inOutlook().length).toBeGreaterThanOrEqual(settled);
        expect(s.mails).toEqual([]);
        const titles = s.inCrm().map(({ content }: { content: Content }) => content['title']);
        expect(titles).toHaveLength(links.length);
      },
    ),
    { numRuns: 40 },
  );
}, 300_000);
