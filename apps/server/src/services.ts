import type { Crm } from '@counterpart/crm';
import type { Clock, Identifiers } from '@counterpart/engine';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from './config.ts';
import type { EventHub } from './events/hub.ts';
import type { Jobs } from './jobs.ts';
import type { Mailer } from './mail/mailer.ts';
import type { KeyRing } from './secrets.ts';
import type { SyncPort } from './sync-port.ts';

/** Everything that the routes use, opened once by the process. */
export interface Services {
  readonly config: Config;
  readonly crm: Crm;
  readonly sync: SyncPort;
  readonly events: EventHub;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly mailer: Mailer;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly ids: Identifiers;
  readonly fetch: typeof fetch;
  readonly log: FastifyBaseLogger;
  /** Logins that the sign-in page offers; empty but in the demo. */
  readonly demoLogins: readonly { email: string; name: string }[];
}

/** How routes get at the services: not at all while the API's document is printed, which needs no database. */
export type Given = () => Services;
