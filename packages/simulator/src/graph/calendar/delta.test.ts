import { describe, expect, test } from 'vitest';
import { entries, errorCode, readRound, text, type TestClient } from '../../testkit.ts';
import type { JsonObject } from '../../state/types.ts';
import { at, calendarTenant, eventAt, idOf, made, MARCH, startsOf, weekly } from './testkit.ts';

const DELTA = `/me/${MARCH.replace('calendarView', 'calendarView/delta')}`;
const kinds = (list: JsonObject[]) =>
  list.map((entry) => ('@removed' in entry ? 'removed' : (entry['type'] ?? '?')));

async function changes(client: TestClient, link: string) {
  const round = await readRound(client, link);
  return { ...round, kinds: kinds(round.entries) };
}

describe('GRAPH 6: calendarView/delta', () => {
  test('a first round gives what is in the window, a second nothing', async () => {
    const { ann } = calendarTenant();
    await made(ann, eventAt('2026-03-05T10:00'));
    await made(ann, eventAt('2026-05-05T10:00'));
    const first = await changes(ann, DELTA);
    expect(first.kinds).toEqual(['singleInstance']);
    expect(first.entries[0]).toMatchObject({ '@odata.type': '#microsoft.graph.event', subject: 'Talk' });
    expect((await changes(ann, first.deltaLink)).entries).toEqual([]);
  });

  test('occurrences are bare, exceptions and the master whole, and the master keeps its old start', async () => {
    const { ann } = calendarTenant();
    await made(
      ann,
      eventAt('2020-01-06T10:00', weekly({ range: { type: 'noEnd', startDate: '2020-01-06' } })),
    );
    const [, second] = entries(await ann.get(`/me/${MARCH}`));
    await ann.patch(`/me/events/${encodeURIComponent(text(second ?? {}, 'id'))}`, { subject: 'Other' });
    const round = await changes(ann, DELTA);
    expect(round.kinds).toEqual([
      'seriesMaster',
      'occurrence',
      'exception',
      'occurrence',
      'occurrence',
      'occurrence',
    ]);
    const [master, occurrence, exception] = round.entries;
    expect(master).toMatchObject({ start: at('2020-01-06T10:00:00.0000000'), subject: 'Talk' });
    expect(Object.keys(occurrence ?? {}).sort()).toEqual([
      '@odata.etag',
      '@odata.type',
      'end',
      'id',
      'seriesMasterId',
      'start',
      'type',
    ]);
    expect(occurrence).toMatchObject({
      seriesMasterId: master?.['id'],
      start: at('2026-03-02T10:00:00.0000000'),
    });
    expect(exception).toMatchObject({ subject: 'Other', originalStart: '2026-03-09T10:00:00Z' });
  });

  test('a deleted occurrence is missing from the series that is sent again, without a word', async () => {
    const { ann } = calendarTenant();
    await made(ann, eventAt('2026-03-02T10:00', weekly()));
    const first = await changes(ann, DELTA);
    const [, , gone] = first.entries;
    await ann.remove(`/me/events/${encodeURIComponent(text(gone ?? {}, 'id'))}`);
    const second = await changes(ann, first.deltaLink);
    expect(second.kinds).toEqual(['seriesMaster', 'occurrence', 'occurrence', 'occurrence']);
    expect(startsOf(second.entries.slice(1)).map((start) => start.slice(8, 10))).toEqual(['02', '16', '23']);
  });

  test('a deleted series: one tombstone, of the master', async () => {
    const { ann } = calendarTenant();
    const master = await made(ann, eventAt('2026-03-02T10:00', weekly()));
    const { deltaLink, entries: seen } = await changes(ann, DELTA);
    await ann.remove(master);
    expect((await changes(ann, deltaLink)).entries).toEqual([
      { '@odata.type': '#microsoft.graph.event', id: seen[0]?.['id'], '@removed': { reason: 'deleted' } },
    ]);
  });

  test('what leaves the window, and what was never in it, comes as removed', async () => {
    const { ann } = calendarTenant();
    const moved = await made(ann, eventAt('2026-03-05T10:00'));
    const { deltaLink } = await changes(ann, DELTA);
    await ann.patch(moved, { start: at('2026-06-05T10:00:00'), end: at('2026-06-05T11:00:00') });
    await made(ann, eventAt('2026-07-05T10:00'));
    const gone = await made(ann, eventAt('2026-03-06T10:00'));
    await ann.remove(gone);
    const round = await changes(ann, deltaLink);
    expect(round.kinds).toEqual(['removed', 'removed', 'removed']);
    expect((await ann.get(moved)).status).toBe(200);
  });

  test('the window is frozen in the link, whatever parameters are put on it', async () => {
    const { ann } = calendarTenant();
    const { deltaLink } = await changes(ann, DELTA);
    expect(deltaLink).not.toContain('startDateTime');
    await made(ann, eventAt('2026-03-05T10:00'));
    const wider = `${deltaLink}&startDateTime=2020-01-01&endDateTime=2020-02-01`;
    expect((await changes(ann, wider)).kinds).toEqual(['singleInstance']);
  });

  test('a series stays on one page, which may exceed the size', async () => {
    const { ann } = calendarTenant();
    for (const day of ['03', '04', '05']) await made(ann, eventAt(`2026-03-${day}T10:00`));
    await made(ann, eventAt('2026-03-02T10:00', weekly()));
    const prefer = { prefer: 'odata.maxpagesize=1' };
    const sizes: number[] = [];
    for (let link: unknown = DELTA; typeof link === 'string';) {
      const { body } = await ann.get(link, prefer);
      sizes.push((body['value'] as []).length);
      link = body['@odata.nextLink'];
    }
    expect(sizes).toEqual([1, 1, 1, 5]);
  });

  test('each calendar by itself', async () => {
    const { ann } = calendarTenant();
    const calendar = `/me/calendars/${idOf(await ann.post('/me/calendars', { name: 'CRM' }))}`;
    const { deltaLink } = await changes(ann, `${calendar}/${DELTA.slice(4)}`);
    await made(ann, eventAt('2026-03-05T10:00'));
    expect((await changes(ann, deltaLink)).entries).toEqual([]);
    await made(ann, eventAt('2026-03-05T10:00', { subject: 'CRM' }), `${calendar}/events`);
    expect((await changes(ann, deltaLink)).entries).toMatchObject([{ subject: 'CRM' }]);
    expect((await ann.get(deltaLink.replace(calendar, '/me/calendar'))).status).toBe(400);
  });

  test('times follow the preferred zone, ids the preferred kind', async () => {
    const { ann } = calendarTenant();
    await made(ann, eventAt('2026-03-02T10:00', weekly()));
    const round = await readRound(ann, DELTA, {
      prefer: 'outlook.timezone="Tokyo Standard Time", IdType="ImmutableId"',
    });
    expect(round.entries[1]).toMatchObject({
      start: at('2026-03-02T19:00:00.0000000', 'Tokyo Standard Time'),
      seriesMasterId: round.entries[0]?.['id'],
    });
  });

  test('it needs a window, and takes no filter and no expansion; events/delta does not exist', async () => {
    const { ann } = calendarTenant();
    expect(errorCode(await ann.get('/me/calendarView/delta'))).toBe('ErrorInvalidParameter');
    for (const option of ['$filter=subject eq 1', '$expand=extensions', '$orderby=subject', '$top=5'])
      expect((await ann.get(`${DELTA}&${option}`)).status).toBe(400);
    for (const path of ['/me/events/delta', '/me/calendar/events/delta']) {
      const { status, body } = await ann.get(path);
      expect(status).toBe(400);
      expect(JSON.stringify(body)).toContain(
        "Change tracking is not supported against 'microsoft.graph.event'",
      );
    }
  });

  test('a change of an extension alone raises nothing', async () => {
    const { ann } = calendarTenant();
    const path = await made(ann, eventAt('2026-03-05T10:00'));
    const { deltaLink } = await changes(ann, DELTA);
    await ann.post(`${path}/extensions`, { extensionName: 'Com.Crm', level: 1 });
    expect((await changes(ann, deltaLink)).entries).toEqual([]);
  });
});
