import type { Actor } from '../actor.ts';
import type { Crm } from '../crm.ts';
import { contactColumnNames, contactField } from './columns.ts';
import { readPeople } from './present.ts';
import type { Person, TimelineItem } from './types.ts';
import { getContact } from './write.ts';

const mostItems = 500;

/**
 * What happened to a contact, the latest first, at most 500 entries (B5): when, from where, by whom, in which run, which fields.
 * @throws CrmError `notFound`
 */
export async function contactTimeline(crm: Crm, actor: Actor, id: string): Promise<TimelineItem[]> {
  await getContact(crm, actor, id);
  return crm.transaction(actor, async (tx) => {
    const entries = await tx
      .selectFrom('change_log')
      .select(['at', 'source', 'membership_id', 'run_id', 'channel_id', 'op', 'before', 'after'])
      .where('kind', '=', 'contact')
      .where('record_id', '=', id)
      .orderBy('seq', 'desc')
      .limit(mostItems)
      .execute();
    const owners = entries.flatMap(({ before, after }) => [
      before['owner_membership_id'],
      after['owner_membership_id'],
    ]);
    const people = await readPeople(tx, [
      ...entries.map((entry) => entry.membership_id),
      ...owners.filter((owner) => owner !== undefined),
    ]);
    return entries.map((entry) => ({
      at: entry.at.toISOString(),
      source: entry.source,
      by: entry.membership_id === null ? null : (people.get(entry.membership_id) ?? null),
      runId: entry.run_id,
      channelId: entry.channel_id,
      op: entry.op,
      changes: changesOf(entry.before, entry.after, people),
    }));
  });
}

type Columns = { readonly [column: string]: string };

function changesOf(
  before: Columns,
  after: Columns,
  people: ReadonlyMap<string, Person>,
): TimelineItem['changes'] {
  const columns = [...contactColumnNames, 'owner_membership_id', 'origin'].filter(
    (column) => column in before || column in after,
  );
  return columns.map((column) => {
    if (column === 'owner_membership_id') {
      const name = (id: string | undefined) => (id === undefined ? null : (people.get(id)?.name ?? id));
      return { field: 'owner', before: name(before[column]), after: name(after[column]) };
    }
    return {
      field: contactField(column) ?? column,
      before: before[column] ?? null,
      after: after[column] ?? null,
    };
  });
}
