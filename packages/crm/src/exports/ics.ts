import { instantOf, type Content, type FieldValue, type When } from '@counterpart/engine';
import ICAL from 'ical.js';
import { contentOn } from '../meetings/differences.ts';
import { overridesOf, ruleOf, whenOf } from '../meetings/times.ts';
import type { CrmRecord } from '../records/types.ts';
import { ruleLine } from './ics-rule.ts';
import { timezoneText } from './ics-zone.ts';

/** A property of jCal (RFC 7265): name, parameters, type, values. */
type Property = [string, { [name: string]: string }, string, ...(string | object)[]];

export const icsHead =
  'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Counterpart//Counterpart//EN\r\nCALSCALE:GREGORIAN\r\n';
export const icsEnd = 'END:VCALENDAR\r\n';

/** Writes meetings one after the other, each zone before the first meeting that needs it. */
export function icsWriter(): (record: CrmRecord) => string {
  const told = new Set<string>();
  return (record) => {
    const zones = zonesIn(record.content).filter((zone) => !told.has(zone));
    for (const zone of zones) told.add(zone);
    return zones.map(timezoneText).join('') + eventsOf(record);
  };
}

function zonesIn(content: Content): string[] {
  const times = [
    whenOf(content),
    ...Object.values(overridesOf(content)).map(({ when }) => when as When | undefined),
  ];
  const zones = times.flatMap((time) =>
    time !== undefined && 'zone' in time && time.zone !== 'UTC' ? [time.zone] : [],
  );
  return [...new Set(zones)];
}

