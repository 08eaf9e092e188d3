import type { Crm, Tx } from '../crm.ts';
import { actorForMembership } from '../people/memberships.ts';
import { takeRows } from './chunk.ts';
import type { SourceRow } from './rows.ts';
import { openSource } from './source.ts';
import { statusColumns, statusOf, type StatusRow } from './status.ts';
import type { ImportStatus } from './types.ts';
import type { Duplicates } from '../database/tables.ts';
import { tableOfImport } from './status.ts';
import { settleRecords } from '../records/settle.ts';

/** Rows of one transaction. */
const chunkRows = 500;

export interface RunImportInput {
  readonly orgId: string;
  readonly importId: string;
  /** Called after each chunk, when it is committed; the next one waits for it. */
  readonly onProgress?: (status: ImportStatus) => void | Promise<void>;
  /** Stops between two chunks; the import stays `running` and can be gone on with. */
  readonly signal?: AbortSignal;
}

/**
 * Takes in what is left of a running import, chunk by chunk, each in a transaction together with how far it came: after a crash it
 * is called again and doubles nothing. It ends early when the import was cancelled, or another process goes on with it. The records
 * belong to the person who began the import and have the origin `import` (C7, T2).
 * @throws Error when there is no such import
 */
export async function runImport(crm: Crm, input: RunImportInput): Promise<ImportStatus> {
  const { orgId, importId } = input;
  const { membership_id: membershipId, ...found } = await crm.inOrganisation(orgId, (tx) =>
    tx
      .selectFrom('imports')
      .select(['membership_id', 'kind', 'content', 'mapping', 'duplicates', 'done', 'state'])
      .where('id', '=', importId)
      .executeTakeFirstOrThrow(),
  );
  const { content, mapping, duplicates } = found;
  if (found.state !== 'running' || content === null || mapping === null || duplicates === null) {
    return readStatus(crm, input);
  }
  const actor = await actorForMembership(crm, { orgId, membershipId, source: 'import', runId: importId });
  if (!actor?.permissions.has('import')) return end(crm, input, 'failed');

  const how = {
    table: tableOfImport(found.kind),
    mapping,
    duplicates: duplicates satisfies Duplicates,
  };
  let done = found.done;
  for (const rows of chunks(openSource(content).source.rows(), done)) {
    if (input.signal?.aborted === true) return readStatus(crm, input);
    const status = await crm.transaction(actor, async (tx) => {
      const row = await lock(tx, importId);
      if (row.state !== 'running' || row.done !== done) return null;
      const { counts, refusals } = await takeRows(crm, tx, actor, rows, done, how);
      if (refusals.length > 0) {
        await tx
          .insertInto('import_refusals')
          .values(refusals.map((refusal) => ({ ...refusal, org_id: orgId, import_id: importId })))
          .execute();
      }
      const changed = await tx
        .updateTable('imports')
        .set({
          done: done + rows.length,
          created: row.created + counts.created,
          updated: row.updated + counts.updated,
          skipped: row.skipped + counts.skipped,
        })
        .where('id', '=', importId)
        .returning(statusColumns)
        .executeTakeFirstOrThrow();
      return statusOf(tx, changed);
    });
    if (status === null) return readStatus(crm, input);
    done += rows.length;
    await input.onProgress?.(status);
  }
  await settleRecords(crm, actor, how.table);
  return end(crm, input, 'done');
}

/** The rows after the first `skip`, some at a time. */
function* chunks(rows: Iterable<SourceRow>, skip: number): Iterable<SourceRow[]> {
  let chunk: SourceRow[] = [];
  let position = 0;
  for (const row of rows) {
    position += 1;
    if (position <= skip) continue;
    chunk.push(row);
    if (chunk.length === chunkRows) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

const lock = (tx: Tx, importId: string): Promise<StatusRow> =>
  tx
    .selectFrom('imports')
    .select(statusColumns)
    .where('id', '=', importId)
    .forUpdate()
    .executeTakeFirstOrThrow();

const readStatus = (crm: Crm, { orgId, importId }: RunImportInput): Promise<ImportStatus> =>
  crm.inOrganisation(orgId, async (tx) => {
    const row = await tx
      .selectFrom('imports')
      .select(statusColumns)
      .where('id', '=', importId)
      .executeTakeFirstOrThrow();
    return statusOf(tx, row);
  });

async function end(crm: Crm, input: RunImportInput, state: 'done' | 'failed'): Promise<ImportStatus> {
  await crm.inOrganisation(input.orgId, (tx) =>
    tx
      .updateTable('imports')
      .set({ state, content: null, ended_at: new Date(crm.clock.now()) })
      .where('id', '=', input.importId)
      .where('state', '=', 'running')
      .execute(),
  );
  return readStatus(crm, input);
}
