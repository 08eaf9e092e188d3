import type { Ledger } from '../ports.ts';

/** What a channel is once it is off. */
export const offFor = (reason: string) => ({ state: 'off', reason, container: null }) as const;

/** Ends a channel: its links stay as tombstones, and where reading stood is forgotten (E7, C8, T4). */
export async function turnOff(ledger: Pick<Ledger, 'transaction'>, reason: string): Promise<void> {
  await ledger.transaction(async (tx) => {
    await tx.releaseLinks();
    await tx.putCursor('local', null, null);
    await tx.putCursor('remote', null, null);
    await tx.putChannel(offFor(reason));
  });
}
