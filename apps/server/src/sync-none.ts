import type { z } from 'zod';
import type { section } from './api/channels.schema.ts';
import { Refusal } from './errors.ts';
import type { SyncPort } from './sync-port.ts';

const permissions = { meeting: 'syncMeetings', contact: 'syncContacts', task: 'syncTasks' } as const;

/** The port of a server without Microsoft credentials: it says so, everywhere. */
export function withoutSync(): SyncPort {
  const refuse = () => Promise.reject(new Refusal('microsoftNotConfigured'));
  return {
    async microsoft365(actor) {
      return {
        organisation: {
          connected: false,
          tenantId: null,
          tenantName: null,
          canConnect: false,
          connectUrl: null,
        },
        account: { connected: false, login: null, sameLogin: false, connectUrl: null },
        sections: (['meeting', 'contact', 'task'] as const).map((kind) =>
          sectionOff(kind, actor.permissions.has(permissions[kind])),
        ),
      };
    },
    recordSync: () =>
      Promise.resolve({
        state: 'off',
        sentence: 'This server is not set up for Microsoft 365.',
        rules: [],
        link: null,
      }),
    configuration: refuse,
    saveConfiguration: refuse,
    preview: refuse,
    enable: refuse,
    disable: refuse,
    sync: refuse,
    pause: refuse,
    resume: refuse,
    runs: refuse,
    run: refuse,
    problems: refuse,
    conflicts: refuse,
    takeConflict: refuse,
    holds: refuse,
    answerHold: refuse,
    calendars: refuse,
    invite: refuse,
    connectAccount: refuse,
    connectOrganisation: refuse,
    directory: refuse,
    connectedTenant: () => Promise.resolve(null),
    check: refuse,
    notified: refuse,
    lifecycle: refuse,
    tasks: {},
    crontab: '',
    recordsChanged: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function sectionOff(kind: keyof typeof permissions, held: boolean): z.output<typeof section> {
  return {
    kind,
    available: false,
    permission: { name: permissions[kind], held },
    state: 'off',
    reason: 'microsoftNotConfigured',
    sentence: 'This server is not set up for Microsoft 365.',
    remedy: null,
    enabledAt: null,
    progress: null,
    counters: { linked: 0, waiting: 0, conflicts: 0, problems: 0, held: 0, leftOut: 0 },
    lastRun: null,
    lastNotificationAt: null,
    notifications: 'none',
    delay: null,
    containerName: null,
    direction: null,
  };
}
