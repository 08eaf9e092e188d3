import { z } from 'zod';
import { CrmError } from '../errors.ts';

/** Where a list goes on: its order, and the sort value and id of the last row shown. */
const shape = z.tuple([z.string(), z.string(), z.uuid()]);

/** The sort value and the id of a row. */
export type Position = readonly [value: string, id: string];

/** The text that a list gives out to be continued with. */
export const cursorOf = (order: string, position: Position): string =>
  Buffer.from(JSON.stringify([order, ...position])).toString('base64url');

/** @throws CrmError `invalidCursor` for a text that this order did not give out */
export function positionOf(order: string, cursor: string): Position {
  const [given, value, id] = read(cursor);
  if (given !== order) throw new CrmError('invalidCursor', 'This place belongs to a list in another order.');
  return [value, id];
}

function read(cursor: string): z.output<typeof shape> {
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    throw new CrmError('invalidCursor', undefined, { cause: error });
  }
}
