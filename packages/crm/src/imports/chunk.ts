import { differingFields, type Content } from '@counterpart/engine';
import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import type { Duplicates } from '../database/tables.ts';
import type { Taker } from '../records/files.ts';
import { ownerWithinReach } from '../records/reach.ts';
import { insertRecords, updateRecords } from '../records/store.ts';
import { canonical, written, type RecordTable } from '../records/table.ts';
import { contentOf as contentIn } from '../records/columns.ts';
import { contentOf } from './content.ts';
import type { SourceRow } from './rows.ts';
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

/** A record that the chunk creates or finds, by what it is recognised by. */
interface Target {
  readonly id: string;
  content: Content;
  state: 'new' | 'found' | 'changed';
}

/** Takes some rows into the table, in the transaction; `first` is the position of the first of them in the file. */
export async function takeRows(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  rows: readonly SourceRow[],
  first: number,
  how: { readonly table: RecordTable; readonly mapping: Mapping; readonly duplicates: Duplicates },
): Promise<{ counts: Counts; refusals: Refusal[] }> {
  const { table } = how;
  const keyOf = (content: Content): string | undefined => keyIn(table, content)?.key;
  const taker = await takerOf(tx, actor);
  const counts: Counts = { created: 0, updated: 0, skipped: 0 };
  const refusals: Refusal[] = [];
  const usable: Content[] = [];
  for (const [index, row] of rows.entries()) {
    const read =
      'values' in row ? contentOf(table, row.values, how.mapping, taker) : { reason: row.unreadable };
    if ('content' in read) usable.push(read.content);
    else refusals.push({ position: first + index, line: row.line, reason: read.reason, row: row.raw });
  }
  const targets =
    how.duplicates === 'create' ? new Map<string, Target>() : await findByKey(tx, actor, table, usable);
  const created: Target[] = [];
  for (const content of usable) {
    const key = how.duplicates === 'create' ? undefined : keyOf(content);
    const target = key === undefined ? undefined : targets.get(key);
    if (!target) {
      const made: Target = { id: crm.ids.next(), content, state: 'new' };
      created.push(made);
      if (key !== undefined) targets.set(key, made);
      counts.created += 1;
    } else if (how.duplicates === 'update' && merge(table, target, content)) counts.updated += 1;
    else counts.skipped += 1;
  }
  const arrival = { ownerId: actor.membershipId, origin: 'import' as const };
  await insertRecords(
    tx,
    actor,
    table,
    arrival,
    created.map(({ id, content }) => ({ id, content })),
  );
  const changed = [...targets.values()].filter(({ state }) => state === 'changed');
  await updateRecords(
    tx,
    table,
    changed.map(({ id, content }) => ({ id, content })),
  );
  return { counts, refusals };
}

/** The row's values go over the record's; where the row has none the record keeps its own. False when nothing differs. */
function merge(table: RecordTable, target: Target, content: Content): boolean {
  const merged = canonical(table, { ...target.content, ...content });
  if (differingFields(merged, target.content).length === 0) return false;
  target.content = merged;
  if (target.state === 'found') target.state = 'changed';
  return true;
}

/** What a content is recognised by: the first of the table's keys that it has. Keys of different columns never meet. */
function keyIn(
  table: RecordTable,
  content: Content,
): { readonly column: string; readonly key: string } | undefined {
  for (const { column, keyOf } of table.duplicates) {
    const key = keyOf(content);
    if (key !== undefined) return { column, key: `${column} ${key}` };
  }
  return undefined;
}

/** The records within reach that are recognised by the same as one of these contents; of several with one key the oldest. */
async function findByKey(
  tx: Tx,
  actor: Actor,
  table: RecordTable,
  contents: readonly Content[],
): Promise<Map<string, Target>> {
  const found = new Map<string, Target>();
  const wanted = contents.flatMap((content) => keyIn(table, content) ?? []);
  const owner = ownerWithinReach(actor, 'edit');
  for (const { column } of table.duplicates) {
    const prefix = `${column} `;
    const keys = new Set(
      wanted.flatMap((one) => (one.column === column ? [one.key.slice(prefix.length)] : [])),
    );
    if (keys.size === 0) continue;
    const { rows } = await sql<{ key: string; id: string; content: Content }>`
      select ${sql.ref(`c.${column}`)} as key, c.id, ${sql.raw(contentIn(written(table)))} as content
      from ${sql.table(table.table)} c
      where c.org_id = current_org() and ${sql.ref(`c.${column}`)} = any(${[...keys]}::text[]) and c.deleted_at is null
        and (${owner}::uuid is null or c.owner_membership_id = ${owner})
      order by c.created_at desc, c.id desc for update`.execute(tx);
    for (const { key, id, content } of rows) found.set(prefix + key, { id, content, state: 'found' });
  }
  return found;
}

/** The person who takes the file in. */
async function takerOf(tx: Tx, actor: Actor): Promise<Taker> {
  const account = await tx
    .selectFrom('accounts')
    .select(['email', 'time_zone'])
    .where('id', '=', actor.accountId)
    .executeTakeFirstOrThrow();
  const identities = await tx
    .selectFrom('identities')
    .select('login')
    .where('account_id', '=', actor.accountId)
    .execute();
  const addresses = [account.email, ...identities.map(({ login }) => login)].map((address) =>
    address.toLowerCase(),
  );
  return { zone: account.time_zone, addresses: new Set(addresses) };
}
