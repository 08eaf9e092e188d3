import type { Item, Mailbox, SimulatorState } from './types.ts';

/** How long writes stay out of reads of this mailbox (GRAPH 6, eventual consistency); set by the read-lag fault. */
function readLagMs(state: SimulatorState, mailbox: Mailbox): number {
  return state.readLagMs.get(mailbox.personId) ?? state.readLagMs.get('*') ?? 0;
}

/** Newest moment of which reads of this mailbox know. */
export function knownUntilMs(state: SimulatorState, mailbox: Mailbox): number {
  return state.clock.now() - readLagMs(state, mailbox);
}

/** The item as a read sees it now: itself, the version before a fresh change, or null when it is too new to be seen. */
export function lagging(state: SimulatorState, mailbox: Mailbox, item: Item): Item | null {
  if (state.readLagMs.size === 0) return item;
  const untilMs = knownUntilMs(state, mailbox);
  if (item.lastModifiedAtMs <= untilMs) return item;
  if (item.createdAtMs > untilMs) return null;
  return item.before === null ? item : { ...item, ...item.before };
}
