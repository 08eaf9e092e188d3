import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, until, type TestOrganisation, type TestServer } from '../testing.ts';

let server: TestServer;
let org: TestOrganisation;

beforeAll(async () => {
  server = await startTestServer();
  org = await server.organisation();
});
afterAll(() => server.stop());

interface Meeting {
  id: string;
  version: number;
  title: string;
  occurrences: object;
  recurrence: { range: object } | null;
}
type Page = { items: Meeting[]; total: number };

const when = { start: '2026-03-05T09:00:00', end: '2026-03-05T10:00:00', zone: 'Europe/Zurich' };
const daily = { type: 'daily', interval: 1, range: { type: 'noEnd', startDate: '2026-03-05' } };

describe('R1: meetings through the API', () => {
  test('created, read, changed, deleted, restored; every field is there', async () => {
    const { api } = org.ann;
    const contact = await api.post<{ id: string }>('/api/contacts', {
      firstName: 'Eva',
      lastName: 'Berg',
      email: 'Eva@Example.com',
    });
    const made = await api.request('POST', '/api/meetings', {
      title: ' Review ',
      when,
      participants: { 'eva@example.com': { name: 'Eva' } },
      reminder: 15,
    });
    const { id, version } = made.body as Meeting;
    expect(made).toMatchObject({
      status: 201,
      body: {
        title: 'Review',
        when,
        startsAt: '2026-03-05T08:00:00.000Z',
        endsAt: '2026-03-05T09:00:00.000Z',
        recurrence: null,
        occurrences: {},
        rule: null,
        notExpressible: [],
        location: null,
        description: null,
        participants: { 'eva@example.com': { name: 'Eva', role: 'required', response: 'none' } },
        invite: false,
        reminder: 15,
        showAs: 'busy',
        sensitivity: 'normal',
        categories: [],
        online: false,
        joinUrl: null,
        host: null,
        response: 'none',
        uid: null,
        calendars: [{ recordId: id, owner: { name: 'Ann Example' }, response: 'none', host: true }],
        primaryId: null,
        sharedFieldsLocked: false,
        mayEdit: true,
        relatedContacts: [{ id: contact.id, name: 'Eva Berg', address: 'eva@example.com' }],
        origin: 'created',
        owner: { name: 'Ann Example' },
      },
    });
    const path = `/api/meetings/${id}`;
    expect(made.headers.get('location')).toBe(path);
    expect(await api.get<Page>(`/api/meetings?contactId=${contact.id}`)).toMatchObject({
      total: 1,
      items: [{ id }],
    });
    const match = { 'if-match': made.headers.get('etag') ?? '' };
    const changed = await api.request('PATCH', path, { location: 'Room 1', reminder: null }, match);
    expect(changed).toMatchObject({
      status: 200,
      body: { location: 'Room 1', reminder: null, version: version + 1 },
    });
    const late = await api.request('PATCH', path, { title: 'x' }, match);
    expect(late).toMatchObject({ status: 412, body: { code: 'changedMeanwhile' } });
    expect((await api.request('DELETE', path)).status).toBe(204);
    expect((await api.get<Page>('/api/meetings/deleted')).items).toHaveLength(1);
    expect(await api.request('POST', `${path}/restore`)).toMatchObject({ status: 200 });
    const timeline = await api.get<{ items: { op: string }[] }>(`${path}/timeline`);
    expect(timeline.items.map(({ op }) => op)).toEqual(['restore', 'delete', 'update', 'create']);
  });

  test('each bad value is named', async () => {
    const { api } = org.ann;
    expect(await api.request('POST', '/api/meetings', { title: 'x' })).toMatchObject({
      status: 422,
      body: {
        code: 'invalidValue',
        errors: [{ path: 'when', message: 'A meeting needs a start and an end.' }],
      },
    });
    expect(
      await api.request('POST', '/api/meetings', { when: { ...when, end: '2026-03-05T08:00' } }),
    ).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'when', message: 'The end is before the start.' }] },
    });
    for (const values of [
      { when: { start: 'now' } },
      { showAs: 'away' },
      { host: { address: 'a@b.ch' } },
      { shoeSize: 42 },
    ])
      expect((await api.request('POST', '/api/meetings', { when, ...values })).status).toBe(400);
  });

  test('listed, mass-updated and mass-deleted by what a search and filters find, and nothing else', async () => {
    const { api, membershipId } = org.administrator;
    const on = (day: string) => ({ allDay: true, start: day, end: day.replace(/..$/, '28') });
    for (const [title, day] of [
      ['Zeta', '2099-03-05'],
      ['Eta', '2099-03-04'],
      ['Theta', '2020-01-01'],
    ] as const)
      await api.post('/api/meetings', { title, when: on(day) });
    const titles = async (query: string) =>
      (await api.get<Page>(`/api/meetings?ownerId=${membershipId}&${query}`)).items.map(({ title }) => title);
    expect(await titles('time=upcoming&sort=start')).toEqual(['Eta', 'Zeta']);
    expect(await titles('time=past')).toEqual(['Theta']);
    expect(await titles('')).toEqual(['Zeta', 'Eta', 'Theta']);
    const selection = { filter: { search: 'zet' } };
    expect(await api.post('/api/meetings/mass-update', { selection, changes: { showAs: 'free' } })).toEqual({
      matched: 1,
      changed: 1,
    });
    expect(await titles('showAs=free')).toEqual(['Zeta']);
    expect(
      (await api.request('POST', '/api/meetings/mass-update', { selection, changes: { when } })).status,
    ).toBe(400);
    expect(await api.post('/api/meetings/mass-delete', { selection })).toEqual({ deleted: 1 });
    expect(await titles('sort=title')).toEqual(['Eta', 'Theta']);
  });

  test('V15: another person of the organisation, or another organisation, sees nothing of it', async () => {
    const { id } = await org.ann.api.post<Meeting>('/api/meetings', {
      title: 'Private',
      when,
      recurrence: daily,
    });
    const other = await server.organisation({ name: 'Åkesson', domain: 'akesson.example' });
    for (const stranger of [org.bob, other.administrator]) {
      const one = { day: '2026-03-06', scope: 'one' };
      expect((await stranger.api.request('GET', `/api/meetings/${id}`)).status).toBe(404);
      expect((await stranger.api.request('PATCH', `/api/meetings/${id}`, { title: 'x' })).status).toBe(404);
      const path = `/api/meetings/${id}/occurrences`;
      expect((await stranger.api.request('POST', path, { ...one, changes: { title: 'x' } })).status).toBe(
        404,
      );
      expect((await stranger.api.request('POST', `${path}/delete`, one)).status).toBe(404);
      expect((await stranger.api.request('POST', `${path}/reset`, { day: one.day })).status).toBe(404);
      const calendar = '/api/meetings/calendar?from=2026-03-01&to=2026-04-01&zone=UTC';
      expect((await stranger.api.get<Page>(calendar)).items).toEqual([]);
    }
  });
});

