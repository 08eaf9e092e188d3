import type { Cursor } from '@counterpart/engine';
import { z } from 'zod';

const shape = z.object({
  /** The container that the path reads: a cursor of another one is worthless. */
  container: z.string(),
  /** The options asked for: they are frozen into the path. */
  options: z.string(),
  /** Where to go on, below the base address. */
  path: z.string().startsWith('/'),
  /** Within a full round: its records still need their markers. */
  round: z.boolean(),
});

export type Position = z.output<typeof shape>;

export function writeCursor(position: Position): Cursor {
  return JSON.stringify(position);
}

/** Null: not a cursor of this container and these properties; everything is to be read again (V10). */
export function readCursor(cursor: Cursor, container: string, options: string): Position | null {
  let value: unknown;
  try {
    value = JSON.parse(cursor);
  } catch {
    // Damaged: the same as lost.
    return null;
  }
  const position = shape.safeParse(value).data;
  return position?.container === container && position.options === options ? position : null;
}
