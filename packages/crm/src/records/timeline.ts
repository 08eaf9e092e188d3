import type { Actor } from '../actor.ts';
import type { Crm } from '../crm.ts';
import { readPeople } from './rows.ts';
import { written, type RecordTable } from './table.ts';
import type { Person, TimelineItem } from './types.ts';
import { getRecord } from './write.ts';

const mostItems = 500;

/**
 * What happened to a record, the latest first, at most 500 entries (B5): when, from where, by whom, in which run, which fields.
 * @throws CrmError `notFound`
 */
export async function recordTimeline(
  crm: Crm,
  actor: Actor,
  table: RecordTable,
  id: string,
): Promise<TimelineItem[]> {
  await getRecord(crm, actor, table, id);
  return crm.transaction(actor, async (tx) => {
    const entries = await tx
      .selectFrom('change_log')
      .select(['at', 'source', 'membership_id', 'run_id', 'channel_id', 'op', 'before', 'after'])
      .where('kind', '=', table.kind.name)
      .where('record_id', '=', id)
      .orderBy('seq', 'desc')
      .limit(mostItems)
      .execute();
    const owners = entries.flatMap(({ before, after }) => [ownerIn(before), ownerIn(after)]);
    const people = await readPeople(tx, [...entries.map((entry) => entry.membership_id), ...owners]);
    return entries.map((entry) => ({
      at: entry.at.toISOString(),
      source: entry.source,
      by: entry.membership_id === null ? null : (people.get(entry.membership_id) ?? null),
      runId: entry.run_id,
      channelId: entry.channel_id,
      op: entry.op,
      changes: changesOf(table, entry.before, entry.after, people),
    }));
  });
}

type Columns = { readonly [column: string]: unknown };

const ownerIn = (columns: Columns): string | null => {
  const owner = columns['owner_membership_id'];
  return typeof owner === 'string' ? owner : null;
};

function changesOf(
  table: RecordTable,
  before: Columns,
  after: Columns,
  people: ReadonlyMap<string, Person>,
): TimelineItem['changes'] {
  const owner = (columns: Columns): string | null => {
    const id = ownerIn(columns);
    return id === null ? null : (people.get(id)?.name ?? id);
  };
  const origin = ({ origin: name }: Columns): string | null => (typeof name === 'string' ? name : null);
  const shown = [
    ...written(table).map(({ field, column, normalise, toText }) => ({
      field,
      column,
      // The usual value of a choice is canonically empty, and stands in the log as it is.
      text: (columns: Columns): string | null => {
        const given = columns[column];
        if (given === undefined) return null;
        const value = normalise(given);
        return value === undefined ? (typeof given === 'string' ? given : null) : toText(value);
      },
    })),
    { field: 'owner', column: 'owner_membership_id', text: owner },
    { field: 'origin', column: 'origin', text: origin },
  ];
  return shown
    .filter(({ column }) => column in before || column in after)
    .map(({ field, text }) => ({ field, before: text(before), after: text(after) }));
}
