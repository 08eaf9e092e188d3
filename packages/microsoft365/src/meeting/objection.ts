import {
  instantOf,
  plannedDays,
  wallClockOf,
  type Content,
  type FieldValue,
  type Recurrence,
  type When,
} from '@counterpart/engine';
import { isObject, textOf } from '../json.ts';
import type { MarkedWrite } from '../replica/remote-kind.ts';
import { writableMasked } from './masked.ts';
import { readNative, type MeetingNative } from './native.ts';
import { daysOf, plannedWhen } from './occurrences.ts';
import { isInviting } from './to-graph.ts';

const mostAttendees = 500;
/** Outlook counts no further. */
const mostOccurrences = 999;
/** What an attendee's copy has of its own; the rest is the host's (B12). */
const guestFields = new Set(['reminder', 'showAs', 'categories', 'response']);

/** What Outlook would not take of a write, in words; undefined where nothing is known against it. */
export function objectionTo(write: MarkedWrite): string | undefined {
  const { content } = write;
  const native = 'native' in write ? readNative(write.native) : undefined;
  return (
    (write.op === 'create' ? onCreation(content) : onChange(write, native ?? {})) ??
    onTimes(content) ??
    onPeople(content) ??
    onOccurrences(write, native)
  );
}

function onCreation({ host }: Content): string | undefined {
  if (host === undefined) return undefined;
  const who = isObject(host) ? (textOf(host['name']) ?? textOf(host['address'])) : '';
  return `The meeting belongs to its host, ${who}: only the host can put it into the calendar again.`;
}

function onChange(
  { content, fields }: Extract<MarkedWrite, { op: 'update' }>,
  native: MeetingNative,
): string | undefined {
  if (native.isGuest) {
    const others = fields.filter((field) => !guestFields.has(field));
    if (others.length > 0)
      return `The host of the meeting decides about this: ${others.join(', ')}. Only the reminder, how it is shown, its categories and your answer can be changed.`;
    if (fields.includes('response') && content['response'] === undefined)
      return 'An answer to an invitation cannot be taken back, only changed.';
  }
  if (native.isMasked) {
    const hidden = fields.filter((field) => !writableMasked.has(field) && field !== 'occurrences');
    if (hidden.length > 0)
      return `The appointment is private, and the CRM does not know what it would overwrite: ${hidden.join(', ')}. Change it in Outlook.`;
    if (fields.includes('occurrences') && touchesHidden(content))
      return 'The appointments of this series are private: only their time can be changed here.';
  }
  if (fields.includes('online') && native.online !== undefined && content['online'] !== true)
    return 'An online meeting of Microsoft 365 cannot be taken away from an event again.';
  const rewritesBody = ['description', 'participants', 'invite', 'joinUrl'].some((field) =>
    fields.includes(field),
  );
  if (rewritesBody && native.online?.block === '')
    return 'The link to join cannot be told from the description that surrounds it; a new description would end the online meeting. Change it in Outlook.';
  return undefined;
}

const touchesHidden = ({ occurrences }: Content): boolean =>
  Object.values(daysOf(occurrences)).some((own) =>
    Object.keys(own).some((field) => !['when', 'showAs', 'cancelled'].includes(field)),
  );

function onTimes({ when, recurrence }: Content): string | undefined {
  if (when === undefined) return 'An event in Outlook needs a start and an end.';
  if (recurrence === undefined) return undefined;
  const { range } = recurrence as unknown as Recurrence;
  if ((range.numberOfOccurrences ?? 0) > mostOccurrences)
    return `A series in Outlook has at most ${mostOccurrences} occurrences. Let it end on a day instead.`;
  if (range.endDate !== undefined && range.endDate < (when as unknown as When).start.slice(0, 10))
    return 'The series ends before it begins.';
  if (plannedDays(recurrence as unknown as Recurrence).next().done === true)
    return 'The series has no occurrence.';
  return undefined;
}

function onPeople(content: Content): string | undefined {
  const count = isObject(content['participants']) ? Object.keys(content['participants']).length : 0;
  return isInviting(content) && count > mostAttendees
    ? `An event in Outlook has at most ${mostAttendees} attendees; this meeting has ${count}.`
    : undefined;
}

function onOccurrences(write: MarkedWrite, native: MeetingNative | undefined): string | undefined {
  const { content } = write;
  const { recurrence, when } = content;
  const concerns =
    write.op === 'create' ||
    ['occurrences', 'when', 'recurrence'].some((field) => write.fields.includes(field));
  if (recurrence === undefined || when === undefined || !concerns) return undefined;
  const own = daysOf(content['occurrences']);
  const rule = recurrence as unknown as Recurrence;
  const gone = Object.entries(daysOf(native?.occurrences as FieldValue | undefined)).flatMap(
    ([day, before]) => (before['cancelled'] === true && own[day]?.['cancelled'] !== true ? [day] : []),
  );
  const isReplanned =
    write.op === 'update' && ['when', 'recurrence'].some((field) => write.fields.includes(field));
  const revived = gone.find((day) => !isReplanned && !plannedDays(rule, day, day).next().done);
  if (revived !== undefined)
    return `Outlook cannot bring back the cancelled occurrence of ${revived}. Make a meeting of its own for that day.`;
  return crossing(content, rule);
}

/** Outlook moves no occurrence to or beyond the day of its neighbours (`ErrorOccurrenceCrossingBoundary`, GRAPH 2.2). */
function crossing(content: Content, rule: Recurrence): string | undefined {
  const own = daysOf(content['occurrences']);
  const dayOf = (day: string) => dayIn(own[day]?.['when'] ?? plannedWhen(content, day), content);
  const moved = Object.keys(own)
    .filter((day) => own[day]?.['when'] !== undefined)
    .sort();
  const [first, last] = [moved[0], moved.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const isThere = (day: string) => own[day]?.['cancelled'] !== true;
  let before: string | undefined;
  for (const day of around(rule, first, last)) {
    if (!isThere(day)) continue;
    if (
      before !== undefined &&
      (moved.includes(day) || moved.includes(before)) &&
      dayOf(day) <= dayOf(before)
    )
      return `Outlook keeps the occurrences of a series in their order, one a day: that of ${moved.includes(day) ? day : before} cannot be moved to ${dayOf(moved.includes(day) ? day : before)}.`;
    before = day;
  }
  return undefined;
}

/** The days planned from the one before `first` to the one after `last`. */
function* around(rule: Recurrence, first: string, last: string): Generator<string> {
  let before: string | undefined;
  for (const day of plannedDays(rule)) {
    if (day < first) {
      before = day;
      continue;
    }
    if (before !== undefined) yield before;
    before = undefined;
    yield day;
    if (day > last) return;
  }
}

/** The day of a time in the zone of its series. */
function dayIn(time: FieldValue | undefined, { when }: Content): string {
  const one = time as unknown as When;
  const series = when as unknown as When;
  if ('allDay' in one || 'allDay' in series) return one.start.slice(0, 10);
  return wallClockOf(instantOf(one.start, one.zone), series.zone).slice(0, 10);
}
