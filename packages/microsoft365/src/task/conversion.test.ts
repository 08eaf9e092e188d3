import type { Content } from '@counterpart/engine';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { stepWrites } from './checklist.ts';
import { taskFromGraph } from './from-graph.ts';
import { changedTaskToGraph, newTaskToGraph } from './to-graph.ts';

const read = (item: JsonObject, zone = 'UTC'): Content => taskFromGraph(item, zone, undefined).content;
const html = (content: string) => read({ title: 'x', body: { contentType: 'html', content } })['description'];

describe('T3 the description', () => {
  test.each([
    ['one line', '<html><head><style>p{}</style></head><body><div>Hello</div></body></html>', 'Hello'],
    ['line breaks', '<body>a<br>b<br><br>c</body>', 'a\nb\n\nc'],
    ['paragraphs', '<p>a</p><p>b</p>', 'a\nb'],
    ['signs', 'a &lt; b &amp;&amp; c&nbsp;&gt; d &#128512;', 'a < b && c > d 😀'],
    ['a list', '<ul><li>one</li><li>two</li></ul>', '* one\n * two'],
    ['a link', 'see <a href="https://a.example/x">there</a>', 'see there [https://a.example/x]'],
    ['a bare link', '<a href="https://a.example">https://a.example</a>', 'https://a.example'],
    ['nothing but a frame', '<html><body><div></div></body></html>', undefined],
    ['capitals stay', '<h1>Title</h1>text', 'Title\n\ntext'],
    ['a table', '<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>', 'a   b\n1   2'],
  ])('HTML: %s', (_, content, expected) => {
    expect(html(content)).toBe(expected);
  });

  test('gotcha 26: text that comes back in an HTML frame is the same text', () => {
    const text = 'Call <Ada> & ask:\n- one\n- two\n\nThanks';
    const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const framed = `<html><head>\r\n<meta charset="utf-8"></head><body>${escaped.replaceAll('\n', '<br>\r\n')}</body></html>`;
    expect(html(framed)).toBe(text);
  });

  test('it is sent as text, and only where it changed', () => {
    const content = { subject: 'x', description: 'a\nb' };
    expect(changedTaskToGraph(content, ['description'], 'UTC')).toEqual({
      body: { content: 'a\nb', contentType: 'text' },
    });
    expect(changedTaskToGraph(content, ['subject'], 'UTC')).toEqual({ title: 'x' });
  });
});

describe('T3 recurrence', () => {
  test('the fillers of a real reply fall away, and only what the pattern needs is sent (GRAPH 2.2)', () => {
    const recurrence = {
      pattern: {
        type: 'daily',
        interval: 2,
        month: 0,
        dayOfMonth: 0,
        daysOfWeek: [],
        firstDayOfWeek: 'sunday',
        index: 'first',
      },
      range: {
        type: 'noEnd',
        startDate: '2026-03-05',
        endDate: '0001-01-01',
        recurrenceTimeZone: 'UTC',
        numberOfOccurrences: 0,
      },
    };
    const content = read({ title: 'x', recurrence });
    expect(content['recurrence']).toEqual({
      type: 'daily',
      interval: 2,
      range: { type: 'noEnd', startDate: '2026-03-05' },
    });
    expect(changedTaskToGraph(content, ['recurrence'], 'UTC')).toEqual({
      recurrence: {
        pattern: { type: 'daily', interval: 2 },
        range: { type: 'noEnd', startDate: '2026-03-05' },
      },
    });
  });

  test('completed here: the recurrence goes in the same request', () => {
    const content = { subject: 'x', status: 'completed', recurrence: { type: 'daily' } };
    expect(changedTaskToGraph(content, ['status'], 'UTC')).toEqual({ status: 'completed', recurrence: null });
    expect(newTaskToGraph(content, 'UTC')).toMatchObject({ recurrence: null });
  });
});

describe('T3 reminders are instants', () => {
  const reminder = (dateTime: string, timeZone: string, isReminderOn = true) =>
    read({ title: 'x', isReminderOn, reminderDateTime: { dateTime, timeZone } }, 'Europe/Berlin')['reminder'];

  test('in UTC, in a zone, in a zone by its Windows name, in one that somebody made up (then the person’s), switched off', () => {
    expect(reminder('2026-07-01T08:00:00.0000000', 'UTC')).toBe('2026-07-01T08:00:00Z');
    expect(reminder('2026-07-01T08:00:00.0000000', 'America/New_York')).toBe('2026-07-01T12:00:00Z');
    expect(reminder('2026-07-01T08:00:00.0000000', 'W. Europe Standard Time')).toBe('2026-07-01T06:00:00Z');
    expect(reminder('2026-07-01T08:00:00.0000000', 'Pacific Standard Time')).toBe('2026-07-01T15:00:00Z');
    expect(reminder('2026-07-01T08:00:00.0000000', 'tzone://Microsoft/Custom')).toBe('2026-07-01T06:00:00Z');
    expect(reminder('2026-07-01T08:00:00.0000000', 'UTC', false)).toBeUndefined();
  });

  test('both hours at the end of daylight saving survive', () => {
    for (const instant of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']) {
      const body = newTaskToGraph({ subject: 'x', reminder: instant }, 'Europe/Berlin');
      expect(read(body, 'Europe/Berlin')['reminder']).toBe(instant);
    }
  });
});

describe('T3 the checklist: only what differs', () => {
  const there = ['a', 'b', 'c'].map((title) => ({ id: title.toUpperCase(), title, done: false }));
  const step = (title: string, done = false) => ({ title, done });

  test.each([
    ['equal', ['a', 'b', 'c'], [], {}, []],
    ['in another order', ['c', 'a', 'b'], [], {}, []],
    ['one more', ['a', 'b', 'x', 'c'], ['x'], {}, []],
    ['one less', ['a', 'c'], [], {}, ['B']],
    ['one reworded', ['a', 'x', 'c'], [], { B: { displayName: 'x' } }, []],
    ['one twice', ['a', 'a', 'b', 'c'], ['a'], {}, []],
    ['none', [], [], {}, ['A', 'B', 'C']],
  ])('%s', (_, wanted, added, changed, removed) => {
    const writes = stepWrites(
      wanted.map((title) => step(title)),
      there,
    );
    expect(writes.added.map(({ title }) => title)).toEqual(added);
    expect(Object.fromEntries(writes.changed.map(({ id, values }) => [id, values]))).toEqual(changed);
    expect(writes.removed).toEqual(removed);
  });

  test('one ticked', () => {
    expect(stepWrites([step('a'), step('b', true), step('c')], there)).toMatchObject({
      added: [],
      changed: [{ id: 'B', values: { isChecked: true } }],
      removed: [],
    });
  });
});
