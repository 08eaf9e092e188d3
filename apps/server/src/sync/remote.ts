import type { Lease } from '@counterpart/crm';
import type { FieldValue, RemoteReplica } from '@counterpart/engine';
import type { Authority } from './authority.ts';
import type { SyncContext } from './context.ts';
import { syncedKind } from './kinds.ts';
import { zoneOfMailbox } from './zone.ts';

/** The person's side in Microsoft 365, for one run. */
export async function remoteOf(
  context: SyncContext,
  orgId: string,
  lease: Lease,
  authority: Authority,
): Promise<RemoteReplica> {
  const { channel } = lease.opened;
  const synced = syncedKind(channel.kind);
  return synced.replica({
    client: authority.client,
    mailbox: authority.mailbox,
    timeZone: synced.zoned ? await zoneOfMailbox(context, orgId, channel, authority) : 'UTC',
    recordUrl: (id) => `${context.config.publicUrl}/${synced.words.many}/${id}`,
    mapping: channel.mapping,
    calendars: channel.calendars ?? synced.defaultCalendars,
    container: channel.container,
    containerName: channel.container_name,
    containerMarker: channel.marker_prefix,
    recall: async (known) => {
      const links = await lease.ledger.linksByRecord('remote', known);
      return new Map(
        links.flatMap(({ remote: seen }): [string, FieldValue][] =>
          seen?.native === undefined ? [] : [[seen.id, seen.native]],
        ),
      );
    },
  });
}
