import ICAL from 'ical.js';
import type { JsonObject } from '../state/types.ts';
import type { IcsBlock, IcsFile } from './icsBlocks.ts';
import { IcsProblem, laterBy, momentOfIcs, msBetween, timesOf, type IcsTime } from './icsTimes.ts';

/** One VEVENT, with its content as Graph takes it. Times stay apart: they may become several events. */
export type IcsDraft = {
  line: number;
  uid: string;
  start: IcsTime;
  end: IcsTime;
  content: JsonObject;
  rule: ICAL.Recur | null;
  ruleText: string;
  extraDates: { start: IcsTime; end: IcsTime | null }[];
  exceptDates: IcsTime[];
  /** Set in an override: the time of the occurrence that it stands for. */
  recurrenceId: IcsTime | null;
  isForFuture: boolean;
  isCancelled: boolean;
  organizer: { name: string; address: string } | null;
  /** Answers of the attendees by address in lower case. */
  answers: Map<string, string>;
};

const DAY_MS = 86_400_000;

/** Reads one VEVENT. Throws IcsProblem with the reason when that cannot be done. */
export function readIcsEvent(block: IcsBlock, file: IcsFile): IcsDraft {
  const event = parse(block.text);
  const start = firstTime(event, 'dtstart', file);
  if (start === null) throw new IcsProblem('it has no DTSTART');
  const attendees = event
    .getAllProperties('attendee')
    .map(readAttendee)
    .filter(({ address }) => address !== '');
  const rule = event.getFirstPropertyValue('rrule');
  const recurrence = event.getFirstProperty('recurrence-id');
  const organizer = event.getFirstProperty('organizer');
  const organizerRead = organizer === null ? null : readAttendee(organizer);
  return {
    line: block.line,
    uid: text(event, 'uid'),
    start,
    end: endOf(event, start, file),
    content: contentOf(event, start, attendees),
    rule: rule instanceof ICAL.Recur ? rule : null,
    ruleText: rule instanceof ICAL.Recur ? rule.toString() : '',
    extraDates: event.getAllProperties('rdate').flatMap((property) => extraDatesOf(property, file)),
    exceptDates: event.getAllProperties('exdate').flatMap((property) => timesOf(property, file)),
    recurrenceId: recurrence === null ? null : (timesOf(recurrence, file)[0] ?? null),
    isForFuture: recurrence?.getFirstParameter('range')?.toUpperCase() === 'THISANDFUTURE',
    isCancelled: text(event, 'status').toUpperCase() === 'CANCELLED',
    organizer:
      organizerRead === null || organizerRead.address === ''
        ? null
        : { name: organizerRead.name, address: organizerRead.address },
    answers: new Map(attendees.map(({ address, answer }) => [address.toLowerCase(), answer])),
  };
}

