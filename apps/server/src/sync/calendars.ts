import type { Actor } from '@counterpart/crm';
import { listCalendars } from '@counterpart/microsoft365';
import { Refusal } from '../errors.ts';
import type { CalendarList } from '../sync-port.ts';
import { authorityOf } from './authority.ts';
import { ensureAuthority, readConnections } from './connect.ts';
import type { SyncContext } from './context.ts';
import { syncedKind } from './kinds.ts';

/**
 * E2: the person's calendars in Microsoft 365, as they can be chosen; those that a channel of ours made are left out.
 * @throws Refusal `signInRequired`, ChannelProblem where Microsoft 365 does not answer
 */
export async function calendars(context: SyncContext, actor: Actor): Promise<CalendarList> {
  const { scope } = syncedKind('meeting');
  const mayUse = await ensureAuthority(context, actor, scope);
  const connections = mayUse ? await readConnections(context, actor) : [];
  const authority = authorityOf(context, actor.orgId, connections, 'meeting');
  if (authority === null) throw new Refusal('signInRequired');
  const all = await listCalendars(authority.client, authority.mailbox);
  const items = all
    .filter(({ isOwn }) => !isOwn)
    .map(({ id, name, isDefault, canEdit }) => ({ id, name, isDefault, canEdit }));
  return { items };
}
