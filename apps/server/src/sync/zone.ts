import { noteZone, type ChannelRow } from '@counterpart/crm';
import { ChannelProblem } from '@counterpart/engine';
import { zoneOf } from '@counterpart/microsoft365';
import type { Authority } from './authority.ts';
import type { SyncContext } from './context.ts';

/** How long a zone is taken for granted: people move seldom, and a run with nothing to do costs one request (GRAPH 4). */
const knownForMs = 24 * 60 * 60_000;

/**
 * The zone of a person's mailbox, an IANA name: a due date is a midnight there (T3). Microsoft 365 tells it
 * by its Windows name or IANA's; where it tells none that is known, the zone of their account here stands in.
 */
export async function zoneOfMailbox(
  context: SyncContext,
  orgId: string,
  channel: ChannelRow,
  authority: Authority,
): Promise<string> {
  const { crm, clock } = context;
  const { time_zone: known, time_zone_read_at: readAt } = channel;
  if (known !== null && readAt !== null && clock.now() - Date.parse(readAt) < knownForMs) return known;
  const answer = await ask(authority);
  if (answer === 'later' && known !== null) return known;
  const heard =
    answer === 'later' ? { told: null, readAt: null } : { ...answer, readAt: new Date(clock.now()) };
  return crm.inOrganisation(orgId, (tx) => noteZone(tx, channel, heard));
}

/** `told` null: Microsoft 365 does not say. */
async function ask({ client, mailbox }: Authority): Promise<{ told: string | null } | 'later'> {
  try {
    const answer = await client.send({ method: 'GET', path: `${mailbox}/mailboxSettings` });
    if (!answer.ok) return answer.reason === 'refused' ? { told: null } : 'later';
    const { body } = answer;
    const zone =
      typeof body === 'object' && body !== null && !Array.isArray(body) && 'timeZone' in body
        ? body['timeZone']
        : null;
    return { told: (typeof zone === 'string' ? zoneOf(zone) : undefined) ?? null };
  } catch (error) {
    // The run meets the same problem and says so.
    if (error instanceof ChannelProblem) return 'later';
    throw error;
  }
}
