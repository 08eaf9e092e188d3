import type { FieldValue, Seen } from '@counterpart/engine';
import { isItemGone } from '../client/problem.ts';
import { textOf, type JsonObject } from '../json.ts';
import { stopIfHopeless } from '../replica/read.ts';
import { snapshotOf, type Setting } from '../replica/setting.ts';
import { inCalendar, readNative } from './native.ts';
import { inPlace, isSeries, masterOf, presentIn } from './seen.ts';
import { eventProperties } from './setting.ts';
import { readWhole } from './whole.ts';

/** What a delta page says of one calendar. */
export interface Told {
  readonly calendar: string;
  readonly items: readonly JsonObject[];
}

interface Signs {
  /** Single events as they are shown, and the calendar in which they lie. */
  readonly singles: Map<string, { readonly item: JsonObject; readonly calendar: string }>;
  /** Series of which some part changed. */
  readonly series: Map<string, string>;
  /** Reported as removed: deleted, moved, outside of the window, or never seen. */
  readonly removed: Map<string, string>;
}

/** Delta says which events to look at; it shows no markers, and of a series' occurrences little more than that they are (GRAPH 6). */
export function signsOf(told: readonly Told[]): Signs {
  const signs: Signs = { singles: new Map(), series: new Map(), removed: new Map() };
  for (const { calendar, items } of told)
    for (const item of items) {
      const id = textOf(item['id']);
      if (id === undefined) continue;
      const master = masterOf(item);
      signs.singles.delete(id);
      if (item['@removed'] !== undefined) signs.removed.set(id, calendar);
      else if (master !== undefined) signs.series.set(master, calendar);
      else if (isSeries(item)) signs.series.set(id, calendar);
      else signs.singles.set(id, { item, calendar });
    }
  // One that left a calendar and came into another is reported by both.
  for (const id of [...signs.singles.keys(), ...signs.series.keys()]) signs.removed.delete(id);
  return signs;
}

const isWhole = (item: JsonObject): boolean =>
  eventProperties.every(
    (name) => name in item || ['originalStart', 'seriesMasterId', 'type', 'createdDateTime'].includes(name),
  );

/**
 * What changed, looked at: single events that are known and shown whole cost no request; series, and events that nobody knows, are read with what delta does not
 * show. A removal of a known event is reported as `missing`; of an unknown one it may mean that it is new and outside of the window (gotcha 4): it is looked at.
 */
export async function observed(setting: Setting, told: readonly Told[]): Promise<Seen[]> {
  const { singles, series, removed } = signsOf(told);
  const ids = [...singles.keys(), ...series.keys(), ...removed.keys()];
  const known = ids.length > 0 ? await setting.recall(ids) : new Map<string, FieldValue>();
  const seen: Seen[] = [];
  const unsure: { id: string; calendar: string; item?: JsonObject; isRemoved?: true }[] = [];
  for (const [id, { item, calendar }] of singles) {
    const before = readNative(known.get(id));
    // Of a masked event it is not kept what else it carries.
    const suffices = before !== undefined && before.isMasked !== true && isWhole(item);
    if (suffices) seen.push(presentIn(setting, calendar, item, known.get(id)));
    else unsure.push({ id, calendar, item });
  }
  for (const [id, calendar] of series) unsure.push({ id, calendar });
  for (const [id, calendar] of removed)
    if (known.has(id)) seen.push({ state: 'missing', id });
    else unsure.push({ id, calendar, isRemoved: true });
  if (unsure.length === 0) return seen;
  const results = await readWhole(
    setting,
    unsure.map(({ id, calendar }) => ({
      ...inPlace(setting, calendar, id, known.get(id)),
      ...(series.has(id) ? { isSeries: true } : {}),
    })),
  );
  stopIfHopeless(setting, results);
  for (const [index, { id, calendar, item, isRemoved }] of unsure.entries()) {
    const result = results[index];
    if (result?.ok) seen.push(presentIn(setting, calendar, result.body as JsonObject, known.get(id), id));
    else if (result && isItemGone(result)) {
      if (!isRemoved) seen.push({ state: 'missing', id });
    } else seen.push(asShown(setting, { id, calendar, item }, known.get(id)));
  }
  return seen;
}

/** Where an event cannot be read now, what delta said of it stands, without a marker: a new one must not be forgotten because the look at it failed. */
function asShown(
  setting: Setting,
  { id, calendar, item }: { id: string; calendar: string; item: JsonObject | undefined },
  known: FieldValue | undefined,
): Seen {
  if (item === undefined || !isWhole(item)) return { state: 'unreadable', id, reason: 'unreadable' };
  const snapshot = snapshotOf(setting, item, inCalendar(known, calendar));
  return snapshot === undefined || snapshot.content['when'] === undefined
    ? { state: 'unreadable', id, reason: 'unreadable' }
    : { state: 'present', ...snapshot };
}
