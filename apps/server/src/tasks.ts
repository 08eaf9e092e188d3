import * as crm from '@counterpart/crm';
import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import { CHANGES } from './events/listen.ts';
import { HANDOVER_TASK, IMPORT_TASK, MAIL_TASK, SESSIONS_TASK } from './jobs.ts';
import { sendQueuedMail } from './mail/queued.ts';
import type { Services } from './services.ts';

const aboutPayload = z.object({ orgId: z.uuid(), id: z.uuid() });
const importPayload = z.object({ orgId: z.uuid(), importId: z.uuid(), membershipId: z.uuid() });

/** The jobs that are not the sync's. Each can be done twice, or after a crash, without harm. */
export function ownTasks(services: Pick<Services, 'crm' | 'log' | 'keyRing' | 'mailer'>): TaskList {
  const { crm: database, log } = services;
  return {
    [IMPORT_TASK]: async (payload, { abortSignal }) => {
      const { orgId, importId, membershipId } = importPayload.parse(payload);
      // The browser that waits may be served by another process: the database tells them all.
      const said = JSON.stringify({ org: orgId, kind: 'import', id: importId, owners: [membershipId] });
      const announce = () =>
        database.pool
          .query('select pg_notify($1, $2)', [CHANGES, said])
          .catch((err: unknown) => log.warn({ err }, 'The progress of an import could not be told'));
      const status = await crm.runImport(database, {
        orgId,
        importId,
        onProgress: () => void announce(),
        signal: abortSignal,
      });
      await announce();
      if (status.state === 'running')
        throw new Error('The import was interrupted; the next attempt goes on with it.');
    },
    [MAIL_TASK]: (payload) => sendQueuedMail(services, aboutPayload.parse(payload)),
    [HANDOVER_TASK]: async (payload, { abortSignal: signal }) => {
      if (!(await crm.runHandover(database, { ...aboutPayload.parse(payload), signal })))
        throw new Error('The handover was interrupted; the next attempt goes on with it.');
    },
    [SESSIONS_TASK]: async () => {
      await crm.endExpiredSessions(database);
    },
  };
}

/** Graphile Worker's crontab: expired sessions go once an hour. */
export const ownCrontab = `17 * * * * ${SESSIONS_TASK}`;
