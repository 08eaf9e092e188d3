import { describe, expect, test } from 'vitest';
import { listOutbox } from '../mail/outbox.ts';
import { testTenant, text } from '../testkit.ts';

const ANN = '/outlook/ann%40contoso.example';
const ZONE = 'Europe/Berlin';

function setUp() {
  const people = ['ann', 'bob'].map((name) => ({
    userPrincipalName: `${name}@contoso.example`,
    displayName: name,
    timeZone: ZONE,
  }));
  const { simulator } = testTenant({ people });
  const ann = simulator.act('ann@contoso.example');
  const bob = simulator.act('bob@contoso.example');
  const open = async (path: string) => (await simulator.fetch(new Request(`http://localhost${path}`))).text();
  const submit = (path: string, form: Record<string, string> | [string, string][]) =>
    simulator.fetch(
      new Request(`http://localhost${path}`, { method: 'POST', body: new URLSearchParams(form) }),
    );
  return { simulator, ann, bob, open, submit };
}

/** What a browser sends for the form on a page: every field of it. */
function fieldsOf(page: string): Record<string, string> {
  const fields: Record<string, string> = {};
  const plain = (escaped: string) =>
    escaped
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  const form = page.slice(page.indexOf('/events/'));
  for (const [tag, name = ''] of form.matchAll(/<input[^>]*?name="([^"]+)"[^>]*>/g)) {
    const value = plain(/value="([^"]*)"/.exec(tag)?.[1] ?? 'on');
    if (!tag.includes('checkbox') || tag.includes('checked')) fields[name] = value;
  }
  for (const [, name = '', options = ''] of form.matchAll(/<select name="([^"]+)">([\s\S]*?)<\/select>/g))
    fields[name] =
      /value="([^"]*)"\s+selected/.exec(options)?.[1] ?? /value="([^"]*)"/.exec(options)?.[1] ?? '';
  for (const [, name = '', value = ''] of form.matchAll(
    /<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)<\/textarea/g,
  ))
    fields[name] = plain(value).replaceAll('\n', '\r\n');
  return fields;
}

const NEW = {
  calendar: '',
  subject: 'Standup',
  start: '2026-03-02T09:00',
  end: '2026-03-02T09:30',
  zone: ZONE,
};
const eventPath = (id: string, more = '') => `${ANN}/calendar?event=${encodeURIComponent(id)}${more}`;

