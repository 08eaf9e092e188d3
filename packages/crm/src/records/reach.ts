import type { Actor } from '../actor.ts';

/**
 * Whose contacts an actor may see or edit: null for everybody's, else their own. Without `viewAll` a person sees their own alone,
 * without `editAll` they edit their own alone.
 */
export function ownerWithinReach(actor: Actor, access: 'view' | 'edit'): string | null {
  return actor.permissions.has(access === 'view' ? 'viewAll' : 'editAll') ? null : actor.membershipId;
}
