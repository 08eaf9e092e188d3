import { mustHold, type Actor } from '../actor.ts';
import type { ImportFormat } from '../database/tables.ts';
import { meetingTable } from '../meetings/table.ts';
import { contactTable } from '../contacts/table.ts';
import type { Crm } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { conditionOf } from '../records/condition.ts';
import { readPage } from '../records/list.ts';
import { orderOf } from '../records/order.ts';
import { present } from '../records/rows.ts';
import type { RecordTable } from '../records/table.ts';
import type { RecordQuery } from '../records/types.ts';
import { csvHead, csvRows } from './csv.ts';
import { icsEnd, icsHead, icsWriter } from './ics.ts';
import { vcardOf } from './vcard.ts';

const pageRows = 1_000;

/**
 * The records within reach that a query means, as the text of a CSV or (contacts) vCard or (meetings) iCalendar file, piece by piece: each piece is read when the one
 * before was taken, so that a file of any size needs little memory.
 * @throws CrmError `notAllowed` without `export`, `invalidValue` for a format that the kind has not; at once, before anything is sent
 */
export function exportRecords(
  crm: Crm,
  actor: Actor,
  table: RecordTable,
  { format, ...query }: RecordQuery & { readonly format: ImportFormat },
): AsyncGenerator<string, void, undefined> {
  mustHold(actor, 'export');
  if (format === 'vcf' && table !== contactTable)
    throw new CrmError('invalidValue', 'Only contacts can be vCards.');
  if (format === 'ics' && table !== meetingTable)
    throw new CrmError('invalidValue', 'Only meetings can be iCalendar.');
  return pieces(crm, actor, table, format, query);
}

async function* pieces(
  crm: Crm,
  actor: Actor,
  table: RecordTable,
  format: ImportFormat,
  query: RecordQuery,
): AsyncGenerator<string, void, undefined> {
  const calendar = icsWriter();
  if (format === 'csv') yield csvHead(table);
  if (format === 'ics') yield icsHead;
  const order = orderOf(table, table.defaultSort);
  let cursor: string | undefined;
  do {
    const page = await crm.transaction(actor, async (tx) => {
      const condition = await conditionOf(crm, tx, table, actor, 'view', query);
      const { rows, nextCursor } = await readPage(tx, table, condition, order, pageRows, cursor);
      return { records: await present(tx, rows), nextCursor };
    });
    if (page.records.length > 0) {
      if (format === 'csv') yield csvRows(table, page.records);
      else yield page.records.map(format === 'vcf' ? vcardOf : calendar).join('');
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  if (format === 'ics') yield icsEnd;
}
