import type { FieldValue } from '@counterpart/engine';
import { z } from 'zod';
import { asFieldValue, detailsShape } from './details.ts';

const shape = z.object({
  /** The calendar in which it was last seen; absent: the one that the channel writes to. */
  calendar: z.string().optional(),
  /** The channel that made it (`details.ts`). */
  madeBy: z.string().optional(),
  details: detailsShape.optional(),
  /** The owner is not its host (B12). */
  isGuest: z.literal(true).optional(),
  /** It has attendees, and is the owner's. */
  isInvited: z.literal(true).optional(),
  /** Only its time was shown to the CRM (E10). */
  isMasked: z.literal(true).optional(),
  isSeries: z.literal(true).optional(),
  isDescribed: z.literal(true).optional(),
  /** It has an online meeting of Microsoft's, with the link to join. */
  online: z.object({ joinUrl: z.string(), block: z.string() }).optional(),
  response: z.string().optional(),
  /** The changed and cancelled occurrences of a series, as they were last seen. */
  occurrences: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

/** What is kept of an event beside its content (`Snapshot.native`). */
export type MeetingNative = z.output<typeof shape>;

/** Takes back what was stored; undefined where there is nothing, or nothing of ours. */
export const readNative = (stored: FieldValue | undefined): MeetingNative | undefined =>
  shape.safeParse(stored).data;

/** To be stored: nothing in it is undefined. */
export const storedNative = (native: MeetingNative): FieldValue => asFieldValue(native);

/** The same with the calendar in which the event was found. */
export const inCalendar = (stored: FieldValue | undefined, calendar: string): FieldValue =>
  storedNative({ ...readNative(stored), calendar });
