import { describe, expect, test } from 'vitest';
import { entries, errorCode, text } from '../../testkit.ts';
import type { JsonObject } from '../../state/types.ts';
import { at, calendarTenant, eventAt, idOf, made, MARCH, startsOf, view, weekly } from './testkit.ts';

describe('GRAPH 1.3, 2.2: an event', () => {
  test('is created with all its defaults, and found again', async () => {
    const { ann } = calendarTenant();
    const answer = await ann.post(
      '/me/events',
      eventAt('2026-03-05T10:00', { body: { contentType: 'text', content: 'a < b' } }),
    );
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      type: 'singleInstance',
      subject: 'Talk',
      isAllDay: false,
      showAs: 'busy',
      sensitivity: 'normal',
      isOrganizer: true,
      isReminderOn: true,
      reminderMinutesBeforeStart: 15,
      responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
      organizer: { emailAddress: { address: 'ann@contoso.example' } },
      recurrence: null,
      seriesMasterId: null,
      location: { displayName: '' },
      locations: [],
      attendees: [],
      bodyPreview: 'a < b',
      onlineMeeting: null,
    });
    for (const name of ['originalStart', 'transactionId', 'cancelledOccurrences'])
      expect(answer.body).not.toHaveProperty(name);
    const { content } = answer.body['body'] as { content: string };
    expect(content).toMatch(/^<html><head>[\s\S]*a &lt; b/);
    const path = `/me/events/${idOf(answer)}`;
    expect((await ann.get(path)).body).toMatchObject({ subject: 'Talk' });
    const plain = await ann.get(path, { prefer: 'outlook.body-content-type="text"' });
    expect(plain.body['body']).toEqual({ contentType: 'text', content: 'a < b' });
    expect(entries(await ann.get('/me/events'))).toHaveLength(1);
    expect((await ann.patch(path, { subject: 'New', isReminderOn: false })).body).toMatchObject({
      subject: 'New',
      isReminderOn: false,
    });
    expect((await ann.remove(path)).status).toBe(204);
    expect(errorCode(await ann.get(path))).toBe('ErrorItemNotFound');
  });

  test('GET answers in UTC or the preferred zone, POST in the zone that was sent', async () => {
    const { ann } = calendarTenant();
    const answer = await ann.post('/me/events', eventAt('2026-07-05T10:00', {}, 'Pacific Standard Time'));
    expect(answer.body).toMatchObject({
      start: at('2026-07-05T10:00:00.0000000', 'Pacific Standard Time'),
      originalStartTimeZone: 'Pacific Standard Time',
    });
    const path = `/me/events/${idOf(answer)}`;
    expect((await ann.get(path)).body['start']).toEqual(at('2026-07-05T17:00:00.0000000'));
    for (const [zone, dateTime] of [
      ['W. Europe Standard Time', '2026-07-05T19:00:00.0000000'],
      ['Asia/Kolkata', '2026-07-05T22:30:00.0000000'],
    ] as const) {
      const read = await ann.get(path, { prefer: `outlook.timezone="${zone}"` });
      expect(read.body['start']).toEqual(at(dateTime, zone));
      expect(read.headers.get('preference-applied')).toBe(`outlook.timezone="${zone}"`);
    }
    expect((await ann.get(path, { prefer: 'outlook.timezone="Mars"' })).status).toBe(400);
    const filter = encodeURIComponent("start/dateTime ge '2026-07-05T16:30:00'");
    expect(entries(await ann.get(`/me/events?$filter=${filter}`))).toHaveLength(1);
  });

  test('the window of a calendar view takes offsets and ignores the preferred zone', async () => {
    const { ann } = calendarTenant();
    await made(ann, eventAt('2026-03-05T10:00'));
    const ask = async (from: string, to: string) =>
      entries(
        await ann.get(`/me/${view(encodeURIComponent(from), encodeURIComponent(to))}`, {
          prefer: 'outlook.timezone="Asia/Tokyo"',
        }),
      ).length;
    expect(await ask('2026-03-05T10:59:00', '2026-03-06T00:00:00')).toBe(1);
    expect(await ask('2026-03-05T11:00:00Z', '2026-03-06T00:00:00Z')).toBe(0);
    expect(await ask('2026-03-05T11:00:00+02:00', '2026-03-05T13:00:00+02:00')).toBe(1);
    expect(await ask('2026-03-05T09:00:00', '2026-03-05T10:00:00')).toBe(0);
    expect(errorCode(await ann.get('/me/calendarView'))).toBe('ErrorInvalidParameter');
    expect(errorCode(await ann.get(`/me/${view('yesterday', '2026-03-06')}`))).toBe('ErrorInvalidParameter');
    expect(errorCode(await ann.get(`/me/${view('2020-01-01', '2026-03-06')}`))).toBe('ErrorInvalidRequest');
  });

  test.each<[string, JsonObject, string]>([
    ['no end', { end: null }, 'ErrorPropertyValidationFailure'],
    ['an end before the start', { end: at('2026-03-05T09:00:00') }, 'ErrorPropertyValidationFailure'],
    ['an unknown zone', { start: at('2026-03-05T10:00:00', 'Mars') }, 'ErrorPropertyValidationFailure'],
    ['a date that is none', { start: at('2026-02-30T10:00:00') }, 'ErrorPropertyValidationFailure'],
    ['an all-day event that starts at ten', { isAllDay: true }, 'ErrorInvalidRequest'],
    ['an unknown property', { title: 'x' }, 'RequestBodyRead'],
    ['an unknown showAs', { showAs: 'away' }, 'RequestBodyRead'],
    ['an attendee without an address', { attendees: [{ type: 'required' }] }, 'ErrorInvalidRequest'],
  ])('with %s: 400', async (_name, more, code) => {
    const { ann } = calendarTenant();
    const answer = await ann.post('/me/events', eventAt('2026-03-05T10:00', more));
    expect([answer.status, errorCode(answer)]).toEqual([400, code]);
    expect(entries(await ann.get('/me/events'))).toEqual([]);
  });

  test('of all day: midnights in one zone, an end beyond the last day', async () => {
    const { ann } = calendarTenant();
    const body = eventAt('2026-03-05', { isAllDay: true }, 'America/New_York');
    const answer = await ann.post('/me/events', body);
    expect(answer.body).toMatchObject({
      isAllDay: true,
      showAs: 'free',
      start: at('2026-03-05T00:00:00.0000000', 'America/New_York'),
    });
    const path = `/me/events/${idOf(answer)}`;
    expect((await ann.get(path)).body['start']).toEqual(at('2026-03-05T05:00:00.0000000'));
    expect((await ann.post('/me/events', { ...body, end: body['start'] ?? null })).status).toBe(400);
    expect(
      (await ann.post('/me/events', { ...body, end: at('2026-03-06T00:00:00', 'Europe/Paris') })).status,
    ).toBe(400);
    expect((await ann.patch(path, { start: at('2026-03-05T01:00:00', 'America/New_York') })).status).toBe(
      400,
    );
    const floating = calendarTenant({ unknowns: { allDayShown: 'midnight' } });
    await made(floating.ann, body);
    expect(startsOf(entries(await floating.ann.get('/me/events')))).toEqual(['2026-03-05T00:00:00.0000000']);
  });

  test('location and locations mirror each other', async () => {
    const { ann } = calendarTenant();
    const path = await made(ann, eventAt('2026-03-05T10:00', { location: { displayName: 'Room 1' } }));
    const place = {
      displayName: 'Room 1',
      locationType: 'default',
      uniqueId: 'Room 1',
      uniqueIdType: 'private',
    };
    expect((await ann.get(path)).body).toMatchObject({ location: place, locations: [place] });
    const two = await ann.patch(path, { locations: [{ displayName: 'A' }, { displayName: 'B' }] });
    expect(two.body).toMatchObject({
      location: { displayName: 'A; B' },
      locations: [{ displayName: 'A' }, { displayName: 'B' }],
    });
    expect((await ann.patch(path, { location: { displayName: 'C' } })).body['locations']).toMatchObject([
      { displayName: 'C' },
    ]);
  });

  test.each([400, 409] as const)('GRAPH 1.4: a used transactionId is refused with %i', async (status) => {
    const { ann } = calendarTenant({ unknowns: { duplicateTransactionStatus: status } });
    const body = eventAt('2026-03-05T10:00', { transactionId: 't-1' });
    const first = await ann.post('/me/events', body);
    expect(first.body['transactionId']).toBe('t-1');
    const second = await ann.post('/me/events', body);
    expect([second.status, errorCode(second)]).toEqual([status, 'ErrorDuplicateTransactionId']);
    expect(second.body['error']).toMatchObject({ '@event.existingEventId': first.body['id'] });
    await ann.patch(`/me/events/${idOf(first)}`, { transactionId: 't-2' });
    expect((await ann.get(`/me/events/${idOf(first)}`)).body['transactionId']).toBe('t-1');
  });

  test('an online meeting is made once, and ends when the link leaves the body', async () => {
    const { ann } = calendarTenant();
    const path = await made(
      ann,
      eventAt('2026-03-05T10:00', {
        isOnlineMeeting: true,
        body: { contentType: 'html', content: '<p>Hi</p>' },
      }),
    );
    const { body } = await ann.get(path);
    const { joinUrl } = body['onlineMeeting'] as { joinUrl: string };
    const { content } = body['body'] as { content: string };
    expect(body).toMatchObject({ isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' });
    expect(content).toContain(joinUrl);
    expect((await ann.patch(path, { isOnlineMeeting: false })).body).toMatchObject({ isOnlineMeeting: true });
    const kept = await ann.patch(path, {
      body: { contentType: 'html', content: content.replace('Hi', 'Hello') },
    });
    expect(kept.body).toMatchObject({ onlineMeeting: { joinUrl } });
    const lost = await ann.patch(path, { body: { contentType: 'text', content: 'Hello' } });
    expect(lost.body).toMatchObject({ isOnlineMeeting: false, onlineMeeting: null });
  });

  test('GRAPH 1.4: extended properties and extensions work as on contacts', async () => {
    const { ann } = calendarTenant();
    const id = 'String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Mark';
    const extensions = [{ extensionName: 'Com.Crm', level: 1 }];
    const path = await made(
      ann,
      eventAt('2026-03-05T10:00', { singleValueExtendedProperties: [{ id, value: 'x' }], extensions }),
    );
    const any = encodeURIComponent(
      `singleValueExtendedProperties/Any(ep: ep/id eq '${id}' and ep/value eq 'X')`,
    );
    expect(entries(await ann.get(`/me/events?$filter=${any}`))).toHaveLength(1);
    const expand = encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${id}')`);
    expect((await ann.get(`${path}?$expand=${expand},extensions`)).body).toMatchObject({
      singleValueExtendedProperties: [{ id, value: 'x' }],
      extensions: [{ level: 1 }],
    });
    expect((await ann.get(`${path}/extensions/Com.Crm`)).body).toMatchObject({ level: 1 });
  });

  test('a stale If-Match: 412', async () => {
    const { ann } = calendarTenant();
    const path = await made(ann, eventAt('2026-03-05T10:00'));
    const etag = text((await ann.get(path)).body, '@odata.etag');
    await ann.patch(path, { subject: 'A' });
    expect((await ann.patch(path, { subject: 'B' }, { 'if-match': etag })).status).toBe(412);
  });

  test('reading needs Calendars.Read, writing Calendars.ReadWrite', async () => {
    const { client } = calendarTenant();
    const reader = client('ann@contoso.example', { scopes: ['Calendars.Read'] });
    expect((await reader.get('/me/events')).status).toBe(200);
    expect((await reader.post('/me/events', eventAt('2026-03-05T10:00'))).status).toBe(403);
    expect((await client('ann@contoso.example').get(`/me/${MARCH}`)).status).toBe(403);
  });
});

