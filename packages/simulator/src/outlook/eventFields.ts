import { dayText, partsOf, readDay, weekdayOf, daysInMonth } from '../graph/calendar/days.ts';
import { INDEXES, isRecurrence, WEEKDAYS } from '../graph/calendar/recurrence.ts';
import { instantMs, momentAt } from '../graph/calendar/times.ts';
import { isObject } from '../graph/body.ts';
import { textOfHtml, wrapHtml } from '../mail/bodies.ts';
import type { Json, JsonObject, Person } from '../state/types.ts';
import { momentIn } from './calendarDays.ts';
import { textOf } from './contactPages.ts';

export type FormValues = Record<string, string>;

/** An event as the form shows it; all-day events end with their last day. */
export function eventValues(event: JsonObject): FormValues {
  const zone = textOf(event, 'originalStartTimeZone');
  const isAllDay = event.isAllDay === true;
  const clock = (name: string, earlierMs = 0) =>
    momentAt(instantMs(momentIn(event, name)) - earlierMs, zone).dateTime.slice(0, 16);
  const place = event.location;
  return {
    subject: textOf(event, 'subject'),
    isAllDay: isAllDay ? 'on' : '',
    start: clock('start'),
    // An hour before the midnight after it: the last day, whatever the clocks do.
    end: isAllDay ? `${clock('end', 3600_000).slice(0, 10)}T00:00` : clock('end'),
    zone,
    location: isObject(place) ? textOf(place, 'displayName') : '',
    attendees: addresses(event).join(', '),
    body: isObject(event.body) ? textOfHtml(textOf(event.body, 'content')) : '',
    showAs: textOf(event, 'showAs'),
    sensitivity: textOf(event, 'sensitivity'),
    reminder: event.isReminderOn === true ? String(Number(event.reminderMinutesBeforeStart)) : '',
    categories: categoriesOf(event),
    isOnlineMeeting: event.isOnlineMeeting === true ? 'on' : '',
    ...recurrenceValues(event.recurrence ?? null),
  };
}

function addresses(event: JsonObject): string[] {
  const list = Array.isArray(event.attendees) ? event.attendees.filter(isObject) : [];
  return list.map(({ emailAddress }) => (isObject(emailAddress) ? textOf(emailAddress, 'address') : ''));
}

export function categoriesOf({ categories }: JsonObject): string {
  const names = Array.isArray(categories) ? categories.filter((name) => typeof name === 'string') : [];
  return names.join(', ');
}

function recurrenceValues(recurrence: Json): FormValues {
  if (!isRecurrence(recurrence)) return { repeat: '', interval: '1', days: '', until: '', count: '' };
  const { pattern, range } = recurrence;
  return {
    repeat: pattern.type,
    interval: String(pattern.interval),
    // In the order of the form's boxes.
    days: WEEKDAYS.filter((day) => pattern.daysOfWeek.includes(day)).join(' '),
    until: range.type === 'endDate' ? range.endDate : '',
    count: range.type === 'numbered' ? String(range.numberOfOccurrences) : '',
  };
}

/** What the form of a new event begins with: the next full hour, or nine on another day. */
export function newValues(person: Person, day: string): FormValues {
  const none = recurrenceValues(null);
  return {
    start: `${day}T09:00`,
    end: `${day}T10:00`,
    zone: person.timeZone,
    showAs: '',
    sensitivity: 'normal',
    reminder: '15',
    ...none,
  };
}

const REPEAT = ['repeat', 'interval', 'days', 'until', 'count'];

