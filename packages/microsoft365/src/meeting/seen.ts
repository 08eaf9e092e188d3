import type { FieldValue, Seen } from '@counterpart/engine';
import { isObject, textOf, type JsonObject } from '../json.ts';
import { snapshotOf, encoded, type Setting } from '../replica/setting.ts';
import { unreadable } from './from-graph.ts';
import { inCalendar, readNative } from './native.ts';
import type { Wanted } from './whole.ts';

/** Whether an item of a list or a delta page is a part of a series: the series stands for it (E8). */
export const masterOf = (item: JsonObject): string | undefined =>
  item['type'] === 'occurrence' || item['type'] === 'exception' ? textOf(item['seriesMasterId']) : undefined;

export const isSeries = (item: JsonObject): boolean =>
  item['type'] === 'seriesMaster' || isObject(item['recurrence']);

/** An event in a calendar of the channel, as the engine sees it. @param known what was kept when it was last seen. */
export function presentIn(
  setting: Setting,
  calendar: string,
  item: JsonObject,
  known: FieldValue | undefined,
  asked = textOf(item['id']) ?? '',
): Seen {
  const snapshot = snapshotOf(setting, item, inCalendar(known, calendar));
  if (snapshot === undefined) return { state: 'unreadable', id: asked, reason: 'unreadable' };
  const reason = unreadable(item, snapshot.content);
  // Asked for by one identifier and answered with another: the record is the one that was asked for.
  return reason === undefined
    ? { state: 'present', ...snapshot, id: asked }
    : { state: 'unreadable', id: asked, reason };
}

/** How to read an event in a calendar: below another one it is not found. */
export const inPlace = (
  { mailbox }: Setting,
  calendar: string,
  id: string,
  known: FieldValue | undefined,
): Wanted => ({
  path: `${mailbox}/calendars/${encoded(calendar)}/events/${encoded(id)}`,
  isSeries: readNative(known)?.isSeries === true,
});
