import { mustHold, type Actor } from '../actor.ts';
import type { Crm } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { suggestMapping } from './headers.ts';
import { shownRow } from './rows.ts';
import { openSource } from './source.ts';
import type { ImportPreview, RefusedRow } from './types.ts';

const largestFileBytes = 50 * 1024 * 1024;
const previewRows = 10;
/** Refused rows that are told at most. */
export const mostRefusalsTold = 1_000;

/**
 * Reads a CSV or vCard file, keeps it for the import, and shows what is in it. Nothing is written to contacts yet.
 * @throws CrmError `notAllowed` without `import`; `fileTooLarge` above 50 MB; `unreadableFile`
 */
export async function readImport(
  crm: Crm,
  actor: Actor,
  { fileName, content }: { readonly fileName: string; readonly content: Uint8Array },
): Promise<ImportPreview> {
  mustHold(actor, 'import');
  if (content.byteLength > largestFileBytes)
    throw new CrmError('fileTooLarge', 'The file is larger than 50 MB.');
  const { format, source } = openSource(content);
  const preview: { [column: string]: string }[] = [];
  const refused: RefusedRow[] = [];
  let rowCount = 0;
  for (const row of source.rows()) {
    rowCount += 1;
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
        kind: 'contact',
        format,
        file_name: fileName.slice(0, 255),
        content: Buffer.from(content),
        columns: source.columns,
        state: 'ready',
        total: rowCount,
        created_at: new Date(crm.clock.now()),
      })
      .execute(),
  );
  const suggestedMapping = suggestMapping(source.columns);
  return { id, fileName, format, columns: source.columns, suggestedMapping, preview, rowCount, refused };
}