describe('E8, E9: series through the API', () => {
  const calendarOf = async (from: string, to: string) =>
    (
      await org.bob.api.get<{
        items: { recordId: string; day: string; title: string; startsAt: string; changed: boolean }[];
      }>(`/api/meetings/calendar?from=${from}&to=${to}&zone=Europe/Zurich`)
    ).items;

  test('the calendar shows every occurrence, with the key by which it is dragged, and when', async () => {
    const { api } = org.bob;
    const { id, version } = await api.post<Meeting>('/api/meetings', {
      title: 'Stand-up',
      when,
      recurrence: daily,
    });
    const path = `/api/meetings/${id}/occurrences`;
    const match = { 'if-match': `"${version}"` };
    const moved = { ...when, start: '2026-03-29T09:30:00', end: '2026-03-29T10:00:00' };
    const dragged = await api.request(
      'POST',
      path,
      { day: '2026-03-29', scope: 'one', changes: { when: moved } },
      match,
    );
    expect(dragged).toMatchObject({
      status: 200,
      body: { rest: null, meeting: { id, version: version + 1 } },
    });
    expect(dragged.headers.get('etag')).toBe(`"${version + 1}"`);
    expect((await api.request('POST', `${path}/reset`, { day: '2026-03-29' }, match)).status).toBe(412);
    expect(await calendarOf('2026-03-28', '2026-03-31')).toMatchObject([
      {
        recordId: id,
        day: '2026-03-28',
        title: 'Stand-up',
        startsAt: '2026-03-28T08:00:00.000Z',
        changed: false,
        series: true,
        editable: true,
      },
      { day: '2026-03-29', startsAt: '2026-03-29T07:30:00.000Z', when: moved, changed: true },
      { day: '2026-03-30', startsAt: '2026-03-30T07:00:00.000Z' },
    ]);
    await api.post(`${path}/delete`, { day: '2026-03-30', scope: 'one' });
    await api.post(`${path}/reset`, { day: '2026-03-29' });
    const { meeting, rest } = await api.post<{ meeting: Meeting; rest: Meeting }>(path, {
      day: '2026-03-31',
      scope: 'following',
      changes: { title: 'Later' },
    });
    expect(rest).toMatchObject({
      id,
      occurrences: { '2026-03-30': { cancelled: true } },
      recurrence: { range: { endDate: '2026-03-30' } },
    });
    expect((await calendarOf('2026-03-28', '2026-04-02')).map(({ day, title }) => [day, title])).toEqual([
      ['2026-03-28', 'Stand-up'],
      ['2026-03-29', 'Stand-up'],
      ['2026-03-31', 'Later'],
      ['2026-04-01', 'Later'],
    ]);
    const lost = { day: '2026-03-31', scope: 'all', changes: { recurrence: { ...daily, interval: 7 } } };
    await api.post(`/api/meetings/${meeting.id}/occurrences`, {
      day: '2026-04-02',
      scope: 'one',
      changes: { title: 'x' },
    });
    const refused = await api.request('POST', `/api/meetings/${meeting.id}/occurrences`, lost);
    expect(refused).toMatchObject({ status: 409, body: { code: 'occurrencesLost' } });
    expect(
      (
        await api.request('PATCH', `/api/meetings/${meeting.id}`, {
          recurrence: { ...daily, interval: 7, range: { type: 'noEnd', startDate: '2026-03-31' } },
        })
      ).status,
    ).toBe(409);
    await api.post(`/api/meetings/${meeting.id}/occurrences`, { ...lost, confirmLost: true });
    expect((await calendarOf('2026-04-01', '2026-04-15')).map(({ day }) => day)).toEqual([
      '2026-04-07',
      '2026-04-14',
    ]);
    const gone = { day: '2026-04-07', scope: 'all' };
    expect(await api.post(`/api/meetings/${meeting.id}/occurrences/delete`, gone)).toEqual({ meeting: null });
  });

  test('a range that is too large is refused clearly', async () => {
    const path = '/api/meetings/calendar?from=2026-01-01&to=2028-01-01&zone=UTC';
    expect(await org.bob.api.request('GET', path)).toMatchObject({
      status: 422,
      body: { code: 'rangeTooLarge', detail: 'A range has at most 400 days.' },
    });
  });
});

