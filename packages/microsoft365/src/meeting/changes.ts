import type { ChangePage, Cursor, Seen } from '@counterpart/engine';
import { query } from '../client/link.ts';
import { readPage } from '../client/paging.ts';
import { isItemGone, problemOf } from '../client/problem.ts';
import { inWords, type Failure } from '../client/result.ts';
import { channelProblem } from '../errors.ts';
import { mostLosses, saysLost } from '../replica/lost.ts';
import { containerOf, encoded, immutableIds, type Setting } from '../replica/setting.ts';
import { readCursor, writeCursor, type MeetingCursor, type Position } from './cursor.ts';
import { observed, signsOf, type Told } from './delta.ts';
import { listEvents, type ListPage } from './list.ts';
import type { Places } from './places.ts';

const dayMs = 86_400_000;
const pageSize = 500;
/** The window of a calendar view: what lies outside of it is told of all the same, but as removed (GRAPH 6). A service may refuse more than five years. */
const daysBefore = 92;
const daysAfter = 730;
/** When the window has moved on so far, everything is read again with a new one. */
const windowLifeMs = 30 * dayMs;
/** How often the lists are read again because something was deleted while they were read. */
const mostListings = 3;

/** What a full round has found so far. */
interface Round {
  /** Events that the opening named, with their calendars. */
  readonly named: Map<string, string>;
  readonly listed: Set<string>;
  listings: number;
  /** Where the lists go on. */
  at: { calendar: string; path: string | null }[];
  /** Something was deleted since the lists were begun. */
  isShaken: boolean;
}

/** Thrown to answer `lost`. */
class CursorLost extends Error {}

/**
 * Reads the changes of several calendars. Watching costs one request for each calendar. A full round takes the changes' beginning first and lists the events after
 * it, those outside of the window too, so that nothing falls between; what was named by one and not by the other is looked at. A service pages lists by position, so a
 * deletion meanwhile may push an event past the reader: then the lists are read again.
 */
export function createMeetingChanges(
  setting: Setting,
  places: Places,
  capture: readonly string[],
): (cursor: Cursor | null) => Promise<ChangePage> {
  const { client } = setting;
  const headers = { prefer: `${immutableIds}, odata.maxpagesize=${pageSize}` };
  let round: Round | null = null;
  let losses = 0;
  const nameOf = () => JSON.stringify([containerOf(setting), capture]);

  return async (cursor) => {
    const from = cursor === null ? await beginning() : readCursor(cursor, nameOf());
    if (from === null || (from.phase !== 'watching' && round === null)) return { lost: true };
    const isFresh = from.positions.every(({ atEnd }) => atEnd);
    if (from.phase === 'watching' && isFresh && client.clock.now() >= from.renewAtMs) return { lost: true };
    try {
      return await step(from);
    } catch (failure) {
      if (!(failure instanceof CursorLost)) throw failure;
      losses += 1;
      if (losses <= mostLosses) return { lost: true };
      const detail = 'Microsoft 365 forgets where reading stood, again and again.';
      throw channelProblem('serviceUnavailable', detail, { cause: failure });
    }
  };

  async function beginning(): Promise<MeetingCursor> {
    const calendars = await places();
    const now = client.clock.now();
    const at = (days: number) => `${new Date(now + days * dayMs).toISOString().slice(0, 19)}Z`;
    const window = query({ startDateTime: at(-daysBefore), endDateTime: at(daysAfter) });
    round = { named: new Map(), listed: new Set(), listings: 0, at: [], isShaken: false };
    return {
      of: nameOf(),
      phase: 'opening',
      renewAtMs: now + windowLifeMs,
      positions: calendars.map((calendar) => ({
        calendar,
        path: `${setting.mailbox}/calendars/${encoded(calendar)}/calendarView/delta${window}`,
        atEnd: false,
      })),
    };
  }

  async function step(from: MeetingCursor): Promise<ChangePage> {
    if (from.phase === 'listing' && round !== null) return list(from, round);
    const { told, positions } = await readChanges(from);
    const more = positions.some(({ atEnd }) => !atEnd);
    if (from.phase === 'opening' && round !== null) {
      note(round, told);
      if (!more) beginLists(round, positions);
      return page({ ...from, positions, phase: more ? 'opening' : 'listing' }, []);
    }
    const entries = await observed(setting, told);
    if (from.phase === 'watching' || round === null)
      return page({ ...from, positions, phase: 'watching' }, entries, more);
    for (const { id } of entries) round.named.delete(id);
    round.isShaken ||= signsOf(told).removed.size > 0;
    if (more) return page({ ...from, positions }, entries);
    if (round.isShaken && round.listings < mostListings) {
      beginLists(round, positions);
      return page({ ...from, positions, phase: 'listing' }, entries);
    }
    const passedOver = await observed(setting, unlisted(round));
    round = null;
    losses = 0;
    return page({ ...from, positions, phase: 'watching' }, [...entries, ...passedOver], false);
  }

  /** One page of the changes of each calendar that has not come to its end; of all of them where all have. */
  async function readChanges(from: MeetingCursor): Promise<{ told: Told[]; positions: Position[] }> {
    const isAnew = from.positions.every(({ atEnd }) => atEnd);
    const told: Told[] = [];
    const positions = await Promise.all(
      from.positions.map(async (position): Promise<Position> => {
        if (position.atEnd && !isAnew) return position;
        const { calendar, path } = position;
        const read = await readPage(client, path, { headers, delta: true });
        if (!read.ok) return failed(read, position, path.includes('token='));
        told.push({ calendar, items: read.items });
        return read.next === undefined
          ? { calendar, path: read.delta ?? path, atEnd: true }
          : { calendar, path: read.next, atEnd: false };
      }),
    );
    return { told, positions };
  }

  /** A calendar of the person's that is not there stops no other: its events stay as they were last seen until it is back or was left out (V7, V18). */
  function failed(failure: Failure, position: Position, wasUnderWay: boolean): Position {
    if (saysLost(failure, wasUnderWay)) throw new CursorLost(inWords(failure));
    if (!isItemGone(failure)) throw problemOf(failure);
    if (position.calendar === setting.container) throw channelProblem('containerMissing', inWords(failure));
    return { ...position, atEnd: true };
  }

  function note({ named }: Round, told: readonly Told[]): void {
    const { singles, series } = signsOf(told);
    for (const [id, { calendar }] of singles) named.set(id, calendar);
    for (const [id, calendar] of series) named.set(id, calendar);
  }

  function beginLists(of: Round, positions: readonly Position[]): void {
    of.at = positions.map(({ calendar }) => ({ calendar, path: null }));
    of.listings += 1;
    of.isShaken = false;
  }

  async function list(from: MeetingCursor, of: Round): Promise<ChangePage> {
    const [next, ...others] = of.at;
    if (next === undefined) return page({ ...from, phase: 'closing' }, []);
    const read: ListPage = await listEvents(setting, next.calendar, next.path);
    for (const id of read.ids) of.listed.add(id);
    of.at = read.next === undefined ? others : [{ ...next, path: read.next }, ...others];
    const phase = of.at.length === 0 ? 'closing' : 'listing';
    return page({ ...from, phase }, read.entries);
  }

  function page(next: MeetingCursor, entries: readonly Seen[], more = true): ChangePage {
    return { lost: false, entries, next: writeCursor(next), more };
  }
}

/** What the opening named and no list showed, as if it had been told of now. */
const unlisted = ({ named, listed }: Round): Told[] =>
  [...named].flatMap(([id, calendar]) =>
    listed.has(id) ? [] : [{ calendar, items: [{ id, type: 'singleInstance' }] }],
  );
