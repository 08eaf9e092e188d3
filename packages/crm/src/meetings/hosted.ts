import { sql } from 'kysely';
import type { Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';
import type { RecordRow } from '../records/rows.ts';

/** What everybody has for themselves of a meeting that another person hosts. */
export const ownFields: ReadonlySet<string> = new Set(['reminder', 'showAs', 'categories', 'response']);

/** Which of these meetings are copies of another person's (B12). */
export async function copiesAmong(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select meeting_copies(${[...ids]}::uuid[]) as id`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/**
 * B12: title, time, participants and the like are the host's to decide; in everybody else's calendar they cannot be changed.
 * @throws CrmError `hostDecides` naming the fields
 */
export async function mayChangeShared(
  tx: Tx,
  rows: readonly RecordRow[],
  fields: readonly string[],
): Promise<void> {
  const shared = fields.filter((field) => !ownFields.has(field));
  if (shared.length === 0 || rows.length === 0) return;
  const copies = await copiesAmong(
    tx,
    rows.map(({ id }) => id),
  );
  const locked = rows.filter(({ id, content }) => content['host'] !== undefined || copies.has(id));
  const [first] = locked;
  if (first === undefined) return;
  const title = typeof first.content['title'] === 'string' ? `"${first.content['title']}"` : 'This meeting';
  const others = locked.length > 1 ? ` and ${locked.length - 1} more` : '';
  throw new CrmError('hostDecides', `${title}${others}: somebody else hosts it.`, {
    problems: shared.map((path) => ({ path, message: 'Its host decides this.' })),
  });
}
