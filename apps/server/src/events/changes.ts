import { z } from 'zod';
import type { FastifyBaseLogger } from 'fastify';
import type { SyncPort } from '../sync-port.ts';
import type { EventHub } from './hub.ts';

/** What the database's triggers and the sync say on the channel `counterpart_changes`. */
const announcement = z.object({
  org: z.uuid(),
  kind: z.string(),
  /** Memberships whose records changed; absent or null when they are too many to name. */
  owners: z.array(z.string()).nullish(),
  id: z.string().nullish(),
});

const eventTypes: Record<string, 'contact' | 'meeting' | 'task' | 'section' | 'import'> = {
  contact: 'contact',
  meeting: 'meeting',
  task: 'task',
  import: 'import',
  section: 'section',
  channel: 'section',
};

/** Passes on what the database announced: to the browsers concerned, and to the sync. */
export function passOn(to: {
  events: EventHub;
  sync: SyncPort;
  log: FastifyBaseLogger;
}): (payload: string) => void {
  return (payload) => {
    const read = announcement.safeParse(parse(payload));
    if (!read.success) {
      to.log.error({ payload, err: read.error }, 'The database announced something unreadable');
      return;
    }
    const { org: orgId, kind, owners, id } = read.data;
    const type = eventTypes[kind];
    if (type !== undefined) {
      to.events.publish({ orgId, owners: owners ?? null, event: { type, id: id ?? null, kind } });
    }
    to.sync
      .recordsChanged({ orgId, kind, ...(owners ? { ownerIds: owners } : {}) })
      .catch((error: unknown) =>
        to.log.error({ err: error }, 'Channels could not be told of a change; the poll will see it'),
      );
  };
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    // Unreadable like any other wrong shape: the schema refuses undefined and the caller reports it.
    return undefined;
  }
}
