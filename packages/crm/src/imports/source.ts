import { CrmError } from '../errors.ts';
import type { ImportFormat } from '../database/tables.ts';
import { csvSource } from './csv.ts';
import { decode } from './decode.ts';
import type { Source } from './rows.ts';
import { vcardSource } from './vcard.ts';

/** Which format a file has: its content decides, not its name. */
export function formatOf(text: string): ImportFormat {
  return /^\s*BEGIN:VCARD\s*$/im.test(text) ? 'vcf' : 'csv';
}

/** @throws CrmError `unreadableFile` */
export function openSource(bytes: Uint8Array): { format: ImportFormat; source: Source } {
  const text = decode(bytes);
  if (text.trim() === '') throw new CrmError('unreadableFile', 'The file is empty.');
  const format = formatOf(text);
  return { format, source: format === 'csv' ? csvSource(text) : vcardSource(text) };
}
