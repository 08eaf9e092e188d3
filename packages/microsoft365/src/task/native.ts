import type { FieldValue } from '@counterpart/engine';
import { z } from 'zod';

const shape = z.object({
  /** The marker that was last seen in the task; '' for none. */
  marker: z.string(),
  /** Identifiers of its steps in the CRM's order. */
  steps: z.array(z.string()),
  /** Dates as Graph showed them, with the days that they were taken for. */
  days: z.record(z.string(), z.object({ shown: z.string(), day: z.string() })),
});

/** What is kept of a task beside its content (`Snapshot.native`). */
export type TaskNative = z.output<typeof shape>;

/** Takes back what was stored; undefined where there is nothing, or nothing of ours. */
export function readNative(stored: FieldValue | undefined): TaskNative | undefined {
  return shape.safeParse(stored).data;
}
