import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Crm } from '../crm.ts';
import type { ImportFormat } from '../database/tables.ts';
import { CrmError } from '../errors.ts';
import { icsEnd, icsHead } from '../exports/ics.ts';
import { ownImport } from './status.ts';

const rowsAtATime = 1_000;

export interface RefusedFile {
  readonly fileName: string;
  readonly format: ImportFormat;
  /** The text, piece by piece. */
  readonly pieces: AsyncIterable<string>;
}

/**
 * The refused rows of an import of the actor's as a file of the same kind: each as it stood, in front of it the line and the reason; so it can
 * be mended and imported again. In a vCard the reason is a property of its own.
 * @throws CrmError `notFound`; `wrongState` when nothing was refused
 */
export async function refusedRows(crm: Crm, actor: Actor, id: string): Promise<RefusedFile> {
  const found = await crm.transaction(actor, async (tx) => {
    const { file_name: name } = await ownImport(tx, actor, id);
    const row = await tx
      .selectFrom('imports')
      .select(['format', 'columns', 'delimiter'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const any = await tx
      .selectFrom('import_refusals')
      .select('line')
      .where('import_id', '=', id)
      .limit(1)
      .execute();
    return { ...row, name, any: any.length > 0 };
  });
  if (!found.any) throw new CrmError('wrongState', 'No row of this import was refused.');
  const { format, columns } = found;
  const delimiter = found.delimiter ?? ',';
  const head = ['Line', 'Reason', ...columns].map((name) => cell(name, delimiter)).join(delimiter);
  const shown = (line: number, reason: string, row: string): string =>
    format === 'csv'
      ? `${line}${delimiter}${cell(reason, delimiter)}${delimiter}${row}\r\n`
      : `${row.replace(/^(BEGIN:(?:VCARD|VEVENT))\s*$/im, `$1\r\nX-REFUSED:${reason.replace(/\s+/g, ' ')}`)}\r\n`;
  async function* pieces(): AsyncGenerator<string, void, undefined> {
    if (format === 'csv') yield `\ufeff${head}\r\n`;
    if (format === 'ics') yield icsHead;
    for (let after = -1; ;) {
      const rows = await crm.transaction(actor, (tx) =>
        tx
          .selectFrom('import_refusals')
          .select(['position', 'line', 'reason', sql<string>`coalesce(row, '')`.as('row')])
          .where('import_id', '=', id)
          .where('position', '>', after)
          .orderBy('position')
          .limit(rowsAtATime)
          .execute(),
      );
      const last = rows.at(-1);
      if (last === undefined) break;
      yield rows.map(({ line, reason, row }) => shown(line, reason, row)).join('');
      after = last.position;
    }
    if (format === 'ics') yield icsEnd;
  }
  const fileName = `${found.name.replace(/\.\w+$/, '')} - refused.${format}`;
  return { fileName, format, pieces: pieces() };
}

function cell(text: string, delimiter: string): string {
  return text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
