import { describe, expect, test } from 'vitest';
import { textOf, type JsonObject } from '../json.ts';
import { bodyFromGraph, bodyToGraph } from './body.ts';
import { meetingFromGraph, unreadable } from './from-graph.ts';
import { noteLines } from './note.ts';
import { objectionTo } from './objection.ts';
import type { MeetingContext } from './setting.ts';
import { changedEvent, newEvent } from './to-graph.ts';
import { nameForGraph, zoneOf } from '../zones.ts';

const context: MeetingContext = {
  timeZone: 'Europe/Zurich',
  name: 'Counterpart',
  madeBy: 'calendar/adele',
  privateEvents: 'timeOnly',
  recordUrl: (id) => `https://crm.example/meetings/${id}`,
};
const utc = (dateTime: string) => ({ dateTime: `${dateTime}.0000000`, timeZone: 'UTC' });
const event = (start: string, end: string, more: JsonObject = {}): JsonObject => ({
  id: 'x',
  subject: 'x',
  start: utc(start),
  end: utc(end),
  originalStartTimeZone: 'W. Europe Standard Time',
  isOrganizer: true,
  ...more,
});
const shown = (item: JsonObject) => meetingFromGraph(item, context, undefined).content;

describe('E9 times', () => {
  test('Windows names, IANA names and UTC under any name', () => {
    expect(zoneOf('W. Europe Standard Time')).toBe('Europe/Berlin');
    expect(zoneOf('pacific standard time')).toBe('America/Los_Angeles');
    expect(zoneOf('Asia/Kolkata')).toBe('Asia/Kolkata');
    for (const name of ['UTC', 'Etc/UTC', 'tzone://Microsoft/Utc', 'GMT']) expect(zoneOf(name)).toBe('UTC');
    for (const name of ['tzone://Microsoft/Custom', 'Customized Time Zone', '+05:30', 'Nowhere/Land'])
      expect(zoneOf(name)).toBeUndefined();
  });

  test('a zone is written under its Windows name where both agree, else under its own: never another hour', () => {
    expect(nameForGraph('Europe/Zurich', [2026])).toBe('W. Europe Standard Time');
    expect(nameForGraph('Asia/Kolkata', [2026])).toBe('India Standard Time');
    expect(nameForGraph('Antarctica/Troll', [2026])).toBe('Antarctica/Troll');
    // Zurich had no daylight saving in 1980, Berlin had.
    expect(nameForGraph('Europe/Zurich', [1980])).toBe('Europe/Zurich');
  });

  test('the CRM’s own zone stays, while Windows calls it the same; a person’s change of zone counts', () => {
    const { body, native } = newEvent(
      { when: { start: '2026-06-11T09:00:00', end: '2026-06-11T10:00:00', zone: 'Europe/Zurich' } },
      context,
      'org/1',
    );
    expect(body['start']).toEqual({ dateTime: '2026-06-11T09:00:00', timeZone: 'W. Europe Standard Time' });
    const kept = JSON.parse(JSON.stringify(native));
    const read = (zone: string) =>
      meetingFromGraph(
        event('2026-06-11T07:00:00', '2026-06-11T08:00:00', { originalStartTimeZone: zone }),
        context,
        kept,
      ).content['when'];
    expect(read('W. Europe Standard Time')).toMatchObject({
      start: '2026-06-11T09:00:00',
      zone: 'Europe/Zurich',
    });
    expect(read('Pacific Standard Time')).toMatchObject({
      start: '2026-06-11T00:00:00',
      zone: 'America/Los_Angeles',
    });
  });

  test('an all-day event is its dates, however the service shows it', () => {
    const when = { allDay: true, start: '2026-03-29', end: '2026-03-30' };
    const asDay = (start: string, end: string, zone: string) =>
      shown(event(start, end, { isAllDay: true, originalStartTimeZone: zone }))['when'];
    expect(asDay('2026-03-29T00:00:00', '2026-03-30T00:00:00', 'W. Europe Standard Time')).toEqual(when);
    expect(asDay('2026-03-28T23:00:00', '2026-03-29T22:00:00', 'W. Europe Standard Time')).toEqual(when);
    expect(asDay('2026-03-29T10:00:00', '2026-03-30T10:00:00', 'Hawaiian Standard Time')).toEqual(when);
    expect(asDay('2026-03-28T10:00:00', '2026-03-29T10:00:00', 'Line Islands Standard Time')).toEqual(when);
  });

  test('the second of two equal hours is shown at its instant', () => {
    expect(shown(event('2026-10-25T00:15:00', '2026-10-25T00:45:00'))['when']).toEqual({
      start: '2026-10-25T02:15:00',
      end: '2026-10-25T02:45:00',
      zone: 'Europe/Berlin',
    });
    expect(shown(event('2026-10-25T01:15:00', '2026-10-25T01:45:00'))['when']).toEqual({
      start: '2026-10-25T01:15:00',
      end: '2026-10-25T01:45:00',
      zone: 'UTC',
    });
  });

  test('a zone that somebody made up: a single event is shown at its instant; a series or a whole day cannot be told', () => {
    const custom = { originalStartTimeZone: 'tzone://Microsoft/Custom' };
    const single = event('2026-06-11T07:00:00', '2026-06-11T08:00:00', custom);
    expect(shown(single)['when']).toMatchObject({ start: '2026-06-11T07:00:00', zone: 'UTC' });
    expect(unreadable(single, shown(single))).toBeUndefined();
    const recurrence = {
      pattern: { type: 'daily', interval: 1 },
      range: { type: 'noEnd', startDate: '2026-06-11' },
    };
    for (const item of [
      event('2026-06-11T07:00:00', '2026-06-11T08:00:00', { ...custom, recurrence }),
      event('2026-06-10T22:00:00', '2026-06-11T22:00:00', { ...custom, isAllDay: true }),
    ])
      expect(unreadable(item, shown(item))).toBe('unknownTimeZone');
  });

  test('fillers of a recurrence fall away, and none is written; range and zone are those of the event', () => {
    const item = event('2026-06-11T07:00:00', '2026-06-11T08:00:00', {
      recurrence: {
        pattern: {
          type: 'weekly',
          interval: 2,
          month: 0,
          dayOfMonth: 0,
          daysOfWeek: ['thursday'],
          firstDayOfWeek: 'sunday',
          index: 'first',
        },
        range: {
          type: 'noEnd',
          startDate: '2026-06-11',
          endDate: '0001-01-01',
          recurrenceTimeZone: 'W. Europe Standard Time',
          numberOfOccurrences: 0,
        },
      },
    });
    const { content, native } = meetingFromGraph(item, context, undefined);
    const { body } = changedEvent(content, ['when'], JSON.parse(JSON.stringify(native)), context, 'org/1');
    expect(body['recurrence']).toEqual({
      pattern: { type: 'weekly', interval: 2, daysOfWeek: ['thursday'], firstDayOfWeek: 'sunday' },
      range: { type: 'noEnd', startDate: '2026-06-11', recurrenceTimeZone: 'W. Europe Standard Time' },
    });
  });
});