describe('R1: meetings in files', () => {
  test('exported as iCalendar and CSV, and imported with each refused row by line and reason', async () => {
    const { api } = org.administrator;
    const exported = await api.request('GET', '/api/meetings/export?format=ics');
    expect(exported.headers.get('content-disposition')).toContain('meetings.ics');
    expect(exported.headers.get('content-type')).toContain('text/calendar');
    expect(String(exported.body)).toMatch(/^BEGIN:VCALENDAR[\s\S]*END:VCALENDAR\r\n$/);
    const csv = await api.request('GET', '/api/meetings/export?format=csv');
    expect(String(csv.body)).toContain('Title,Start date,Start time,End date,End time,All day,Time zone');
    const ics = [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'UID:new-1',
      'SUMMARY:New',
      'DTSTART:20990305T090000Z',
      'DURATION:PT1H',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:new-2',
      'SUMMARY:Timeless',
      'END:VEVENT',
      'END:VCALENDAR',
    ];
    const form = new FormData();
    form.append('file', new Blob([ics.join('\r\n')]), 'calendar.ics');
    const preview = (await api.request('POST', '/api/meetings/imports', form)).body as {
      id: string;
      suggestedMapping: object;
    };
    expect(preview).toMatchObject({
      format: 'ics',
      rowCount: 2,
      suggestedMapping: { Title: 'title', 'Start date': 'start', 'Start time': 'startTime', UID: 'uid' },
      preview: [{ Title: 'New', 'Start date': '2099-03-05', 'Start time': '09:00:00' }],
    });
    const start = { mapping: preview.suggestedMapping, duplicates: 'skip' };
    expect((await api.request('POST', `/api/imports/${preview.id}/start`, start)).status).toBe(202);
    const ended = await until(
      () => api.get<{ state: string; created: number; refused: object[] }>(`/api/imports/${preview.id}`),
      ({ state }) => state === 'done',
    );
    expect(ended).toMatchObject({ created: 1, refused: [{ line: 8, reason: 'It has no start.' }] });
    const { items } = await api.get<Page>('/api/meetings?origin=import');
    expect(items).toMatchObject([
      { title: 'New', invite: false, uid: 'new-1', startsAt: '2099-03-05T09:00:00.000Z' },
    ]);
  });
});