describe('GRAPH 1.2, 2.3: calendars', () => {
  test('are created, listed, renamed, coloured and deleted with their events', async () => {
    const { ann } = calendarTenant();
    const answer = await ann.post('/me/calendars', { name: 'CRM', color: 'lightBlue' });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      name: 'CRM',
      color: 'lightBlue',
      isDefaultCalendar: false,
      isRemovable: true,
      isTallyingResponses: false,
    });
    const path = `/me/calendars/${idOf(answer)}`;
    expect(entries(await ann.get('/me/calendars')).map(({ name }) => name)).toEqual(['Calendar', 'CRM']);
    const event = await ann.post(`${path}/events`, eventAt('2026-03-05T10:00'));
    expect(entries(await ann.get('/me/events'))).toEqual([]);
    expect(entries(await ann.get(`${path}/events`))).toHaveLength(1);
    expect(entries(await ann.get(`${path}/${MARCH}`))).toHaveLength(1);
    expect((await ann.get(`/me/events/${idOf(event)}`)).status).toBe(200);
    expect((await ann.get(`/me/calendar/events/${idOf(event)}`)).status).toBe(404);
    expect((await ann.patch(path, { name: 'Sales' })).body).toMatchObject({
      name: 'Sales',
      color: 'lightBlue',
    });
    expect((await ann.post('/me/calendars', { name: 'sales' })).status).toBe(409);
    expect((await ann.remove(path)).status).toBe(204);
    expect((await ann.get(`/me/events/${idOf(event)}`)).status).toBe(404);
    expect((await ann.get(`${path}/events`)).status).toBe(404);
  });

  test.each([400, 403] as const)(
    'the default calendar cannot be deleted: %i',
    async (defaultCalendarStatus) => {
      const { ann } = calendarTenant({ unknowns: { defaultCalendarStatus } });
      const { body } = await ann.get('/me/calendar');
      expect(body).toMatchObject({
        name: 'Calendar',
        isDefaultCalendar: true,
        owner: { address: 'ann@contoso.example' },
      });
      expect((await ann.remove('/me/calendar')).status).toBe(defaultCalendarStatus);
      expect((await ann.remove(`/me/calendars/${text(body, 'id')}`)).status).toBe(defaultCalendarStatus);
    },
  );

  test('a calendar group is one more way to them', async () => {
    const { ann } = calendarTenant();
    const [group] = entries(await ann.get('/me/calendarGroups'));
    const path = `/me/calendarGroups/${encodeURIComponent(text(group ?? {}, 'id'))}/calendars`;
    const [calendar] = entries(await ann.get(path));
    expect(
      (
        await ann.post(
          `${path}/${encodeURIComponent(text(calendar ?? {}, 'id'))}/events`,
          eventAt('2026-03-05T10:00', weekly()),
        )
      ).status,
    ).toBe(400);
    expect(
      (
        await ann.post(
          `${path}/${encodeURIComponent(text(calendar ?? {}, 'id'))}/events`,
          eventAt('2026-03-02T10:00', weekly()),
        )
      ).status,
    ).toBe(201);
    expect(entries(await ann.get('/me/events'))).toHaveLength(1);
    expect((await ann.get('/me/calendarGroups/other-group/calendars')).status).toBe(404);
  });
});