/** What a POST or PATCH says: only what was changed in the form. */
export function eventBody(before: FormValues, after: FormValues, event: JsonObject | null): JsonObject {
  const changed = new Set(
    [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (name) => (before[name] ?? '') !== (after[name] ?? ''),
    ),
  );
  const has = (...names: string[]) => event === null || names.some((name) => changed.has(name));
  const value = (name: string) => after[name] ?? '';
  const body: JsonObject = {};
  if (has('subject')) body.subject = value('subject');
  if (has('start', 'end', 'zone', 'isAllDay')) Object.assign(body, timesOf(value));
  if (has('location')) body.location = { displayName: value('location') };
  if (changed.has('attendees'))
    body.attendees = listed(value('attendees')).map((address) => ({ emailAddress: { address } }));
  if (has('body')) body.body = bodyOf(value('body'), event);
  for (const name of ['showAs', 'sensitivity'])
    if (changed.has(name) && value(name) !== '') body[name] = value(name);
  if (has('reminder')) {
    body.isReminderOn = value('reminder') !== '';
    if (value('reminder') !== '') body.reminderMinutesBeforeStart = Number(value('reminder'));
  }
  if (has('categories')) body.categories = listed(value('categories'));
  if (changed.has('isOnlineMeeting') && value('isOnlineMeeting') === 'on') body.isOnlineMeeting = true;
  const isMoved = value('start').slice(0, 10) !== (before.start ?? '').slice(0, 10) || changed.has('zone');
  const repeats = REPEAT.some((name) => changed.has(name)) || (isMoved && value('repeat') !== '');
  if (repeats && (event === null || 'recurrence' in event)) body.recurrence = recurrenceOf(value);
  return body;
}

function listed(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter(Boolean);
}

function timesOf(value: (name: string) => string): JsonObject {
  const timeZone = value('zone');
  if (value('isAllDay') !== 'on')
    return {
      isAllDay: false,
      start: { dateTime: value('start'), timeZone },
      end: { dateTime: value('end'), timeZone },
    };
  const last = readDay(value('end').slice(0, 10));
  return {
    isAllDay: true,
    start: { dateTime: value('start').slice(0, 10), timeZone },
    end: { dateTime: last === null ? '' : dayText(last + 1), timeZone },
  };
}

const JOIN = 'Join the meeting now';

/** Outlook leaves the link to join where it is when the text around it is edited. */
function bodyOf(text: string, event: JsonObject | null): JsonObject {
  const online = event?.onlineMeeting;
  const joinUrl = isObject(online) ? textOf(online, 'joinUrl') : '';
  if (joinUrl === '') return { contentType: 'text', content: text };
  const html = wrapHtml(null, text);
  const link = `<a href="${joinUrl}">${JOIN}</a>`;
  return {
    contentType: 'html',
    content: html.includes(JOIN) ? html.replace(JOIN, link) : html.replace('</body>', `${link}</body>`),
  };
}

/** The pattern that the first day suggests: its weekday, its day of the month, or its place there. */
function recurrenceOf(value: (name: string) => string): JsonObject | null {
  const type = value('repeat');
  const day = readDay(value('start').slice(0, 10));
  if (type === '' || day === null) return null;
  const { year, month, dayOfMonth } = partsOf(day);
  const weekday = WEEKDAYS[weekdayOf(day)] ?? 'monday';
  const isLast = dayOfMonth + 7 > daysInMonth(year, month);
  const chosen = value('days').split(' ').filter(Boolean);
  const pattern: JsonObject = { type, interval: Number(value('interval')) || 1 };
  if (type === 'weekly')
    Object.assign(pattern, { daysOfWeek: chosen.length > 0 ? chosen : [weekday], firstDayOfWeek: 'monday' });
  if (type.startsWith('absolute')) pattern.dayOfMonth = dayOfMonth;
  if (type.startsWith('relative'))
    Object.assign(pattern, {
      daysOfWeek: [weekday],
      index: isLast ? 'last' : (INDEXES[Math.floor((dayOfMonth - 1) / 7)] ?? 'first'),
    });
  if (type.endsWith('Yearly')) pattern.month = month;
  const range: JsonObject = { type: 'noEnd', startDate: dayText(day) };
  if (value('until') !== '') Object.assign(range, { type: 'endDate', endDate: value('until') });
  else if (value('count') !== '')
    Object.assign(range, { type: 'numbered', numberOfOccurrences: Number(value('count')) });
  return { pattern, range };
}
