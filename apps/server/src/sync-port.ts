import type { Actor, CheckedChannel, Crm } from '@counterpart/crm';
import type { Clock, Identifiers, KindName, Side } from '@counterpart/engine';
import type { Directory } from '@counterpart/microsoft365';
import type { FastifyBaseLogger } from 'fastify';
import type { TaskList } from 'graphile-worker';
import type { z } from 'zod';
import type * as channels from './api/channels.schema.ts';
import type { recordSync } from './api/records.schema.ts';
import type { microsoft365, notificationBody } from './api/microsoft365.schema.ts';
import type { Config, MicrosoftConfig } from './config.ts';
import type { Jobs } from './jobs.ts';
import type { Mailer } from './mail/mailer.ts';
import type { KeyRing } from './secrets.ts';
import type { ChannelCheck } from './sync/check.ts';

/**
 * What the HTTP API, sign-in and the jobs ask of the sync composition (`src/sync`). Every call that a person makes takes their
 * `Actor`; expected refusals are thrown as `Refusal` with a code of the error table (`src/errors.ts`).
 */
export type Microsoft365View = z.output<typeof microsoft365>;
export type Section = z.output<typeof channels.section>;
export type Configuration = z.output<typeof channels.configuration>;
export type ConfigurationInput = z.output<typeof channels.configurationInput>;
export type CalendarList = z.output<typeof channels.calendarList>;
export type Preview = z.output<typeof channels.preview>;
export type RecordSync = z.output<typeof recordSync>;
export type NotificationBody = z.output<typeof notificationBody>;

export interface Page {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The result of a Microsoft sign-in with the purpose `connect`: a delegated token for the person's own mailbox. */
export interface DelegatedGrant {
  readonly tenantId: string;
  /** The person's object id in the tenant, equal to Graph's user id (GRAPH 7). */
  readonly objectId: string;
  /** `preferred_username`: for display, never a key. */
  readonly login: string;
  readonly scopes: readonly string[];
  readonly accessToken: string;
  readonly accessTokenExpiresAtMs: number;
  /** Absent where offline_access was not granted. */
  readonly refreshToken: string | undefined;
}

/** P5: enabled at once (or already on), or the person has to sign in to Microsoft first. */
export type EnableOutcome =
  { readonly outcome: 'enabled'; readonly section: Section } | { readonly outcome: 'signInRequired' };

/** The people of the tenant that an organisation is connected to (U2). Each call throws `ChannelProblem` where Microsoft 365 is in trouble. */
export interface TenantDirectory extends Pick<Directory, 'people' | 'byIds' | 'photo'> {
  readonly tenantId: string;
}

export interface SyncPort {
  /** The tab Office 365: `connectUrl`s are filled in by the routes, leave them null. */
  microsoft365(actor: Actor): Promise<Microsoft365View>;
  recordSync(actor: Actor, kind: KindName, recordId: string): Promise<RecordSync>;

  configuration(actor: Actor, kind: KindName): Promise<Configuration>;
  saveConfiguration(actor: Actor, kind: KindName, input: ConfigurationInput): Promise<Configuration>;
  preview(actor: Actor, kind: KindName, input: ConfigurationInput): Promise<Preview>;

  /** Without `input`: the stored configuration, or the default one. */
  enable(actor: Actor, kind: KindName, input: ConfigurationInput | undefined): Promise<EnableOutcome>;
  disable(actor: Actor, kind: KindName): Promise<Section>;
  /** "Look at this channel again", now. */
  sync(actor: Actor, kind: KindName): Promise<Section>;
  pause(actor: Actor, kind: KindName): Promise<Section>;
  resume(actor: Actor, kind: KindName): Promise<Section>;

  runs(actor: Actor, kind: KindName, page: Page): Promise<z.output<typeof channels.runPage>>;
  run(actor: Actor, kind: KindName, runId: string, page: Page): Promise<z.output<typeof channels.runDetail>>;
  problems(actor: Actor, kind: KindName, page: Page): Promise<z.output<typeof channels.problemPage>>;
  conflicts(actor: Actor, kind: KindName, page: Page): Promise<z.output<typeof channels.conflictPage>>;
  takeConflict(actor: Actor, conflictId: string, side: Side): Promise<void>;
  holds(actor: Actor, kind: KindName, page: Page): Promise<z.output<typeof channels.holdPage>>;
  answerHold(actor: Actor, holdId: string, answer: 'approved' | 'rejected'): Promise<void>;

  /** E2: the person's calendars in Microsoft 365. @throws Refusal `signInRequired` */
  calendars(actor: Actor): Promise<CalendarList>;
  /** E11: sends the invitations that the first sync withheld. */
  invite(actor: Actor, meetingId: string): Promise<void>;

  /** Keeps the delegated token sealed and wakes the person's channels that waited for it. */
  connectAccount(actor: Actor, grant: DelegatedGrant): Promise<void>;
  /** P6: after admin consent. Verifies with an app-only token that the tenant answers, and stores it. */
  connectOrganisation(actor: Actor, tenantId: string): Promise<void>;
  /** The tenant that an administrator connected, or null (P5, P6). */
  connectedTenant(orgId: string): Promise<string | null>;

  /** The directory of that tenant, by the organisation's authority; null: none is connected (U2). */
  directory(orgId: string): Promise<TenantDirectory | null>;

  /** Compares CRM, mailbox and links of a channel; null: it cannot be compared now. Repairs nothing. */
  check(channel: CheckedChannel): Promise<ChannelCheck | null>;

  /** Verifies each clientState and enqueues; never throws for a wrong one (it is counted and dropped). */
  notified(body: NotificationBody): Promise<{ accepted: number; refused: number }>;
  lifecycle(body: NotificationBody): Promise<{ accepted: number; refused: number }>;

  /** Graphile Worker's tasks of the sync, and its crontab lines ('' for none). */
  readonly tasks: TaskList;
  readonly crontab: string;
  /** Called for every message of the channel `counterpart_changes`; enqueues runs of the channels concerned. */
  recordsChanged(change: { orgId: string; kind: string; ownerIds?: readonly string[] }): Promise<void>;
  close(): Promise<void>;
}

/** What the sync composition is opened with. `src/sync/open.ts` exports `openSync` of this type. */
export interface SyncOptions {
  readonly crm: Crm;
  readonly config: Config & { readonly microsoft: MicrosoftConfig };
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly ids: Identifiers;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly fetch: typeof fetch;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly mailer: Mailer;
  readonly log: FastifyBaseLogger;
}

export type OpenSync = (options: SyncOptions) => Promise<SyncPort>;
