import { meeting, normaliseContent, type Content } from '@counterpart/engine';
import ICAL from 'ical.js';
import type { Block } from './blocks.ts';
import { timeOf, Unreadable, wallIn, whenOf, type EventTime } from './times.ts';
import type { FileZones } from './zones.ts';

/** What a meeting is made from. Others (attachments, requests …) have no field and are not read. */
const read =
  /^(BEGIN|END|DTSTART|DTEND|DURATION|RECURRENCE-ID|RRULE|RDATE|EXDATE|EXRULE|SUMMARY|LOCATION|DESCRIPTION|X-ALT-DESC|ORGANIZER|ATTENDEE|STATUS|TRANSP|CLASS|CATEGORIES|UID|TRIGGER|X-MICROSOFT-CDO-BUSYSTATUS|X-MICROSOFT-SKYPETEAMSMEETINGURL|X-MICROSOFT-ONLINEMEETINGCONFLINK|X-GOOGLE-CONFERENCE|CONFERENCE)[;:]/i;

/** An event of a file, its times and content read. */
export interface FileEvent {
  readonly block: Block;
  readonly component: ICAL.Component;
  readonly start: EventTime;
  /** Without a zone, that of whoever takes the file in; `when` has UTC then. */
  readonly floating: boolean;
  /** Canonical, with `when`. */
  readonly content: Content;
  readonly uid: string | undefined;
  readonly recurrenceId: EventTime | undefined;
  readonly cancelled: boolean;
}

/** @throws Unreadable, or what the parser throws */
export function eventOf(block: Block, zones: FileZones): FileEvent {
  if (!block.complete) throw new Unreadable('The event has no END:VEVENT.');
  const lines = block.lines.filter((line) => read.test(line));
  const component = ICAL.Component.fromString(lines.join('\r\n'));
  const dtstart = component.getFirstProperty('dtstart');
  if (!dtstart) throw new Unreadable('It has no start.');
  const start = timeIn(dtstart, zones);
  const dtend = component.getFirstProperty('dtend');
  const duration = component.getFirstPropertyValue('duration');
  const { when, floating } = whenOf(
    start,
    dtend ? timeIn(dtend, zones) : undefined,
    duration instanceof ICAL.Duration ? duration : undefined,
  );
  const id = component.getFirstProperty('recurrence-id');
  if (id?.getFirstParameter('range'))
    throw new Unreadable('It changes this and all following occurrences at once.');
  const uid = textOf(component, 'uid');
  const content = normaliseContent(meeting, {
    ...fieldsOf(component, start),
    when,
    uid,
  });
  return {
    block,
    component,
    start,
    floating,
    content,
    uid,
    recurrenceId: id ? timeIn(id, zones) : undefined,
    cancelled: textOf(component, 'status')?.toUpperCase() === 'CANCELLED',
  };
}

/** The times of a property, which may hold several. */
export function timesIn(property: ICAL.Property, zones: FileZones): EventTime[] {
  const tzid = property.getFirstParameter('tzid') as string | undefined;
  const [, , , ...written] = property.toJSON() as unknown[];
  return property.getValues().map((value: unknown, index) => {
    const time = value instanceof ICAL.Period ? value.start : value;
    const asWritten = String(written[index]).slice(0, 10);
    // The 5th of a 13th month is no day, though the library finds one.
    if (!(time instanceof ICAL.Time) || time.toString().slice(0, 10) !== asWritten)
      throw new Unreadable(`${property.name.toUpperCase()} is no time.`);
    return timeOf(time, tzid || undefined, zones);
  });
}

function timeIn(property: ICAL.Property, zones: FileZones): EventTime {
  const [time] = timesIn(property, zones);
  if (time === undefined) throw new Unreadable(`${property.name.toUpperCase()} is no time.`);
  return time;
}

const textOf = (component: ICAL.Component, name: string): string | undefined => {
  const value: unknown = component.getFirstPropertyValue(name);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
};

