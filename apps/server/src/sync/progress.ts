import { noteProgress, type ChannelRow } from '@counterpart/crm';
import type { Run } from '@counterpart/engine';
import type { SyncContext } from './context.ts';

/** A run that lasts longer than this is told of, and again after each such time: a few times a second. */
const intervalMs = 300;

/** Stores how far a run has come, and tells the pages, without holding the run up (B10). */
export function progressTeller(
  { crm, clock, log }: SyncContext,
  orgId: string,
  channel: ChannelRow,
): { tell(run: Run): void; end(): Promise<void> } {
  let toldAtMs = clock.now();
  let telling: Promise<void> | null = null;
  return {
    tell(run) {
      if (telling !== null || clock.now() - toldAtMs < intervalMs) return;
      telling = crm
        .inOrganisation(orgId, (tx) => noteProgress(tx, channel, run))
        .catch((err: unknown) => log.warn({ err }, 'The progress of a run could not be told'))
        .finally(() => {
          toldAtMs = clock.now();
          telling = null;
        });
    },
    end: async () => {
      await telling;
    },
  };
}