describe('Calendar', () => {
  test('an event is created, seen by week, month and list, edited and deleted', async () => {
    const { ann, open, submit } = setUp();
    const created = await submit(`${ANN}/events/create`, {
      ...NEW,
      location: 'Room <1>',
      body: 'Hello\r\nyou',
      reminder: '',
    });
    expect(created.status).toBe(303);
    const [event = {}] = ann.events();
    expect(event).toMatchObject({
      subject: 'Standup',
      isReminderOn: false,
      originalStartTimeZone: ZONE,
      start: { dateTime: '2026-03-02T08:00:00.0000000' },
    });
    expect(await open(created.headers.get('location') ?? '')).toContain('Room &lt;1&gt;');
    for (const view of ['week', 'month', 'list'])
      expect(await open(`${ANN}/calendar?date=2026-03-02&view=${view}`)).toContain('09:00–09:30');
    expect(await open(`${ANN}/calendar?date=2026-03-09`)).not.toContain('Standup');

    const id = text(event, 'id');
    const form = fieldsOf(await open(eventPath(id, '&edit=yes')));
    const etag = text(event, '@odata.etag');
    await submit(`${ANN}/events/update`, form);
    expect(ann.event(id)?.['@odata.etag']).toBe(etag);
    await submit(`${ANN}/events/update`, {
      ...form,
      subject: 'Review',
      isAllDay: 'on',
      end: '2026-03-03T09:30',
    });
    expect(ann.event(id)).toMatchObject({
      subject: 'Review',
      isAllDay: true,
      end: { dateTime: '2026-03-03T23:00:00.0000000' },
    });
    expect(fieldsOf(await open(eventPath(id, '&edit=yes')))).toMatchObject({
      isAllDay: 'on',
      start: '2026-03-02T00:00',
      end: '2026-03-03T00:00',
    });
    await submit(`${ANN}/events/delete`, { id });
    expect(ann.events()).toEqual([]);
    expect(await open(eventPath(id))).toContain('This event is not there any more.');
  });

  test('a series: this one, and all', async () => {
    const { ann, open, submit } = setUp();
    await submit(`${ANN}/events/create`, [
      ...Object.entries({ ...NEW, repeat: 'weekly', interval: '1', count: '3' }),
      ['days', 'monday'],
      ['days', 'wednesday'],
    ]);
    const [master = {}] = ann.events();
    expect(master).toMatchObject({
      recurrence: { pattern: { daysOfWeek: ['monday', 'wednesday'] }, range: { numberOfOccurrences: 3 } },
    });
    const masterId = text(master, 'id');
    const second = text(ann.occurrence(masterId, '2026-03-04') ?? {}, 'id');
    const page = await open(eventPath(second));
    for (const words of ['Edit this one', 'Edit all', 'Delete this one', 'Delete all'])
      expect(page).toContain(words);
    const form = fieldsOf(await open(eventPath(second, '&edit=yes')));
    expect(form).not.toHaveProperty('repeat');
    await submit(`${ANN}/events/update`, { ...form, subject: 'Guest' });
    expect(ann.event(second)).toMatchObject({ type: 'exception', subject: 'Guest' });
    await submit(`${ANN}/events/delete`, { id: text(ann.occurrence(masterId, '2026-03-09') ?? {}, 'id') });
    expect(await open(`${ANN}/calendar?date=2026-03-09`)).not.toContain('Standup');
    const { days: _days, ...whole } = fieldsOf(await open(eventPath(masterId, '&edit=yes')));
    await submit(`${ANN}/events/update`, [
      ...Object.entries({ ...whole, location: 'Hall' }),
      ['days', 'monday'],
      ['days', 'wednesday'],
    ]);
    expect(ann.event(second)).toMatchObject({ type: 'exception', location: { displayName: 'Hall' } });
  });

  test('an invitation is answered, and the organizer sees it', async () => {
    const { simulator, ann, bob, open, submit } = setUp();
    bob.createEvent({
      subject: 'Lunch',
      start: { dateTime: '2026-03-02T12:00', timeZone: ZONE },
      end: { dateTime: '2026-03-02T13:00', timeZone: ZONE },
      attendees: [{ emailAddress: { address: 'ann@contoso.example' } }],
    });
    const id = text(ann.events()[0] ?? {}, 'id');
    expect(await open(eventPath(id))).toContain('Accept');
    await submit(`${ANN}/events/respond`, { id, answer: 'accept' });
    expect(bob.events()[0]).toMatchObject({ attendees: [{ status: { response: 'accepted' } }] });
    expect(listOutbox(simulator.state).map(({ kind }) => kind)).toEqual(['invitation', 'response']);
    await submit(`${ANN}/events/respond`, { id, answer: 'decline' });
    expect(ann.events()).toEqual([]);
  });

  test('a Teams meeting keeps its link when the text is edited', async () => {
    const { ann, open, submit } = setUp();
    await submit(`${ANN}/events/create`, { ...NEW, isOnlineMeeting: 'on', body: 'Hi' });
    const id = text(ann.events()[0] ?? {}, 'id');
    const form = fieldsOf(await open(eventPath(id, '&edit=yes')));
    await submit(`${ANN}/events/update`, { ...form, body: `Hello ${form['body'] ?? ''}` });
    expect(ann.event(id)).toMatchObject({
      isOnlineMeeting: true,
      bodyPreview: expect.stringContaining('Hello Hi') as string,
    });
  });

  test('calendars are created, renamed and deleted; the first one stays', async () => {
    const { ann, open, submit } = setUp();
    await submit(`${ANN}/calendars/create`, { name: 'CRM' });
    const id = text(ann.calendars()[1] ?? {}, 'id');
    await submit(`${ANN}/events/create`, { ...NEW, calendar: id });
    await submit(`${ANN}/calendars/rename`, { id, name: 'Sales' });
    const page = await open(`${ANN}/calendar?date=2026-03-02&calendar=${encodeURIComponent(id)}`);
    for (const words of ['Sales', 'Standup']) expect(page).toContain(words);
    expect((await submit(`${ANN}/calendars/create`, { name: 'sales' })).status).toBe(400);
    await submit(`${ANN}/calendars/delete`, { id });
    expect(ann.calendars()).toHaveLength(1);
    const first = text(ann.calendars()[0] ?? {}, 'id');
    expect((await submit(`${ANN}/calendars/delete`, { id: first })).status).toBe(400);
  });

  test('what is refused is said, with what was typed', async () => {
    const { ann, submit } = setUp();
    const refused = await submit(`${ANN}/events/create`, { ...NEW, end: '2026-03-01T09:00' });
    expect(refused.status).toBe(400);
    const page = await refused.text();
    expect(page).toContain('The end of the event is before its start.');
    expect(fieldsOf(page)).toMatchObject({ subject: 'Standup', end: '2026-03-01T09:00' });
    expect(ann.events()).toEqual([]);
  });
});