const compact = (wall: string): string => wall.replace(/[-:]/g, '');
const utc = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19)}Z`;
const recur = (text: string): object => ICAL.Recur.fromString(text).toJSON();

/** A time on the clock of a zone, or a day, as a property. */
function timeProperty(name: string, wall: string, time: When): Property {
  if ('allDay' in time) return [name, {}, 'date', wall.slice(0, 10)];
  if (time.zone === 'UTC') return [name, {}, 'date-time', `${wall}Z`];
  return [name, { tzid: time.zone }, 'date-time', wall];
}

function eventsOf(record: CrmRecord): string {
  const { content } = record;
  const uid = typeof content['uid'] === 'string' ? content['uid'] : record.id;
  const first = whenOf(content);
  const series = [...commonOf(record, uid), ...fieldsOf(content), ...repeatsOf(content)];
  const changed = Object.entries(overridesOf(content)).flatMap(([day, own]): Property[][] => {
    const one = own['cancelled'] === true ? null : contentOn(content, day);
    if (one === null) return [];
    const planned = 'allDay' in first ? day : `${day}${first.start.slice(10)}`;
    const id = timeProperty('recurrence-id', planned, first);
    return [[...commonOf(record, uid), id, ...fieldsOf({ ...one, ...peopleOnly(content) })]];
  });
  return [series, ...changed].map((properties) => eventText(properties, content)).join('');
}

const peopleOnly = ({ participants, host }: Content): Content => ({
  ...(participants === undefined ? {} : { participants }),
  ...(host === undefined ? {} : { host }),
});

function commonOf({ modifiedAt, createdAt }: CrmRecord, uid: string): Property[] {
  return [
    ['uid', {}, 'text', uid],
    ['dtstamp', {}, 'date-time', utc(modifiedAt.valueOf())],
    ['created', {}, 'date-time', utc(createdAt.valueOf())],
  ];
}

/** How a series repeats, and which of its days were cancelled. */
function repeatsOf(content: Content): Property[] {
  const first = whenOf(content);
  const cancelled = Object.entries(overridesOf(content)).flatMap(([day, own]) =>
    own['cancelled'] === true ? [day] : [],
  );
  const rule = ruleOf(content);
  const time = 'allDay' in first ? '' : first.start.slice(10);
  return [
    ...(rule === undefined ? [] : [['rrule', {}, 'recur', recur(ruleLine(rule, first))] as Property]),
    ...cancelled.map((day) => timeProperty('exdate', `${day}${time}`, first)),
    ...(typeof content['rule'] === 'string' ? keptRule(content['rule'], first) : []),
  ];
}

/** A rule that was kept, its times named by their zone again. */
function keptRule(rule: string, first: When): Property[] {
  return rule.split('\n').map((line): Property => {
    const [, name = '', text = ''] = /^(\w+)[^:]*:(.*)$/.exec(line) ?? [];
    if (name !== 'RRULE') {
      const wall = text.replace(
        /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2}))?.*$/,
        (_all, y, m, d, h, i, s) => (h === undefined ? `${y}-${m}-${d}` : `${y}-${m}-${d}T${h}:${i}:${s}`),
      );
      return timeProperty(name.toLowerCase(), wall, first);
    }
    const until = text.replace(
      /UNTIL=(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})/,
      (all: string, y: string, m: string, d: string, h: string, i: string, s: string) =>
        'zone' in first
          ? `UNTIL=${compact(utc(instantOf(`${y}-${m}-${d}T${h}:${i}:${s}`, first.zone)))}`
          : all,
    );
    return ['rrule', {}, 'recur', recur(until)];
  });
}

type Named = { readonly name?: string; readonly role?: string; readonly response?: string };
const roles: { readonly [role: string]: { [name: string]: string } } = {
  optional: { role: 'OPT-PARTICIPANT' },
  resource: { cutype: 'RESOURCE', role: 'NON-PARTICIPANT' },
};

function peopleOf({ participants, host }: Content): Property[] {
  const named = (name: string | undefined): { [name: string]: string } =>
    name === undefined ? {} : { cn: name.replace(/"/g, "'") };
  const hosting = host as { readonly address: string; readonly name?: string } | undefined;
  const everybody = Object.entries((participants ?? {}) as { readonly [address: string]: Named });
  return [
    ...(hosting === undefined
      ? []
      : [['organizer', named(hosting.name), 'cal-address', `mailto:${hosting.address}`] as Property]),
    ...everybody.map(([address, { name, role = 'required', response = 'none' }]): Property => {
      const partstat = response === 'none' ? 'NEEDS-ACTION' : response.toUpperCase();
      return ['attendee', { ...named(name), ...roles[role], partstat }, 'cal-address', `mailto:${address}`];
    }),
  ];
}

const classes: { readonly [sensitivity: string]: string } = {
  private: 'PRIVATE',
  personal: 'PRIVATE',
  confidential: 'CONFIDENTIAL',
};
const busy: { readonly [showAs: string]: string } = {
  free: 'FREE',
  tentative: 'TENTATIVE',
  oof: 'OOF',
  workingElsewhere: 'WORKINGELSEWHERE',
};

function fieldsOf(content: Content): Property[] {
  const time = whenOf(content);
  const text = (name: string, value: FieldValue | undefined): Property[] =>
    typeof value === 'string' ? [[name, {}, 'text', value]] : [];
  const { description, showAs = 'busy', categories, joinUrl, sensitivity } = content;
  const html = (description as { readonly html?: string } | undefined)?.html;
  const status = busy[showAs as string];
  const secret = classes[sensitivity as string];
  return [
    timeProperty('dtstart', time.start, time),
    timeProperty('dtend', time.end, time),
    ...text('summary', content['title']),
    ...text('location', content['location']),
    ...text('description', description),
    ...(html === undefined ? [] : [['x-alt-desc', { fmttype: 'text/html' }, 'text', html] as Property]),
    ...peopleOf(content),
    ...(Array.isArray(categories) ? [['categories', {}, 'text', ...categories.map(String)] as Property] : []),
    ['transp', {}, 'text', showAs === 'free' ? 'TRANSPARENT' : 'OPAQUE'],
    ...(status === undefined ? [] : [['x-microsoft-cdo-busystatus', {}, 'text', status] as Property]),
    ...(secret === undefined ? [] : [['class', {}, 'text', secret] as Property]),
    ...(typeof joinUrl === 'string' ? [['conference', {}, 'uri', joinUrl] as Property] : []),
  ];
}

function eventText(properties: readonly Property[], { reminder }: Content): string {
  const alarm =
    typeof reminder === 'number'
      ? [
          [
            'valarm',
            [
              ['action', {}, 'text', 'DISPLAY'],
              ['description', {}, 'text', 'Reminder'],
              ['trigger', {}, 'duration', `-PT${reminder}M`],
            ],
            [],
          ],
        ]
      : [];
  return `${ICAL.stringify.component(['vevent', [...properties], alarm], ICAL.design.icalendar)}\r\n`;
}
