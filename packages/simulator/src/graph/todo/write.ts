import type { Json, JsonObject } from '../../state/types.ts';
import { isObject, readBody, type PropertyType } from '../body.ts';
import type { MailboxCall } from '../call.ts';
import { ticksUtc } from '../time.ts';
import { ianaZone } from '../zones.ts';
import { dayOf, isMoment, readDay, readInstant, today } from './dates.ts';
import { invalidRequest } from './errors.ts';
import { isRecurrence, readRecurrence } from './recurrence.ts';

const DAY_NAMES = ['dueDateTime', 'startDateTime', 'completedDateTime'];
const STATUSES = ['notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred'];
const IMPORTANCES = ['low', 'normal', 'high'];

const TYPES: Record<string, PropertyType> = {
  title: 'string',
  body: 'object',
  status: 'string',
  importance: 'string',
  isReminderOn: 'boolean',
  categories: 'strings',
  dueDateTime: 'object',
  startDateTime: 'object',
  completedDateTime: 'object',
  reminderDateTime: 'object',
  recurrence: 'object',
  id: 'readOnly',
  createdDateTime: 'readOnly',
  lastModifiedDateTime: 'readOnly',
  bodyLastModifiedDateTime: 'readOnly',
  hasAttachments: 'readOnly',
};

/** What a task has when nothing was said (GRAPH 2.7). */
const UNSET: JsonObject = {
  status: 'notStarted',
  importance: 'normal',
  isReminderOn: false,
  categories: [],
  body: { content: '', contentType: 'text' },
};

/** IANA zone of the mailbox; UTC when its settings name none that is known. */
function mailboxZone(call: MailboxCall): string {
  return ianaZone(call.person.timeZone) ?? 'UTC';
}

/** All values of a new task. Graph wants a title; a person in Outlook can leave it empty. Throws 400. */
export function newTaskValues(call: MailboxCall, body: JsonObject, needsTitle: boolean): JsonObject {
  return { ...UNSET, title: '', ...taskValues(call, body, {}, needsTitle) };
}

/** The values that an update changes; null clears (GRAPH 9, gotcha 16). `before` holds the task's values. Throws 400. */
export function taskValues(
  call: MailboxCall,
  body: JsonObject,
  before: JsonObject,
  needsTitle: boolean,
): JsonObject {
  const values = readBody('todoTask', TYPES, body);
  const { title } = { ...before, ...values };
  if (needsTitle && (typeof title !== 'string' || title.trim() === ''))
    throw invalidRequest('InvalidModel', 'The property title is required.');
  for (const [name, unset] of Object.entries(UNSET)) if (values[name] === null) values[name] = unset;
  oneOf(values, 'status', STATUSES);
  oneOf(values, 'importance', IMPORTANCES);
  if (isObject(values['body'])) values['body'] = readContent(values['body']);
  if ('body' in values) values['bodyLastModifiedDateTime'] = ticksUtc(call.state.clock.now());
  readDates(call, values);
  readPattern(call, values, before);
  couple(call, values, before);
  return values;
}

function oneOf(values: JsonObject, name: string, known: string[]): void {
  const value = values[name];
  if (value !== undefined && !(typeof value === 'string' && known.includes(value)))
    throw invalidRequest('InvalidModel', `The value of ${name} must be one of ${known.join(', ')}.`);
}

function readContent(body: JsonObject): JsonObject {
  const { content, contentType } = readBody('itemBody', { content: 'string', contentType: 'string' }, body);
  const type = typeof contentType === 'string' ? contentType.toLowerCase() : 'text';
  oneOf({ contentType: type }, 'contentType', ['text', 'html']);
  return { content: content ?? '', contentType: type };
}

function readDates(call: MailboxCall, values: JsonObject): void {
  const zone = mailboxZone(call);
  for (const name of DAY_NAMES) {
    const value = values[name];
    if (isObject(value)) values[name] = readDay(name, value, zone, call.state.unknowns.todoDueTime);
  }
  const reminder = values['reminderDateTime'];
  if (reminder === undefined) return;
  if (isObject(reminder)) values['reminderDateTime'] = readInstant('reminderDateTime', reminder, zone);
  values['isReminderOn'] ??= isObject(reminder);
}

/** A recurring task must have a due date (GRAPH 2.7). */
function readPattern(call: MailboxCall, values: JsonObject, before: JsonObject): void {
  const { recurrence, dueDateTime } = { ...before, ...values };
  if (recurrence === undefined || recurrence === null) return;
  if (!isMoment(dueDateTime))
    throw invalidRequest('InvalidRecurrence', 'A recurring task must have a due date.');
  if (!isObject(values['recurrence'])) return;
  const { todoAcceptsFillers } = call.state.unknowns;
  values['recurrence'] = readRecurrence(
    values['recurrence'],
    dayOf(dueDateTime).toString(),
    todoAcceptsFillers,
  );
}

/** Status and day of completion go together. */
function couple(call: MailboxCall, values: JsonObject, before: JsonObject): void {
  const was = before['status'] ?? 'notStarted';
  const { completedDateTime } = values;
  if (values['status'] === undefined && completedDateTime !== undefined) {
    if (completedDateTime !== null) values['status'] = 'completed';
    else if (was === 'completed') values['status'] = 'notStarted';
  }
  const status = values['status'] ?? was;
  if (status !== 'completed') {
    if (was === 'completed' || completedDateTime !== undefined) values['completedDateTime'] = null;
  } else if (was !== 'completed' || completedDateTime === null) {
    values['completedDateTime'] = completedDateTime ?? today(call.state.clock.now(), mailboxZone(call));
  }
}

/** Whether this update completes a task that is to recur. */
export function completesRecurring(before: JsonObject, values: JsonObject): boolean {
  const recurrence: Json | undefined = { ...before, ...values }['recurrence'];
  return before['status'] !== 'completed' && values['status'] === 'completed' && isRecurrence(recurrence);
}
