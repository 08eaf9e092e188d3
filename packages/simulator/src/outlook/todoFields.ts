import { Temporal } from 'temporal-polyfill';
import type { Actor } from '../act.ts';
import { isObject, textOf as text } from '../graph/body.ts';
import { inZone } from '../graph/todo/dates.ts';
import { DAYS } from '../graph/todo/recurrence.ts';
import { ianaZone } from '../graph/zones.ts';
import { textOfHtml } from '../mail/bodies.ts';
import type { Json, JsonObject, Person } from '../state/types.ts';
import { textOf } from './contactPages.ts';

export const STATUSES: [value: string, label: string][] = [
  ['notStarted', 'Not started'],
  ['inProgress', 'In progress'],
  ['completed', 'Completed'],
  ['waitingOnOthers', 'Waiting on others'],
  ['deferred', 'Deferred'],
];
export const PRIORITIES: [value: string, label: string][] = [
  ['low', 'Low'],
  ['normal', 'Normal'],
  ['high', 'High'],
];
export const REPEATS: [value: string, label: string][] = [
  ['', 'Never'],
  ['daily', 'Daily'],
  ['weekdays', 'Weekdays'],
  ['weekly', 'Weekly, on the day it is due'],
  ['monthly', 'Monthly, on the day it is due'],
  ['yearly', 'Yearly, on the day it is due'],
];
/** Stands for a pattern that the task has, whatever it is. */
export const KEEP = 'keep';

export function zoneOf(person: Person): string {
  return ianaZone(person.timeZone) ?? 'UTC';
}

/** What the form shows for a task; days and times as in the mailbox's zone. */
export function taskFormValues(actor: Actor, task: JsonObject): Record<string, string> {
  const days = actor.taskDays(textOf(task, 'id'));
  const reminder = task.reminderDateTime;
  const body = isObject(task.body) ? task.body : {};
  const content = textOf(body, 'content');
  return {
    title: textOf(task, 'title'),
    status: textOf(task, 'status'),
    importance: textOf(task, 'importance'),
    due: days.due ?? '',
    start: days.start ?? '',
    reminder: isObject(reminder)
      ? textOf(inZone(reminder, 'local', zoneOf(actor.person)), 'dateTime').slice(0, 16)
      : '',
    repeat: isObject(task.recurrence) ? KEEP : '',
    categories: Array.isArray(task.categories) ? task.categories.map((name) => text(name)).join(', ') : '',
    notes: (body.contentType === 'html' ? textOfHtml(content) : content).replaceAll('\r\n', '\n'),
  };
}

export const NEW_TASK: Record<string, string> = { status: 'notStarted', importance: 'normal' };

/** What a PATCH would say: only the properties whose form values differ from `before`. */
export function changedTaskBody(
  person: Person,
  before: Record<string, string>,
  after: Record<string, string>,
): JsonObject {
  const body: JsonObject = {};
  const value = (name: string) => after[name] ?? '';
  const isChanged = (name: string) => value(name) !== (before[name] ?? '');
  const moment = (when: string): Json =>
    when === ''
      ? null
      : { dateTime: when.length === 10 ? `${when}T00:00:00` : when, timeZone: zoneOf(person) };
  for (const name of ['title', 'status', 'importance']) if (isChanged(name)) body[name] = value(name).trim();
  if (isChanged('due')) body.dueDateTime = moment(value('due'));
  if (isChanged('start')) body.startDateTime = moment(value('start'));
  if (isChanged('reminder')) body.reminderDateTime = moment(value('reminder'));
  if (isChanged('categories'))
    body.categories = value('categories')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
  if (isChanged('notes')) body.body = { content: value('notes'), contentType: 'text' };
  if (isChanged('repeat')) body.recurrence = recurrenceOf(value('repeat'), value('due'));
  return body;
}

/** The pattern behind a choice of the form. Without a due date it is sent as well, and refused as Graph refuses it. */
function recurrenceOf(repeat: string, due: string): Json {
  if (repeat === '') return null;
  const day = Temporal.PlainDate.from(due === '' ? '2000-01-01' : due);
  const patterns: Record<string, JsonObject> = {
    daily: { type: 'daily' },
    weekdays: { type: 'weekly', daysOfWeek: DAYS.slice(0, 5) },
    weekly: { type: 'weekly', daysOfWeek: DAYS.slice(day.dayOfWeek - 1, day.dayOfWeek) },
    monthly: { type: 'absoluteMonthly', dayOfMonth: day.day },
    yearly: { type: 'absoluteYearly', dayOfMonth: day.day, month: day.month },
  };
  return {
    pattern: { interval: 1, ...patterns[repeat] },
    range: { type: 'noEnd', startDate: day.toString() },
  };
}

const TYPE_NAMES: Record<string, string> = {
  daily: 'day',
  weekly: 'week',
  absoluteMonthly: 'month',
  relativeMonthly: 'month',
  absoluteYearly: 'year',
  relativeYearly: 'year',
};

/** `every 2 weeks on Monday, Friday`. */
export function repeatText(recurrence: Json | undefined): string {
  const pattern = isObject(recurrence) && isObject(recurrence.pattern) ? recurrence.pattern : null;
  if (pattern === null) return '';
  const { interval, daysOfWeek } = pattern;
  const unit = TYPE_NAMES[textOf(pattern, 'type')] ?? '';
  const named = Array.isArray(daysOfWeek) ? daysOfWeek.filter((day) => typeof day === 'string') : [];
  const on =
    named.length === 0
      ? ''
      : ` on ${named.map((day) => day.charAt(0).toUpperCase() + day.slice(1)).join(', ')}`;
  return `every ${interval === 1 ? unit : `${text(interval)} ${unit}s`}${on}`;
}
