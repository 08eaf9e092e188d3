import { setImmediate } from 'node:timers/promises';
import { mustHold, type Actor } from '../actor.ts';
import type { Crm } from '../crm.ts';
import { CrmError } from '../errors.ts';
import type { RecordTable } from '../records/table.ts';
import { meetingTable } from '../meetings/table.ts';
import { contactTable } from '../contacts/table.ts';
import { suggestMapping } from './headers.ts';
import { shownRow } from './rows.ts';
import { openSource } from './source.ts';
import type { ImportPreview, RefusedRow } from './types.ts';

const largestFileBytes = 50 * 1024 * 1024;
const previewRows = 10;
const rowsAtATime = 500;
/** Refused rows that are told at most. */
export const mostRefusalsTold = 1_000;

/**
 * Reads a CSV, (contacts) vCard or (meetings) iCalendar file, keeps it for the import, and shows what is in it. No record is written yet.
 * @throws CrmError `notAllowed` without `import`; `fileTooLarge` above 50 MB; `unreadableFile`
 */
export async function readImport(
  crm: Crm,
  actor: Actor,
  table: RecordTable,
  { fileName, content }: { readonly fileName: string; readonly content: Uint8Array },
): Promise<ImportPreview> {
  mustHold(actor, 'import');
  if (content.byteLength > largestFileBytes)
    throw new CrmError('fileTooLarge', 'The file is larger than 50 MB.');
  const { format, source } = openSource(content);
  if (format === 'vcf' && table !== contactTable)
    throw new CrmError('unreadableFile', 'A vCard file holds contacts. Choose a CSV file.');
  if (format === 'ics' && table !== meetingTable)
    throw new CrmError('unreadableFile', 'An iCalendar file holds meetings. Choose a CSV file.');
  const preview: { [column: string]: string }[] = [];
  const refused: RefusedRow[] = [];
  let rowCount = 0;
  for (const row of source.rows()) {
    rowCount += 1;
    // A long file is read while others are served.
    if (rowCount % rowsAtATime === 0) await setImmediate();
    if ('values' in row) {
      if (preview.length < previewRows) preview.push(row.values);
    } else if (refused.length < mostRefusalsTold) {
      refused.push({ line: row.line, reason: row.unreadable, row: shownRow(row.raw) });
    }
  }
  if (rowCount === 0) throw new CrmError('unreadableFile', 'The file has a header and no rows.');
  const id = crm.ids.next();
  await crm.transaction(actor, (tx) =>
    tx
      .insertInto('imports')
      .values({
        org_id: actor.orgId,
        id,
        membership_id: actor.membershipId,
        kind: table.kind.name,
        format,
        file_name: fileName.slice(0, 255),
        content: Buffer.from(content),
        columns: source.columns,
        delimiter: source.delimiter ?? null,
        state: 'ready',
        total: rowCount,
        created_at: new Date(crm.clock.now()),
      })
      .execute(),
  );
  const suggestedMapping = suggestMapping(table, source.columns);
  return { id, fileName, format, columns: source.columns, suggestedMapping, preview, rowCount, refused };
}
