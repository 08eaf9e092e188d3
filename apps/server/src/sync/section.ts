import { viewChannel, type Actor, type ChannelView } from '@counterpart/crm';
import type { KindName, Run } from '@counterpart/engine';
import { signInAddress, TAB_ADDRESS } from '../api/microsoft365.links.ts';
import { errorTable } from '../errors.ts';
import type { Microsoft365View, Section } from '../sync-port.ts';
import { readConnections, sameLogin } from './connect.ts';
import type { SyncContext } from './context.ts';
import { kindNames, permissionOf } from './kinds.ts';

/** The tab Office 365 (P4). */
export async function microsoft365(context: SyncContext, actor: Actor): Promise<Microsoft365View> {
  const connections = await readConnections(context, actor);
  const organisation = connections.find((one) => one.membership_id === null);
  const person = connections.find((one) => one.membership_id !== null);
  const known =
    organisation !== undefined && person?.tid === organisation.tid && person.sealed_tokens === null;
  const same =
    known ||
    (organisation !== undefined &&
      person === undefined &&
      (await sameLogin(context, actor, organisation.tid).catch(() => null)) !== null);
  const sections: Section[] = [];
  for (const kind of kindNames) sections.push(await sectionOf(context, actor, kind));
  return {
    organisation: {
      connected: organisation !== undefined,
      tenantId: organisation?.tid ?? null,
      tenantName: organisation?.tenant_name ?? null,
      canConnect: actor.permissions.has('manageMarketplace'),
      connectUrl: null,
    },
    account: {
      connected: person?.state === 'active' && person.sealed_tokens !== null,
      login: person?.login ?? null,
      sameLogin: same,
      connectUrl: null,
    },
    sections,
  };
}

/** The section of a kind on the tab, with its state in words, why, and what can be done about it (P2, P4). */
export async function sectionOf({ crm, clock }: SyncContext, actor: Actor, kind: KindName): Promise<Section> {
  const view = await crm.transaction(actor, (tx) => viewChannel(tx, actor.membershipId, kind));
  const held = actor.permissions.has(permissionOf[kind]);
  const shown = view === null ? { state: 'off' as const, reason: null } : stateOf(view, held);
  const channel = view?.channel;
  const on = shown.state !== 'off';
  return {
    kind,
    available: true,
    permission: { name: permissionOf[kind], held },
    ...shown,
    ...inWords(kind, shown, held, actor),
    enabledAt: on && channel?.enabled_at ? new Date(channel.enabled_at).toISOString() : null,
    progress: view === null ? null : progressOf(view, clock.now()),
    counters: {
      linked: view?.figures.linked ?? 0,
      waiting: on ? (view?.figures.waiting ?? 0) : 0,
      conflicts: view?.figures.conflicts ?? 0,
      problems: view?.figures.problems ?? 0,
      held: view?.figures.held ?? 0,
      leftOut: on ? (channel?.left_out ?? 0) : 0,
    },
    lastRun: runOf(view?.running ?? channel?.last_run ?? null),
    lastNotificationAt: channel?.last_notification_at
      ? new Date(channel.last_notification_at).toISOString()
      : null,
    notifications: on ? (view?.notifications ?? 'none') : 'none',
    delay:
      on && channel?.delay_ms != null && channel.delay_at != null
        ? { ms: channel.delay_ms, measuredAt: new Date(channel.delay_at).toISOString() }
        : null,
    containerName: on ? (channel?.container_name ?? null) : null,
    direction: channel?.settings.direction ?? null,
  };
}

type Shown = Pick<Section, 'state' | 'reason'>;

/** P3: the permission counts from the moment it is taken away, also before the next run finds out. */
function stateOf({ channel }: ChannelView, held: boolean): Shown {
  const runs = channel.state === 'enabling' || channel.state === 'active' || channel.state === 'held';
  if (runs && !held) return { state: 'paused', reason: 'permissionMissing' };
  return { state: channel.state, reason: channel.reason };
}

const sentences: { readonly [state in Section['state']]: string } = {
  off: 'Not enabled.',
  enabling: 'The first sync is under way.',
  active: 'Active',
  disabling: 'Being disabled: what lies in Microsoft 365 is removed, the records here stay.',
  paused: 'Paused.',
  held: 'Waiting for your answer.',
  needsAttention: 'Needs attention.',
};

type Remedy = NonNullable<Section['remedy']>;

const remedies: { readonly [code: string]: Remedy['action'] } = {
  signInLapsed: 'signIn',
  consentWithdrawn: 'signIn',
  scopeMissing: 'signIn',
  organisationConsentWithdrawn: 'askAdministrator',
  accessDenied: 'askAdministrator',
  credentialInvalid: 'askAdministrator',
  mailboxMissing: 'askAdministrator',
  permissionMissing: 'askAdministrator',
  pausedByHand: 'resume',
  brake: 'reviewHolds',
  disabled: 'enable',
  containerDeleted: 'enable',
  containerMissing: 'sync',
};

function inWords(
  kind: KindName,
  { state, reason }: Shown,
  held: boolean,
  actor: Actor,
): Pick<Section, 'sentence' | 'remedy'> {
  if (state === 'off' && !held) {
    const sentence = `Your profile lacks the permission ${permissionOf[kind]}. An administrator gives it.`;
    return {
      sentence,
      remedy: { label: 'Ask an administrator for the permission.', action: 'askAdministrator', url: null },
    };
  }
  const known = reason === null ? undefined : errorTable[reason];
  if (reason === null || known === undefined) return { sentence: sentences[state], remedy: null };
  const action = remedies[reason] ?? null;
  if (reason === 'organisationConsentWithdrawn' && actor.permissions.has('manageMarketplace')) {
    const url = signInAddress('adminConsent', TAB_ADDRESS);
    return {
      sentence: known.sentence,
      remedy: { label: 'Connect the organisation again.', action: null, url },
    };
  }
  const remedy = known.remedy === null ? null : { label: known.remedy, action, url: null };
  return { sentence: known.sentence, remedy };
}

function progressOf({ channel, figures, running }: ChannelView, nowMs: number): Section['progress'] {
  if (running === null) return null;
  const { createdLocal, createdRemote, updatedLocal, updatedRemote, adopted, deletedLocal, deletedRemote } =
    running.counters;
  const done =
    createdLocal + createdRemote + updatedLocal + updatedRemote + adopted + deletedLocal + deletedRemote;
  const seconds = Math.max(0.001, (nowMs - running.startedAtMs) / 1000);
  const perSecond = Math.round((done / seconds) * 10) / 10;
  const reading = done === 0;
  return {
    phase: reading ? 'reading' : channel.state === 'disabling' ? 'removing' : 'writing',
    done: reading ? running.counters.pulledLocal + running.counters.pulledRemote : done,
    total: reading ? null : done + figures.waiting,
    perSecond,
    secondsLeft: reading || perSecond === 0 ? null : Math.ceil(figures.waiting / perSecond),
  };
}

/** A run as the pages see it. */
export function runOf(run: Run): NonNullable<Section['lastRun']>;
export function runOf(run: Run | null): Section['lastRun'];
export function runOf(run: Run | null): Section['lastRun'] {
  if (run === null) return null;
  const { startedAtMs, endedAtMs, reason, ...rest } = run;
  return {
    ...rest,
    reason,
    startedAt: new Date(startedAtMs).toISOString(),
    endedAt: endedAtMs === null ? null : new Date(endedAtMs).toISOString(),
    sentence: reason === null ? null : (errorTable[reason]?.sentence ?? reason),
  };
}
