import { newGuid } from '../../state/ids.ts';
import type { SimulatorState } from '../../state/types.ts';

/** An occurrence's id is made of the master's and of the day on which it was planned (GRAPH 9, gotcha 37). */
export function occurrenceId(masterId: string, day: string): string {
  return `${masterId.slice(0, -2)}EQ${Buffer.from(day.replaceAll('-', '')).toString('base64url')}=`;
}

const TAIL = 'EQMjAyNjAzMDI='.length;

/** Taken apart again; null for the id of anything else. */
export function readOccurrenceId(id: string): { masterId: string; day: string } | null {
  if (id.length <= TAIL || id.slice(-TAIL, 2 - TAIL) !== 'EQ') return null;
  const digits = Buffer.from(id.slice(2 - TAIL, -1), 'base64url').toString();
  if (!/^\d{8}$/.test(digits)) return null;
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  return { masterId: `${id.slice(0, -TAIL)}A=`, day };
}

/** As `cancelledOccurrences` writes it (event resource type, `occurrenceId`). */
export function cancelledId(masterId: string, day: string): string {
  return `OID.${masterId}.${day}`;
}

/** Exchange's global object id: a fixed head, the day of an occurrence, then what the whole series shares. */
const HEAD = '040000008200E00074C5B7101A82E008';
const NO_DAY = '00000000';

export function newICalUId(state: SimulatorState): string {
  return `${HEAD}${NO_DAY}${newGuid(state).replaceAll('-', '').toUpperCase().repeat(2)}`;
}

/** The iCalUId of one occurrence: another than the master's (GRAPH 2.2), the same in every mailbox. */
export function occurrenceICalUId(master: string, day: string): string {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number);
  const hex = (value: number, length: number) => value.toString(16).toUpperCase().padStart(length, '0');
  const date = `${hex(year, 4)}${hex(month, 2)}${hex(dayOfMonth, 2)}`;
  if (master.startsWith(HEAD)) return `${HEAD}${date}${master.slice(HEAD.length + NO_DAY.length)}`;
  // A UID from elsewhere is wrapped (MS-OXCICAL: vCal-Uid).
  return `${HEAD}${date}${Buffer.from(`vCal-Uid\u0001${master}\0`).toString('hex').toUpperCase()}`;
}
