import { channelsToCheck, lookAtChannelsOf, lookAtOverdueChannels, type Actor } from '@counterpart/crm';
import type { KindName } from '@counterpart/engine';
import { z } from 'zod';
import type { OpenSync } from '../sync-port.ts';
import { calendars } from './calendars.ts';
import { check } from './check.ts';
import { configuration } from './configuration.ts';
import { connectAccount, connectedTenant, connectOrganisation, directoryOf } from './connect.ts';
import { attentionPayload, tellByMail } from './attention-mail.ts';
import { recordSync } from './record-sync.ts';
import { createContext } from './context.ts';
import { conflicts, holds, problems, runDetail, runs } from './history.ts';
import { answerHold, takeConflict } from './answers.ts';
import { invite } from './invite.ts';
import { kindNames } from './kinds.ts';
import { enable, move, saveConfiguration, syncNow } from './life.ts';
import { look } from './look.ts';
import { notified } from './notified.ts';
import { preview } from './preview.ts';
import { microsoft365 } from './section.ts';

const lookPayload = z.object({ orgId: z.uuid(), channelId: z.uuid() });

/** The sync, composed of the CRM, the engine and the connector. */
export const openSync: OpenSync = async (options) => {
  const context = createContext(options);
  const { crm } = context;
  type Bound<Rest extends unknown[], T> = (actor: Actor, ...rest: Rest) => Promise<T>;
  const bound =
    <Rest extends unknown[], T>(
      act: (context_: typeof context, actor: Actor, ...rest: Rest) => Promise<T>,
    ): Bound<Rest, T> =>
    (actor, ...rest) =>
      act(context, actor, ...rest);
  return {
    microsoft365: bound(microsoft365),
    recordSync: bound(recordSync),
    configuration: bound(configuration),
    saveConfiguration: bound(saveConfiguration),
    preview: bound(preview),
    enable: bound(enable),
    disable: (actor, kind) => move(context, actor, kind, 'disable'),
    sync: bound(syncNow),
    pause: (actor, kind) => move(context, actor, kind, 'pause'),
    resume: (actor, kind) => move(context, actor, kind, 'resume'),
    runs: bound(runs),
    run: bound(runDetail),
    problems: bound(problems),
    conflicts: bound(conflicts),
    takeConflict: bound(takeConflict),
    holds: bound(holds),
    answerHold: bound(answerHold),
    calendars: bound(calendars),
    invite: bound(invite),
    connectAccount: bound(connectAccount),
    connectOrganisation: bound(connectOrganisation),
    connectedTenant: (orgId) => connectedTenant(context, orgId),
    async directory(orgId) {
      const tenantId = await connectedTenant(context, orgId);
      return tenantId === null ? null : { tenantId, ...directoryOf(context, tenantId) };
    },
    check: (channel) => check(context, channel),
    notified: (body) => notified(context, body),
    lifecycle: (body) => notified(context, body),
    tasks: {
      look: (payload, { abortSignal }) => look(context, lookPayload.parse(payload), abortSignal),
      tellAttention: (payload) => tellByMail(context, attentionPayload.parse(payload)),
      check: async (payload) => void (await check(context, lookPayload.parse(payload))),
      checkAll: async () => {
        // Each in a job of its own: one mailbox in trouble keeps no other from being checked (V18).
        for (const channel of await channelsToCheck(crm))
          await options.jobs.add('check', channel, { jobKey: `check ${channel.channelId}`, maxAttempts: 3 });
      },
      lookAtOverdue: async () => {
        const count = await lookAtOverdueChannels(crm);
        if (count > 0) options.log.warn({ count }, 'Channels had not been looked at in time; they are now');
      },
    },
    crontab: `* * * * * lookAtOverdue
23 3 * * * checkAll`,
    async recordsChanged({ orgId, kind, ownerIds }) {
      if (!kindSynced(kind)) return;
      await lookAtChannelsOf(crm, orgId, kind, ownerIds ?? null);
    },
    close: () => context.runs.end(),
  };
};

const kindSynced = (kind: string): kind is KindName => kindNames.some((name) => name === kind);