function parse(source: string): ICAL.Component {
  try {
    const parsed: unknown = ICAL.parse(source);
    return new ICAL.Component(parsed as ConstructorParameters<typeof ICAL.Component>[0]);
  } catch (cause) {
    throw new IcsProblem(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function firstTime(event: ICAL.Component, name: string, file: IcsFile): IcsTime | null {
  const property = event.getFirstProperty(name);
  return property === null ? null : (timesOf(property, file)[0] ?? null);
}

function endOf(event: ICAL.Component, start: IcsTime, file: IcsFile): IcsTime {
  const end = firstTime(event, 'dtend', file);
  const duration = event.getFirstPropertyValue('duration');
  const otherwise = start.isDate ? DAY_MS : 0;
  if (end === null)
    return laterBy(start, duration instanceof ICAL.Duration ? duration.toSeconds() * 1000 : otherwise);
  if (msBetween(start, end) < 0) throw new IcsProblem('it ends before it starts');
  // Some writers give an all-day event its own day as the end.
  return start.isDate && end.local === start.local ? laterBy(start, DAY_MS) : end;
}

function extraDatesOf(property: ICAL.Property, file: IcsFile): IcsDraft['extraDates'] {
  const starts = timesOf(property, file);
  return property.getValues().map((value, index) => {
    const start = starts[index] ?? null;
    if (start === null) throw new IcsProblem('RDATE holds no date');
    if (!(value instanceof ICAL.Period)) return { start, end: null };
    return { start, end: laterBy(start, value.getDuration().toSeconds() * 1000) };
  });
}

type IcsAttendee = { name: string; address: string; type: string; answer: string };

const ANSWERS: Record<string, string> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentativelyAccepted',
};

function readAttendee(property: ICAL.Property): IcsAttendee {
  const value = property.getFirstValue();
  const address = typeof value === 'string' ? value.replace(/^mailto:/i, '').trim() : '';
  const parameter = (name: string) => property.getFirstParameter(name)?.toUpperCase() ?? '';
  const isResource = ['RESOURCE', 'ROOM'].includes(parameter('cutype'));
  return {
    name: property.getFirstParameter('cn') ?? address,
    address: address.includes('@') ? address : '',
    type: isResource ? 'resource' : parameter('role') === 'OPT-PARTICIPANT' ? 'optional' : 'required',
    answer: ANSWERS[parameter('partstat')] ?? 'none',
  };
}

function contentOf(event: ICAL.Component, start: IcsTime, attendees: IcsAttendee[]): JsonObject {
  const html = text(event, 'x-alt-desc');
  const minutes = reminderOf(event, start);
  return {
    subject: text(event, 'summary').trim(),
    body:
      html === ''
        ? { contentType: 'text', content: text(event, 'description') }
        : { contentType: 'html', content: html },
    location: { displayName: text(event, 'location').trim() },
    categories: event
      .getAllProperties('categories')
      .flatMap((property) => property.getValues().map(String))
      .filter(Boolean),
    showAs: showAsOf(event),
    sensitivity:
      { PRIVATE: 'private', CONFIDENTIAL: 'confidential' }[text(event, 'class').toUpperCase()] ?? 'normal',
    importance: importanceOf(event),
    isReminderOn: minutes !== null,
    ...(minutes === null ? {} : { reminderMinutesBeforeStart: minutes }),
    attendees: attendees.map(({ name, address, type }) => ({ type, emailAddress: { name, address } })),
  };
}

function showAsOf(event: ICAL.Component): string {
  const told: Record<string, string> = {
    FREE: 'free',
    TENTATIVE: 'tentative',
    BUSY: 'busy',
    OOF: 'oof',
    WORKINGELSEWHERE: 'workingElsewhere',
  };
  const status = told[text(event, 'x-microsoft-cdo-busystatus').toUpperCase()];
  if (status !== undefined) return status;
  if (text(event, 'transp').toUpperCase() === 'TRANSPARENT') return 'free';
  return text(event, 'status').toUpperCase() === 'TENTATIVE' ? 'tentative' : 'busy';
}

function importanceOf(event: ICAL.Component): string {
  const told = text(event, 'x-microsoft-cdo-importance');
  if (told !== '') return ['low', 'normal', 'high'][Number(told)] ?? 'normal';
  const priority = Number(text(event, 'priority') || 0);
  return priority === 0 || priority === 5 ? 'normal' : priority < 5 ? 'high' : 'low';
}

/** Minutes from the first alarm to the start; null where no alarm comes before it. */
function reminderOf(event: ICAL.Component, start: IcsTime): number | null {
  for (const alarm of event.getAllSubcomponents('valarm')) {
    const property = alarm.getFirstProperty('trigger');
    const trigger = property?.getFirstValue();
    if (
      trigger instanceof ICAL.Duration &&
      property?.getFirstParameter('related')?.toUpperCase() !== 'END' &&
      trigger.toSeconds() <= 0
    )
      return Math.round(-trigger.toSeconds() / 60);
    if (trigger instanceof ICAL.Time && trigger.toString().endsWith('Z')) {
      const at = { local: trigger.toString().slice(0, 19), zone: 'UTC', isDate: false };
      const minutes = Math.round(msBetween(at, start) / 60_000);
      if (minutes >= 0) return minutes;
    }
  }
  return null;
}

function text(event: ICAL.Component, name: string): string {
  const value: unknown = event.getFirstPropertyValue(name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The event's times as Graph takes them. */
export function timesBody(start: IcsTime, end: IcsTime): JsonObject {
  return { start: momentOfIcs(start), end: momentOfIcs(end), isAllDay: start.isDate };
}
