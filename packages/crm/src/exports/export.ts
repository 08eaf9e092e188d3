import { mustHold, type Actor } from '../actor.ts';
import { conditionOf } from '../contacts/condition.ts';
import { readPage } from '../contacts/find.ts';
import { orderOf } from '../contacts/order.ts';
import { present } from '../contacts/present.ts';
import type { ContactQuery } from '../contacts/types.ts';
import type { Crm } from '../crm.ts';
import { csvHead, csvRows } from './csv.ts';
import { vcardOf } from './vcard.ts';

const pageRows = 1_000;

/**
 * The contacts within reach that a query means, as the text of a CSV or vCard file, piece by piece: each piece is read when the one
 * before was taken, so that a file of any size needs little memory.
 * @throws CrmError `notAllowed` without `export`, before the first piece
 */
export async function* exportContacts(
  crm: Crm,
  actor: Actor,
  { format, ...query }: ContactQuery & { readonly format: 'csv' | 'vcf' },
): AsyncGenerator<string, void, undefined> {
  mustHold(actor, 'export');
  if (format === 'csv') yield csvHead();
  const condition = conditionOf(actor, 'view', query);
  const order = orderOf('lastName');
  let cursor: string | undefined;
  do {
    const page = await crm.transaction(actor, async (tx) => {
      const { rows, nextCursor } = await readPage(tx, condition, order, pageRows, cursor);
      return { contacts: await present(tx, rows), nextCursor };
    });
    if (page.contacts.length > 0) {
      yield format === 'csv' ? csvRows(page.contacts) : page.contacts.map(vcardOf).join('');
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
