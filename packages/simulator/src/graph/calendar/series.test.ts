import { Temporal } from 'temporal-polyfill';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entries, errorCode, text } from '../../testkit.ts';
import type { JsonObject } from '../../state/types.ts';
import type { TestClient } from '../../testkit.ts';
import { at, calendarTenant, eventAt, made, MARCH, startsOf, view, weekly } from './testkit.ts';

const MONDAYS = ['2026-03-02', '2026-03-09', '2026-03-16', '2026-03-23'];

async function inMarch(client: TestClient): Promise<JsonObject[]> {
  return entries(await client.get(`/me/${MARCH}&$top=50`));
}
const pathOf = (event: JsonObject | undefined) => `/me/events/${encodeURIComponent(text(event ?? {}, 'id'))}`;
const daysOf = (list: JsonObject[]) => startsOf(list).map((start) => start.slice(0, 10));

describe('GRAPH 2.2: a series', () => {
  test('is one master to a list and its occurrences to a view', async () => {
    const { ann } = calendarTenant();
    const master = await made(ann, eventAt('2026-03-02T10:00', weekly()));
    const [listed, ...others] = entries(await ann.get('/me/events'));
    expect(others).toEqual([]);
    expect(listed).toMatchObject({ type: 'seriesMaster', seriesMasterId: null });
    const found = await inMarch(ann);
    expect(daysOf(found)).toEqual(MONDAYS);
    expect(new Set(found.map(({ iCalUId }) => iCalUId)).size).toBe(4);
    expect(found[1]).toMatchObject({
      type: 'occurrence',
      subject: 'Talk',
      recurrence: null,
      seriesMasterId: listed?.['id'],
      originalStart: '2026-03-09T10:00:00Z',
      end: at('2026-03-09T11:00:00.0000000'),
    });
    expect((await ann.get(pathOf(found[1]))).body).toMatchObject({
      type: 'occurrence',
      id: found[1]?.['id'],
    });
    const instances = `${master}/${view('2026-03-05', '2026-03-20').replace('calendarView', 'instances')}`;
    expect(daysOf(entries(await ann.get(instances)))).toEqual(MONDAYS.slice(1, 3));
    expect((await ann.get(`${master}/instances`)).status).toBe(400);
  });

  test('reads back with fillers that cannot be written', async () => {
    const { ann } = calendarTenant();
    const master = await made(ann, eventAt('2026-03-02T10:00', weekly(), 'Romance Standard Time'));
    const { body } = await ann.get(master);
    expect(body['recurrence']).toEqual({
      pattern: {
        type: 'weekly',
        interval: 1,
        month: 0,
        dayOfMonth: 0,
        daysOfWeek: ['monday'],
        firstDayOfWeek: 'sunday',
        index: 'first',
      },
      range: {
        type: 'numbered',
        startDate: '2026-03-02',
        endDate: '0001-01-01',
        recurrenceTimeZone: 'Romance Standard Time',
        numberOfOccurrences: 4,
      },
    });
    const again = await ann.patch(master, { recurrence: body['recurrence'] ?? null });
    expect([again.status, errorCode(again)]).toEqual([400, 'ErrorPropertyValidationFailure']);
  });

  test.each<[string, JsonObject]>([
    ['another start day', weekly({ range: { type: 'noEnd', startDate: '2026-03-09' } })],
    [
      'another zone',
      weekly({
        range: { type: 'noEnd', startDate: '2026-03-02', recurrenceTimeZone: 'Tokyo Standard Time' },
      }),
    ],
    [
      'no occurrence at all',
      weekly({
        pattern: { daysOfWeek: ['friday'] },
        range: { type: 'endDate', startDate: '2026-03-02', endDate: '2026-03-04' },
      }),
    ],
  ])('with %s: 400', async (_name, recurrence) => {
    const { ann } = calendarTenant();
    const answer = await ann.post('/me/events', eventAt('2026-03-02T10:00', recurrence));
    expect([answer.status, errorCode(answer)]).toEqual([400, 'ErrorPropertyValidationFailure']);
  });

  test('a new zone needs the recurrence beside it', async () => {
    const { ann } = calendarTenant();
    const master = await made(ann, eventAt('2026-03-02T10:00', weekly()));
    const {
      start = null,
      end = null,
      ...recurrence
    } = eventAt('2026-03-02T10:00', weekly(), 'Tokyo Standard Time');
    expect((await ann.patch(master, { start, end })).status).toBe(400);
    expect(
      (await ann.patch(master, { start, end, recurrence: recurrence['recurrence'] ?? null })).status,
    ).toBe(200);
    expect(startsOf(await inMarch(ann))[0]).toBe('2026-03-02T01:00:00.0000000');
  });

  test('starts with its first occurrence', async () => {
    const { ann } = calendarTenant();
    const master = await made(
      ann,
      eventAt('2026-03-02T10:00', weekly({ pattern: { daysOfWeek: ['wednesday'] } })),
    );
    expect((await ann.get(master)).body).toMatchObject({
      start: at('2026-03-04T10:00:00.0000000'),
      end: at('2026-03-04T11:00:00.0000000'),
      recurrence: { range: { startDate: '2026-03-04' } },
    });
  });

  test('an edited occurrence is an exception, a deleted one is gone; the master tells of both', async () => {
    const { ann } = calendarTenant();
    const master = await made(ann, eventAt('2026-03-02T10:00', weekly()));
    const before = await inMarch(ann);
    const edited = await ann.patch(pathOf(before[1]), {
      subject: 'Moved',
      start: at('2026-03-10T15:00:00'),
      end: at('2026-03-10T16:00:00'),
    });
    expect(edited.body).toMatchObject({
      type: 'exception',
      id: before[1]?.['id'],
      originalStart: '2026-03-09T10:00:00Z',
    });
    expect((await ann.remove(pathOf(before[2]))).status).toBe(204);
    expect((await ann.get(pathOf(before[2]))).status).toBe(404);
    const after = await inMarch(ann);
    expect(after.map(({ type, subject }) => [type, subject])).toEqual([
      ['occurrence', 'Talk'],
      ['exception', 'Moved'],
      ['occurrence', 'Talk'],
    ]);
    expect(daysOf(after)).toEqual(['2026-03-02', '2026-03-10', '2026-03-23']);
    await ann.patch(master, { subject: 'Lecture', location: { displayName: 'Hall' } });
    expect((await inMarch(ann)).map(({ subject }) => subject)).toEqual(['Lecture', 'Moved', 'Lecture']);
    expect((await ann.get(pathOf(before[1]))).body).toMatchObject({ location: { displayName: 'Hall' } });
    const { body } = await ann.get(
      `${master}?$select=subject,cancelledOccurrences,exceptionOccurrences&$expand=exceptionOccurrences`,
    );
    expect(body['cancelledOccurrences']).toEqual([`OID.${text(body, 'id')}.2026-03-16`]);
    expect(body['exceptionOccurrences']).toMatchObject([{ subject: 'Moved', type: 'exception' }]);
    expect(entries(await ann.get('/me/events?$select=subject,cancelledOccurrences'))[0]).not.toHaveProperty(
      'cancelledOccurrences',
    );
  });

  test('an exception keeps its extended properties to itself', async () => {
    const { ann } = calendarTenant();
    await made(ann, eventAt('2026-03-02T10:00', weekly()));
    const id = 'String 0x4001001e';
    const [first] = await inMarch(ann);
    await ann.patch(pathOf(first), { singleValueExtendedProperties: [{ id, value: 'x' }] });
    const expand = `$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${id}')`)}`;
    const seen = entries(await ann.get(`/me/${MARCH}&${expand}`));
    expect(seen.map((event) => 'singleValueExtendedProperties' in event)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test.each([
    ['onto the day before it', '2026-03-02T15:00:00', 400],
    ['beyond the one after', '2026-03-17T09:00:00', 400],
    ['between them', '2026-03-15T23:00:00', 200],
  ])('an exception moved %s', async (_name, start, status) => {
    const { ann } = calendarTenant();
    await made(ann, eventAt('2026-03-02T10:00', weekly()));
    const end = new Date(Date.parse(`${start}Z`) + 1800_000).toISOString().slice(0, 19);
    const answer = await ann.patch(pathOf((await inMarch(ann))[1]), { start: at(start), end: at(end) });
    expect(answer.status).toBe(status);
    if (status === 400) expect(errorCode(answer)).toBe('ErrorOccurrenceCrossingBoundary');
  });

  test.each([true, false])(
    'GRAPH 10: a new time drops exceptions and cancellations: %s',
    async (seriesChangeDropsExceptions) => {
      const { ann } = calendarTenant({ unknowns: { seriesChangeDropsExceptions } });
      const master = await made(ann, eventAt('2026-03-02T10:00', weekly()));
      const [, second, third] = await inMarch(ann);
      await ann.patch(pathOf(second), { subject: 'Other' });
      await ann.remove(pathOf(third));
      await ann.patch(master, { start: at('2026-03-02T12:00:00'), end: at('2026-03-02T13:00:00') });
      expect((await inMarch(ann)).map(({ subject }) => subject)).toEqual(
        seriesChangeDropsExceptions ? ['Talk', 'Talk', 'Talk', 'Talk'] : ['Talk', 'Other', 'Talk'],
      );
    },
  );

  test('GRAPH 9, gotcha 37: after a new pattern the old occurrence ids are stale', async () => {
    const { ann } = calendarTenant();
    const master = await made(ann, eventAt('2026-03-02T10:00', weekly()));
    const [first, second] = await inMarch(ann);
    const { recurrence = null } = weekly({ pattern: { interval: 3 } });
    await ann.patch(master, { recurrence });
    expect((await ann.get(pathOf(first))).status).toBe(200);
    expect((await ann.get(pathOf(second))).status).toBe(404);
    await ann.patch(master, { recurrence: null });
    expect((await ann.get(master)).body).toMatchObject({ type: 'singleInstance' });
    expect(await inMarch(ann)).toHaveLength(1);
  });

  test('deleting the master deletes all of it', async () => {
    const { ann } = calendarTenant();
    const master = await made(ann, eventAt('2026-03-02T10:00', weekly()));
    const [first] = await inMarch(ann);
    await ann.remove(master);
    expect(await inMarch(ann)).toEqual([]);
    expect((await ann.get(pathOf(first))).status).toBe(404);
  });

  test('immutable ids name masters and occurrences too', async () => {
    const { ann } = calendarTenant();
    await made(ann, eventAt('2026-03-02T10:00', weekly()));
    const prefer = { prefer: 'IdType="ImmutableId"' };
    const [listed] = entries(await ann.get('/me/events', prefer));
    const [first] = entries(await ann.get(`/me/${MARCH}`, prefer));
    expect(first?.['seriesMasterId']).toBe(listed?.['id']);
    expect((await ann.get(pathOf(first), prefer)).body).toMatchObject({
      id: first?.['id'],
      type: 'occurrence',
    });
    expect((await inMarch(ann))[0]?.['id']).not.toBe(first?.['id']);
  });

  test('GRAPH 10: a list shows exceptions where the tenant does so', async () => {
    const { ann } = calendarTenant({ unknowns: { eventListsExceptions: true } });
    await made(ann, eventAt('2026-03-02T10:00', weekly()));
    await ann.patch(pathOf((await inMarch(ann))[0]), { subject: 'Other' });
    expect(entries(await ann.get('/me/events')).map(({ type }) => type)).toEqual([
      'seriesMaster',
      'exception',
    ]);
  });
});

test('an occurrence keeps its time of day in its own zone, in every zone, all year round', async () => {
  const { ann } = calendarTenant();
  const zones = Intl.supportedValuesOf('timeZone');
  const daily = { type: 'daily', interval: 1 };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...zones), fc.integer({ min: 0, max: 1439 }), async (zone, minutes) => {
      const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
      const range = { type: 'noEnd', startDate: '2026-01-01' };
      const path = await made(
        ann,
        eventAt(`2026-01-01T${time}`, { recurrence: { pattern: daily, range } }, zone),
      );
      const asked = `${path}/${view('2026-01-03', '2026-12-30').replace('calendarView', 'instances')}&$top=1000&$select=start,originalStart`;
      const found = entries(await ann.get(asked));
      expect(found.length).toBeGreaterThan(359);
      for (const event of found) {
        const { dateTime } = event['start'] as { dateTime: string };
        const local = Temporal.Instant.from(`${dateTime}Z`).toZonedDateTimeISO(zone);
        // Where clocks go forward shortly before midnight (Scoresbysund), a time in the gap is one of the next day.
        const planned = [0, 1].map((days) =>
          local.toPlainDate().subtract({ days }).toPlainDateTime(time).toZonedDateTime(zone),
        );
        expect(planned.map(({ epochMilliseconds }) => epochMilliseconds)).toContain(local.epochMilliseconds);
      }
      await ann.remove(path);
    }),
    { numRuns: 25, examples: [['America/Scoresbysund', 1410]] },
  );
});
