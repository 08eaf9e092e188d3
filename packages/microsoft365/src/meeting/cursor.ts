import type { Cursor } from '@counterpart/engine';
import { z } from 'zod';

const position = z.object({
  calendar: z.string(),
  /** Where to go on, below the base address. */
  path: z.string().startsWith('/'),
  /** Its changes were read to their end. */
  atEnd: z.boolean(),
});

const shape = z.object({
  /** The calendar that is written to, and what else is captured: a cursor of others is worthless. */
  of: z.string(),
  /**
   * A full round first opens the changes of each calendar, then lists its events, then reads the changes since; after that it is watched. What a round has
   * found so far is not in the cursor: one that was broken off begins anew.
   */
  phase: z.enum(['opening', 'listing', 'closing', 'watching']),
  /** The window of the changes is frozen into the paths; from then on a new one is due. Milliseconds since 1970. */
  renewAtMs: z.number(),
  positions: z.array(position).min(1),
});

export type Position = z.output<typeof position>;
export type MeetingCursor = z.output<typeof shape>;

export const writeCursor = (cursor: MeetingCursor): Cursor => JSON.stringify(cursor);

/** Null: damaged, or not of these calendars; everything is to be read again (V10). */
export function readCursor(cursor: Cursor, of: string): MeetingCursor | null {
  try {
    const read = shape.safeParse(JSON.parse(cursor)).data;
    return read?.of === of ? read : null;
  } catch {
    // Damaged: the same as lost.
    return null;
  }
}