function fieldsOf(component: ICAL.Component, start: EventTime): { readonly [field: string]: unknown } {
  const html = component.getFirstProperty('x-alt-desc');
  const description = textOf(component, 'description');
  const isHtml = (html?.getFirstParameter('fmttype') ?? '').toLowerCase() === 'text/html';
  const joinUrl = [
    'x-microsoft-skypeteamsmeetingurl',
    'x-microsoft-onlinemeetingconflink',
    'x-google-conference',
    'conference',
  ]
    .map((name) => textOf(component, name))
    .find((url) => url !== undefined && /^https?:/i.test(url));
  return {
    title: textOf(component, 'summary'),
    location: textOf(component, 'location'),
    description: description ?? (isHtml ? { html: textOf(component, 'x-alt-desc') } : undefined),
    ...peopleOf(component),
    reminder: reminderOf(component, start),
    showAs: showAsOf(component),
    sensitivity: { PRIVATE: 'private', CONFIDENTIAL: 'confidential' }[
      textOf(component, 'class')?.toUpperCase() ?? ''
    ],
    categories: component
      .getAllProperties('categories')
      .flatMap((property) => property.getValues().map(String)),
    joinUrl,
  };
}

const busyStatus: { readonly [name: string]: string } = {
  FREE: 'free',
  TENTATIVE: 'tentative',
  BUSY: 'busy',
  OOF: 'oof',
  WORKINGELSEWHERE: 'workingElsewhere',
};

function showAsOf(component: ICAL.Component): string | undefined {
  const said = busyStatus[textOf(component, 'x-microsoft-cdo-busystatus')?.toUpperCase() ?? ''];
  if (said !== undefined) return said;
  if (textOf(component, 'transp')?.toUpperCase() === 'TRANSPARENT') return 'free';
  return textOf(component, 'status')?.toUpperCase() === 'TENTATIVE' ? 'tentative' : undefined;
}

const answers: { readonly [name: string]: string } = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
};

const addressOf = (property: ICAL.Property): string =>
  ((property.getFirstParameter('email') ?? '') || String(property.getFirstValue()))
    .replace(/^mailto:/i, '')
    .trim();

const nameOf = (property: ICAL.Property): string | undefined => {
  const name = (property.getFirstParameter('cn') ?? '').trim();
  return name === '' || name.toLowerCase() === addressOf(property).toLowerCase() ? undefined : name;
};

function peopleOf(component: ICAL.Component): { readonly [field: string]: unknown } {
  const organizer = component.getFirstProperty('organizer');
  const attendees = component.getAllProperties('attendee');
  const participant = (property: ICAL.Property) => {
    const parameter = (name: string) => (property.getFirstParameter(name) ?? '').toUpperCase();
    const isResource = ['ROOM', 'RESOURCE'].includes(parameter('cutype'));
    const isOptional = ['OPT-PARTICIPANT', 'NON-PARTICIPANT'].includes(parameter('role'));
    return {
      name: nameOf(property),
      role: isResource ? 'resource' : isOptional ? 'optional' : 'required',
      response: answers[parameter('partstat')] ?? 'none',
    };
  };
  return {
    participants: Object.fromEntries(
      attendees.map((property) => [addressOf(property), participant(property)]),
    ),
    ...(organizer ? { host: { address: addressOf(organizer), name: nameOf(organizer) } } : {}),
  };
}

/** Minutes before the start of the first alarm that comes before it. */
function reminderOf(component: ICAL.Component, start: EventTime): number | undefined {
  for (const alarm of component.getAllSubcomponents('valarm')) {
    const trigger = alarm.getFirstProperty('trigger');
    const value: unknown = trigger?.getFirstValue();
    if (
      value instanceof ICAL.Duration &&
      (trigger?.getFirstParameter('related') ?? '').toUpperCase() !== 'END'
    ) {
      const seconds = value.toSeconds();
      if (seconds <= 0) return Math.round(-seconds / 60);
    }
    if (value instanceof ICAL.Time && 'wall' in start) {
      const atMs = Date.parse(`${wallIn(start, 'UTC')}Z`) - value.toUnixTime() * 1000;
      if (atMs >= 0) return Math.round(atMs / 60_000);
    }
  }
  return undefined;
}
