import { z } from 'zod';
import { CrmError } from '../errors.ts';

/** Where a list goes on: its order, and the sort value and id of the last row shown. */
const shape = z.tuple([z.string(), z.string(), z.uuid()]);

export interface Position {
  readonly value: string;
  readonly id: string;
}

/** The text that a list gives out to be continued with. */
export const cursorOf = (order: string, { value, id }: Position): string =>
  Buffer.from(JSON.stringify([order, value, id])).toString('base64url');

/** @throws CrmError `invalidCursor` for a text that this order did not give out. */
export function positionOf(order: string, cursor: string): Position {
  try {
    const [given, value, id] = shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (given === order) return { value, id };
  } catch (error) {
    throw new CrmError('invalidCursor', undefined, { cause: error });
  }
  throw new CrmError('invalidCursor', 'This place belongs to a list in another order.');
}
