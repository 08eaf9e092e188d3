import { differingFields, type Content } from '@counterpart/engine';
import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import { insertContacts, updateContacts } from '../contacts/bulk.ts';
import { canonicalContact, contactColumnNames, toContent } from '../contacts/columns.ts';
import { ownerWithinReach } from '../contacts/reach.ts';
import type { Crm, Tx } from '../crm.ts';
import type { Duplicates } from '../database/tables.ts';
import { contentOf } from './content.ts';
import { shownRow, type SourceRow } from './rows.ts';
import type { Mapping } from './types.ts';

export interface Counts {
  created: number;
  updated: number;
  skipped: number;
}

export interface Refusal {
  readonly position: number;
  readonly line: number;
  readonly reason: string;
  readonly row: string;
}

/** A contact that the chunk creates or finds, by its address. */
interface Target {
  readonly id: string;
  content: Content;
  state: 'new' | 'found' | 'changed';
}

const keyOf = (content: Content): string | undefined =>
  typeof content['email'] === 'string' ? content['email'].toLowerCase().slice(0, 320) : undefined;

/** Takes some rows into contacts, in the transaction; `first` is the position of the first of them in the file. */
export async function takeRows(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  rows: readonly SourceRow[],
  first: number,
  how: { readonly mapping: Mapping; readonly duplicates: Duplicates },
): Promise<{ counts: Counts; refusals: Refusal[] }> {
  const counts: Counts = { created: 0, updated: 0, skipped: 0 };
  const refusals: Refusal[] = [];
  const usable: Content[] = [];
  for (const [index, row] of rows.entries()) {
    const read = 'values' in row ? contentOf(row.values, how.mapping) : { reason: row.unreadable };
    if ('content' in read) usable.push(read.content);
    else
      refusals.push({ position: first + index, line: row.line, reason: read.reason, row: shownRow(row.raw) });
  }
  const targets =
    how.duplicates === 'create' ? new Map<string, Target>() : await findByAddress(tx, actor, usable);
  const created: Target[] = [];
  for (const content of usable) {
    const key = how.duplicates === 'create' ? undefined : keyOf(content);
    const target = key === undefined ? undefined : targets.get(key);
    if (!target) {
      const made: Target = { id: crm.ids.next(), content, state: 'new' };
      created.push(made);
      if (key !== undefined) targets.set(key, made);
      counts.created += 1;
    } else if (how.duplicates === 'update' && merge(target, content)) counts.updated += 1;
    else counts.skipped += 1;
  }
  await insertContacts(tx, actor, 'import', created);
  await updateContacts(
    tx,
    [...targets.values()].filter(({ state }) => state === 'changed'),
  );
  return { counts, refusals };
}

/** The row's values go over the contact's; where the row has none the contact keeps its own. False when nothing differs. */
function merge(target: Target, content: Content): boolean {
  const merged = canonicalContact({ ...target.content, ...content });
  if (differingFields(merged, target.content).length === 0) return false;
  target.content = merged;
  if (target.state === 'found') target.state = 'changed';
  return true;
}

/** The contacts within reach that have one of the addresses; of several with one address the oldest. */
async function findByAddress(
  tx: Tx,
  actor: Actor,
  contents: readonly Content[],
): Promise<Map<string, Target>> {
  const keys = [...new Set(contents.map(keyOf))].filter((key) => key !== undefined);
  if (keys.length === 0) return new Map();
  const owner = ownerWithinReach(actor, 'edit');
  const found = await tx
    .selectFrom('contacts')
    .select(['id', 'find_email', ...contactColumnNames])
    .where('find_email', '=', sql<string>`any(${keys}::text[])`)
    .where('deleted_at', 'is', null)
    .$if(owner !== null, (query) => query.where('owner_membership_id', '=', owner))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .forUpdate()
    .execute();
  return new Map(
    found.map((row) => [row.find_email ?? '', { id: row.id, content: toContent(row), state: 'found' }]),
  );
}
