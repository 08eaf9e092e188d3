import { markLapsed, moveChannel, tellAttention, type ChannelRow, type Concerned } from '@counterpart/crm';
import { ChannelProblem } from '@counterpart/engine';
import type { Authority } from './authority.ts';
import { directoryOf } from './connect.ts';
import type { SyncContext } from './context.ts';
import type { LookPayload } from './look.ts';

/** Reasons that end with a sign-in of the person: nothing is asked of Microsoft 365 before. */
const untilSignIn: ReadonlySet<string | null> = new Set(['signInLapsed', 'consentWithdrawn', 'scopeMissing']);

/** What somebody has to put right over there is tried at growing intervals: it has lasted so long, so it may last as long again. */
const restMs = { least: 15 * 60_000, most: 24 * 60 * 60_000 };

/** When a channel that needs attention is looked at again; null: when the person has signed in. */
export function restUntil(
  { attention_since: since }: Pick<ChannelRow, 'attention_since'>,
  reason: string | null,
  nowMs: number,
): number | null {
  if (untilSignIn.has(reason)) return null;
  const lastedMs = since === null ? 0 : nowMs - Date.parse(since);
  return nowMs + Math.min(restMs.most, Math.max(restMs.least, lastedMs));
}

/** The channel cannot go on before somebody has acted: says so on the page, and writes to whom it concerns, once per lapse. */
export async function needAttention(
  context: SyncContext,
  { orgId, channelId }: LookPayload,
  channel: Pick<ChannelRow, 'state'>,
  reason: string,
): Promise<void> {
  const whom: Concerned = untilSignIn.has(reason)
    ? 'person'
    : organisational.has(reason)
      ? 'organisation'
      : 'channel';
  await context.crm.inOrganisation(orgId, async (tx) => {
    await moveChannel(tx, channelId, { from: [channel.state], to: 'needsAttention', reason });
    if (context.config.smtpUrl !== null) await tellAttention(tx, channelId, whom);
  });
}

const organisational: ReadonlySet<string> = new Set(['organisationConsentWithdrawn', 'credentialInvalid']);

/**
 * What a run's end means for whoever can put it right. Under the organisation's authority nobody can sign in again, and where even the
 * organisation itself cannot be read any more, its consent is gone and no policy of one mailbox is to blame.
 */
export async function lapseOf(
  context: SyncContext,
  orgId: string,
  authority: Authority,
  reason: string,
): Promise<string> {
  if (authority.ownConnectionId !== null) {
    const { ownConnectionId } = authority;
    if (untilSignIn.has(reason))
      await context.crm.inOrganisation(orgId, (tx) => markLapsed(tx, ownConnectionId, reason));
    return reason;
  }
  if (untilSignIn.has(reason)) return 'organisationConsentWithdrawn';
  if (reason !== 'accessDenied') return reason;
  try {
    await directoryOf(context, authority.tenantId).organisation();
    return reason;
  } catch (error) {
    if (error instanceof ChannelProblem)
      return error.retryAfterMs === null ? 'organisationConsentWithdrawn' : reason;
    throw error;
  }
}
