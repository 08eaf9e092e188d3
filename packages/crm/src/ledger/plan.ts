import type { KindName, Link } from '@counterpart/engine';
import { CompiledQuery, sql } from 'kysely';
import type { Tx } from '../crm.ts';
import { wholeOrder } from '../records/sync-order.ts';
import { imported, recordTables } from '../replica/record-table.ts';
import { linkColumns, linkOf, type LinkRow } from './rows.ts';

const pageSize = 500;

/** The open links of a channel, page by page, in the order in which they were stored. */
export async function* openLinks(tx: Tx, channelId: string): AsyncGenerator<Link> {
  for (let after = 0; ;) {
    const { rows } = await tx.executeQuery<LinkRow>(
      CompiledQuery.raw(
        `select ${linkColumns} from links l where l.org_id = current_org() and l.channel_id = $1 and l.stage = 'open' and l.seq > $2
         order by l.seq limit ${pageSize}`,
        [channelId, after],
      ),
    );
    yield* rows.map(linkOf);
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    after = last.seq;
  }
}

/** A person's records that have no link yet. */
export interface UnlinkedRecords {
  /** In scope: what a full round would list, before its cap. */
  readonly inScope: number;
  readonly inScopeNames: readonly string[];
  /** C7: left out because they were imported. */
  readonly imported: number;
  readonly importedNames: readonly string[];
}

export async function countUnlinkedRecords(
  tx: Tx,
  membershipId: string,
  kind: KindName,
  channelId: string | null,
): Promise<UnlinkedRecords> {
  const table = recordTables[kind];
  if (table === undefined) return { inScope: 0, inScopeNames: [], imported: 0, importedNames: [] };
  const { rows } = await sql<UnlinkedRecords>`
    with unlinked as (
      select ${sql.raw(imported)} as imported, row_number() over (order by ${sql.raw(wholeOrder(table.syncOrder, { now: 'current_instant()', places: `'{}'::jsonb` }))}) as place,
        ${sql.raw(table.name)} as name
      from ${sql.table(table.table)} c
      where c.org_id = current_org() and c.owner_membership_id = ${membershipId} and c.deleted_at is null
        and ${sql.raw(table.unsyncable ?? 'null')} is null and not exists (
        select from links l where l.org_id = c.org_id and l.channel_id = ${channelId} and l.stage = 'open' and l.local_id = c.id::text))
    select count(*) filter (where not imported) as "inScope", count(*) filter (where imported) as imported,
      array(select name from unlinked where not imported order by place limit 5) as "inScopeNames",
      array(select name from unlinked where imported order by place limit 5) as "importedNames"
    from unlinked`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error('Counting gave no row');
  return row;
}