const wrapped = (inner: string, head = '') => ({
  contentType: 'html',
  content: `<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">${head}</head>\r\n<body>\r\n${inner}\r\n</body>\r\n</html>\r\n`,
});
const text = (inner: string, head?: string) =>
  bodyFromGraph(wrapped(inner, head), {}, undefined, { name: 'Counterpart' }).description;

describe('E10 descriptions', () => {
  test.each([
    ['as the service wraps text', '<div class="PlainText">a &lt; b<br>\r\nc</div>', 'a < b\nc'],
    [
      'as Outlook on the web writes it',
      '<div class="elementToProof" style="font-family:Aptos, Calibri; font-size:12pt; color:rgb(0, 0, 0)">a</div><div class="elementToProof"><br></div><div>b</div>',
      'a\n\nb',
    ],
    [
      'as Outlook for Windows writes it',
      '<div class="WordSection1"><p class="MsoNormal"><span lang="DE">a&nbsp; b<o:p></o:p></span></p></div>',
      'a  b',
    ],
    [
      'with an address in it',
      '<div>see <a href="https://a.example/">https://a.example</a></div>',
      'see https://a.example',
    ],
    ['nothing but a line', '<div><br></div>', ''],
  ])('plain text in the clothes of HTML is text: %s', (_, inner, expected) => {
    expect((text(inner, '<style>p {margin: 0}</style>') as string).trim()).toBe(expected);
  });

  test.each([
    '<b>x</b>',
    '<a href="https://a.example">here</a>',
    '<span style="color:red">x</span>',
    '<ul><li>x</li></ul>',
    '<img src="cid:1">',
  ])('what says more than its text stays HTML: %s', (inner) => {
    expect(text(`<div>${inner}</div>`)).toEqual({ html: expect.stringContaining(inner) });
  });
});

