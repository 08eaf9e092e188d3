import type ICAL from 'ical.js';
import { instantMs, isSameZone, momentAt, type Moment } from '../graph/calendar/times.ts';
import { ianaZone } from '../graph/zones.ts';
import type { IcsFile } from './icsBlocks.ts';

/** A local time of a file; `zone` is '' where neither event nor calendar names one: it is the mailbox's. */
export type IcsTime = { local: string; zone: string; isDate: boolean };

export class IcsProblem extends Error {}

/** The times of a property such as DTSTART or RDATE. Throws IcsProblem for a zone that nobody knows. */
export function timesOf(property: ICAL.Property, file: IcsFile): IcsTime[] {
  const tzid = property.getFirstParameter('tzid');
  return property.getValues().map((value) => {
    const time = 'start' in value ? value.start : value;
    if (!isTime(time)) throw new IcsProblem(`${property.name} holds no date`);
    const text = time.toString();
    if (time.isDate) return { local: `${text.slice(0, 10)}T00:00:00`, zone: file.zone ?? '', isDate: true };
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.test(text))
      throw new IcsProblem(`${property.name} holds no date`);
    const zone = text.endsWith('Z') ? 'UTC' : zoneNamed(tzid, file);
    return { local: text.slice(0, 19), zone, isDate: false };
  });
}

function isTime(value: unknown): value is ICAL.Time {
  return typeof value === 'object' && value !== null && 'isDate' in value;
}

/** Windows and IANA names stay as they are; others are known by their place or by how they end. */
function zoneNamed(tzid: string | undefined, file: IcsFile): string {
  if (tzid === undefined || tzid === '') return known(file.zone) ?? '';
  const tail = tzid.split('/').slice(-2).join('/');
  const zone = known(tzid) ?? known(file.places.get(tzid)) ?? known(tail);
  if (zone === null) throw new IcsProblem(`the time zone ${tzid} is not known`);
  return zone;
}

function known(name: string | null | undefined): string | null {
  return name !== null && name !== undefined && ianaZone(name) !== null ? name : null;
}

export function momentOfIcs({ local, zone }: IcsTime): Moment {
  return { dateTime: `${local}.0000000`, timeZone: zone };
}

/** The same instant by the clocks of another zone; dates and times without a zone stay as they are. */
export function inZoneOf(time: IcsTime, { zone }: IcsTime): IcsTime {
  if (time.isDate || time.zone === '' || zone === '' || isSameZone(time.zone, zone)) return { ...time, zone };
  return { ...time, local: momentAt(instantMs(momentOfIcs(time)), zone).dateTime.slice(0, 19), zone };
}

export function dayOf({ local }: IcsTime): string {
  return local.slice(0, 10);
}

/** Milliseconds from one to the other, each by its own clock where they have no common one. */
export function msBetween(start: IcsTime, end: IcsTime): number {
  const same = inZoneOf(end, start);
  return Date.parse(`${same.local}Z`) - Date.parse(`${start.local}Z`);
}

export function laterBy(time: IcsTime, byMs: number): IcsTime {
  return { ...time, local: new Date(Date.parse(`${time.local}Z`) + byMs).toISOString().slice(0, 19) };
}
