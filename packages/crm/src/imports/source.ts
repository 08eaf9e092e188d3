import { CrmError } from '../errors.ts';
import type { ImportFormat } from '../database/tables.ts';
import { csvSource } from './csv.ts';
import { decode } from './decode.ts';
import { icsSource } from './ics/ics.ts';
import type { Source } from './rows.ts';
import { vcardSource } from './vcard.ts';

/** Which format a file has: its content decides, not its name. */
export function formatOf(text: string): ImportFormat {
  if (/^\s*BEGIN:VCALENDAR\s*$/im.test(text.slice(0, 10_000))) return 'ics';
  return /^\s*BEGIN:VCARD\s*$/im.test(text) ? 'vcf' : 'csv';
}

/** @throws CrmError `unreadableFile` */
export function openSource(bytes: Uint8Array): { format: ImportFormat; source: Source } {
  const text = decode(bytes);
  if (text.trim() === '') throw new CrmError('unreadableFile', 'The file is empty.');
  const format = formatOf(text);
  const sources = { csv: csvSource, vcf: vcardSource, ics: icsSource };
  return { format, source: sources[format](text) };
}
