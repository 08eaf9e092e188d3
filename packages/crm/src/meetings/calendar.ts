import { instantOf, isZone, type Content, type Occurrence } from '@counterpart/engine';
import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Crm } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { conditionOf, idsOf } from '../records/condition.ts';
import { ownerWithinReach } from '../records/reach.ts';
import { present, shownColumns, type RecordRow } from '../records/rows.ts';
import type { CrmRecord } from '../records/types.ts';
import { copiesAmong } from './hosted.ts';
import { meetingTable } from './table.ts';
import { occurrencesOf } from './times.ts';

const mostDays = 400;
const mostOccurrences = 5_000;
const oneDayMs = 86_400_000;

/** A meeting as it takes place once. */
export interface CalendarItem extends Occurrence {
  readonly record: CrmRecord;
  /** It repeats. */
  readonly series: boolean;
  /** The actor may edit it: everything, what is their own of another host's meeting, or nothing. */
  readonly may: 'all' | 'own' | 'nothing';
}

/**
 * What takes place from a day to a day, the latter not included, the earliest first; each meeting once (B12).
 * @param zone IANA zone in which the days, and those of all-day meetings, begin and end.
 * @throws CrmError `invalidValue`; `rangeTooLarge` for more than 400 days or 5,000 occurrences
 */
export async function listCalendar(
  crm: Crm,
  actor: Actor,
  input: {
    readonly from: string;
    readonly to: string;
    readonly zone: string;
    readonly ownerId?: string | undefined;
  },
): Promise<CalendarItem[]> {
  const { from, to, zone, ownerId } = input;
  if (!isZone(zone)) refuse('zone', `"${zone}" is no time zone that is known. Write it like Europe/Zurich.`);
  if (to <= from) refuse('to', 'The range must end after it begins.');
  if ((Date.parse(to) - Date.parse(from)) / oneDayMs > mostDays)
    throw new CrmError('rangeTooLarge', `A range has at most ${mostDays} days.`);
  const [fromMs, untilMs] = [instantOf(`${from}T00:00:00`, zone), instantOf(`${to}T00:00:00`, zone)];
  return crm.transaction(actor, async (tx) => {
    const condition = await conditionOf(crm, tx, meetingTable, actor, 'view', { filter: { ownerId } });
    // A day on either side: all-day meetings begin and end in the zone of whoever looks, and are stored in UTC.
    const reach = {
      ...condition,
      from: { last_ends_at: new Date(fromMs - oneDayMs).toISOString() },
      to: { first_starts_at: new Date(untilMs + oneDayMs).toISOString() },
    };
    const { rows } = await sql<RecordRow>`select ${shownColumns(meetingTable)} from meetings c
      where c.org_id = current_org() and c.id in ${idsOf(meetingTable, reach)} limit ${mostOccurrences + 1}`.execute(
      tx,
    );
    if (rows.length > mostOccurrences) tooMany();
    const found = rows.flatMap((row) =>
      occurrencesOf(row.content, fromMs, untilMs, zone).map((occurrence) => ({ row, occurrence })),
    );
    if (found.length > mostOccurrences) tooMany();
    const shown = [...new Set(found.map(({ row }) => row))];
    const records = new Map((await present(tx, shown)).map((record) => [record.id, record]));
    const copies = await copiesAmong(
      tx,
      shown.map(({ id }) => id),
    );
    const owner = ownerWithinReach(actor, 'edit');
    return found
      .flatMap(({ row, occurrence }): CalendarItem[] => {
        const record = records.get(row.id);
        if (record === undefined) return [];
        const within = owner === null || owner === row.owner_membership_id;
        const may = !within ? 'nothing' : isShared(row.content, copies.has(row.id)) ? 'own' : 'all';
        return [{ ...occurrence, record, series: isSeries(row.content), may }];
      })
      .sort((a, b) => a.startMs - b.startMs || b.endMs - a.endMs || a.record.id.localeCompare(b.record.id));
  });
}

const isSeries = (content: Content): boolean =>
  content['recurrence'] !== undefined || content['rule'] !== undefined;
/** B12: another person decides what it is about and when. */
const isShared = (content: Content, copy: boolean): boolean => content['host'] !== undefined || copy;

function refuse(path: string, message: string): never {
  throw new CrmError('invalidValue', undefined, { problems: [{ path, message }] });
}

function tooMany(): never {
  throw new CrmError('rangeTooLarge', `There are more than ${mostOccurrences} meetings in this range.`);
}
