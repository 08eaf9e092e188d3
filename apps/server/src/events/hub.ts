import type { Actor } from '@counterpart/crm';
import type { z } from 'zod';
import type { changeEvent } from '../api/microsoft365.schema.ts';

export type ChangeEvent = z.output<typeof changeEvent>;

/** Something changed in an organisation. `owners`: the memberships concerned; null when they are too many to name. */
export interface Change {
  readonly orgId: string;
  readonly owners: readonly string[] | null;
  readonly event: ChangeEvent;
}

export interface EventHub {
  /** Tells the listener of every change that the actor may see. Returns how to stop. */
  subscribe(actor: Actor, listener: (event: ChangeEvent) => void): () => void;
  publish(change: Change): void;
  /** Tells everybody to ask again: changes may have been missed. */
  publishToAll(event: ChangeEvent): void;
}

export function createEventHub(): EventHub {
  const listeners = new Set<{ actor: Actor; listener: (event: ChangeEvent) => void }>();
  return {
    subscribe(actor, listener) {
      const entry = { actor, listener };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    publish(change) {
      for (const { actor, listener } of listeners) if (maySee(actor, change)) listener(change.event);
    },
    publishToAll(event) {
      for (const { listener } of listeners) listener(event);
    },
  };
}

/** V15: nothing of another organisation, and of other people's records only with the permission to see them. */
function maySee(actor: Actor, { orgId, owners }: Change): boolean {
  if (actor.orgId !== orgId) return false;
  return owners === null || actor.permissions.has('viewAll') || owners.includes(actor.membershipId);
}
