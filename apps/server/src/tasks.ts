import * as crm from '@counterpart/crm';
import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import { IMPORT_TASK, SESSIONS_TASK } from './jobs.ts';
import type { Services } from './services.ts';

const importPayload = z.object({ orgId: z.uuid(), importId: z.uuid() });

/** The jobs that are not the sync's. Each can be done twice, or after a crash, without harm. */
export function ownTasks({ crm: database, events }: Services): TaskList {
  return {
    [IMPORT_TASK]: async (payload) => {
      const { orgId, importId } = importPayload.parse(payload);
      const event = { type: 'import', id: importId, kind: 'contact' } as const;
      await crm.runImport(database, {
        orgId,
        importId,
        onProgress: () => events.publish({ orgId, owners: null, event }),
      });
      events.publish({ orgId, owners: null, event });
    },
    [SESSIONS_TASK]: async () => {
      await crm.endExpiredSessions(database);
    },
  };
}

/** Graphile Worker's crontab: expired sessions go once an hour. */
export const ownCrontab = `17 * * * * ${SESSIONS_TASK}`;