describe('E11 the note of those who take part', () => {
  const details = { participants: { 'ada@x.example': { name: 'Ada' } } };
  const options = { name: 'Counterpart' };
  const html = textOf(bodyToGraph('text', noteLines(details, options), '')['content']) ?? '';
  const described = (inner: string) => bodyFromGraph(wrapped(inner), details, undefined, options).description;

  test.each([
    ['as it was written', html],
    ['with Outlook’s prefix', html.replaceAll('CounterpartNote', 'x_x_CounterpartNote')],
    ['without its name', html.replaceAll(/ (id|class)="CounterpartNote"/g, '')],
    ['wrapped', `<div class="WordSection1"><div>${html}</div></div>`],
    ['all in one element', `<div>${html.replaceAll(/<\/?div[^>]*>/g, '').replace('text', 'text<br>')}</div>`],
    [
      'addresses made links',
      html.replace('ada@x.example', '<a href="mailto:ada@x.example">ada@x.example</a>'),
    ],
  ])('is no part of the description: %s', (_, inner) => {
    expect((described(inner) as string).trim()).toBe('text');
  });

  test('beside HTML it is cut out, and the rest stays letter for letter', () => {
    const note = html.replace('<div>text</div>', '');
    expect(described(`<p><b>x</b>&nbsp;&amp;</p>${note}<p>after</p>`)).toEqual({
      html: expect.stringMatching(/<p><b>x<\/b>&nbsp;&amp;<\/p>\s*<p>after<\/p>/),
    });
  });
});

describe('the block of Microsoft Teams', () => {
  const joinUrl =
    'https://teams.microsoft.com/l/meetup-join/19%3ameeting/0?context=%7b%22Tid%22%3a%221%22%7d';
  const rule = `<div style="width:100%"><span style="white-space:nowrap; color:#5F5F5F; opacity:.36">${'_'.repeat(80)}</span></div>`;
  const block = `<br>\n${rule}\n<div class="me-email-text" lang="en-US" style="color:#252424"><div><span>Microsoft Teams meeting</span></div><a href="${joinUrl}">Join the meeting now</a></div>\n${rule}`;
  const read = (inner: string) => bodyFromGraph(wrapped(inner), {}, joinUrl, { name: 'Counterpart' });

  test.each([
    ['after the text', `<div>Agenda</div>${block}`],
    ['wrapped with it', `<div class="WordSection1"><div>Agenda</div>${block}</div>`],
    ['with Outlook’s prefix', `<div>Agenda</div>${block.replace('me-email-text', 'x_me-email-text')}`],
  ])('is no part of the description, and stays when that is written: %s', (_, inner) => {
    const body = read(inner);
    expect((body.description as string).trim()).toBe('Agenda');
    expect(body.block).toContain(joinUrl);
    const again = read(textOf(bodyToGraph('New agenda', [], body.block)['content']) ?? '');
    expect((again.description as string).trim()).toBe('New agenda');
    expect(again.block).toBe(body.block);
  });

  test('that cannot be told from the text: a new description is refused', () => {
    const item = event('2026-06-11T07:00:00', '2026-06-11T08:00:00', {
      body: wrapped(`<div>Join here: <a href="${joinUrl}">link</a></div>`),
      isOnlineMeeting: true,
      onlineMeeting: { joinUrl },
    });
    const { content, native } = meetingFromGraph(item, context, undefined);
    const write = { op: 'update', key: 'k', id: 'x', version: '1', marker: 'org/1', native } as const;
    expect(
      objectionTo({ ...write, content: { ...content, description: 'x' }, fields: ['description'] }),
    ).toMatch(/end the online meeting/);
    expect(objectionTo({ ...write, content: { ...content, title: 'y' }, fields: ['title'] })).toBeUndefined();
  });
});

describe('what Outlook cannot express is refused in words, before it is sent', () => {
  const when = { start: '2026-06-11T09:00:00', end: '2026-06-11T10:00:00', zone: 'Europe/Zurich' };
  const daily = (range: object) => ({
    type: 'daily',
    interval: 1,
    range: { startDate: '2026-06-11', ...range },
  });
  const many = Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`p${n}@x.example`, {}]));
  test.each([
    [{ title: 'x' }, /needs a start and an end/],
    [{ when, participants: many, invite: true }, /at most 500 attendees; this meeting has 501/],
    [{ when, recurrence: daily({ type: 'numbered', numberOfOccurrences: 1000 }) }, /at most 999/],
    [{ when, recurrence: daily({ type: 'endDate', endDate: '2026-06-10' }) }, /ends before it begins/],
    [{ when, host: { address: 'h@x.example', name: 'Hanna' } }, /belongs to its host, Hanna/],
  ])('%j', (content, words) => {
    const write = { op: 'create', key: 'k', marker: 'org/1', content: content as never } as const;
    expect(objectionTo(write)).toMatch(words);
  });

  test('five hundred who are not invited are no matter', () => {
    const content = { when, participants: many };
    expect(objectionTo({ op: 'create', key: 'k', marker: 'org/1', content })).toBeUndefined();
  });
});
