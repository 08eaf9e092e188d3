import { sql } from 'kysely';
import type { Tx } from '../crm.ts';

/**
 * Keeps in mind that a container could not be removed because nobody was let in any more, and whose mailbox it lies in. Repeating it does no harm.
 * @param oid the person in their tenant; null: nobody knew any more.
 */
export async function leaveContainer(
  tx: Tx,
  channelId: string,
  { container, oid }: { readonly container: string; readonly oid: string | null },
): Promise<void> {
  await sql`insert into left_containers (org_id, channel_id, container, oid)
    values (current_org(), ${channelId}, ${container}, ${oid}) on conflict do nothing`.execute(tx);
}

/**
 * There is authority over a mailbox again: a channel that is off goes on disabling where it had to stop, so that what changed over there since is
 * read before the container goes. False: it left nothing behind there.
 */
export async function goOnDisabling(tx: Tx, channelId: string, oid: string): Promise<boolean> {
  const { rows } = await sql<{ container: string }>`
    delete from left_containers where org_id = current_org() and channel_id = ${channelId} and container in (
      select l.container from left_containers l join channels c on c.org_id = l.org_id and c.id = l.channel_id
      where l.org_id = current_org() and l.channel_id = ${channelId} and c.state = 'off' and coalesce(l.oid, ${oid}) = ${oid}
      order by l.left_at limit 1)
    returning container`.execute(tx);
  const [left] = rows;
  if (left === undefined) return false;
  await sql`update channels set state = 'disabling', reason = null, container = ${left.container}
    where org_id = current_org() and id = ${channelId}`.execute(tx);
  return true;
}

/** The container is in use again. */
export async function forgetLeftContainer(tx: Tx, channelId: string, container: string): Promise<void> {
  await sql`delete from left_containers
    where org_id = current_org() and channel_id = ${channelId} and container = ${container}`.execute(tx);
}
