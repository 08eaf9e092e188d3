import { z } from 'zod';
import { id, instant, kindName, pageOf } from './common.schema.ts';

export const direction = z.enum(['both', 'toRemote', 'toLocal']);
export const side = z.enum(['local', 'remote']);
const count = z.number().int().min(0);

export const runCounters = z.object({
  pulledLocal: count,
  pulledRemote: count,
  createdLocal: count,
  createdRemote: count,
  updatedLocal: count,
  updatedRemote: count,
  deletedLocal: count,
  deletedRemote: count,
  adopted: count,
  unlinked: count,
  parked: count,
  conflicts: count,
  refused: count,
  held: count,
  leftOut: count,
});

export const run = z
  .object({
    id,
    startedAt: instant,
    endedAt: instant.nullable(),
    outcome: z.enum(['running', 'done', 'held', 'stopped', 'failed']),
    reason: z.string().nullable(),
    sentence: z.string().nullable(),
    counters: runCounters,
  })
  .meta({ id: 'Run' });

/** One of the sections Events, Contacts and Tasks on the tab Office 365 (P4). */
export const section = z
  .object({
    kind: kindName,
    /** False where this version of the product does not sync the kind. */
    available: z.boolean(),
    /** P2: the permission that Enable needs, and whether the person's profile holds it. */
    permission: z.object({ name: z.string(), held: z.boolean() }),
    state: z.enum(['off', 'enabling', 'active', 'disabling', 'paused', 'held', 'needsAttention']),
    /** A code of the error table. */
    reason: z.string().nullable(),
    sentence: z.string(),
    remedy: z
      .object({
        label: z.string(),
        action: z.enum(['enable', 'resume', 'sync', 'reviewHolds', 'signIn', 'askAdministrator']).nullable(),
        url: z.string().nullable(),
      })
      .nullable(),
    enabledAt: instant.nullable(),
    progress: z
      .object({
        phase: z.string(),
        done: count,
        total: count.nullable(),
        perSecond: z.number(),
        secondsLeft: z.number().nullable(),
      })
      .nullable(),
    counters: z.object({
      linked: count,
      waiting: count,
      conflicts: count,
      problems: count,
      held: count,
      leftOut: count,
    }),
    lastRun: run.nullable(),
    lastNotificationAt: instant.nullable(),
    /** B9: whether notifications tell of changes; where they do not, polling finds them. */
    notifications: z.enum(['none', 'working', 'silent']),
    /** B9: how long the last change made in Microsoft 365 took to be here. */
    delay: z.object({ ms: count, measuredAt: instant }).nullable(),
    /** The folder, calendar or list in Microsoft 365 (C4). */
    containerName: z.string().nullable(),
    direction: direction.nullable(),
  })
  .meta({ id: 'Section' });

/** Which calendars a channel of meetings uses (E2), and how much of a private event it captures (E10). */
export const calendarSettings = z
  .strictObject({
    /** The calendar that the CRM's meetings are written to, by its id; null: one of our own. */
    writeTo: z.string().min(1).max(500).nullable(),
    /** The calendars that events are captured from beside it, by their ids; `default`: the person's default calendar. */
    capture: z.array(z.string().min(1).max(500)).max(50),
    privateEvents: z.enum(['timeOnly', 'everything']),
  })
  .meta({ id: 'CalendarSettings' });

/** A person's calendars in Microsoft 365, as they can be chosen. */
export const calendarList = z
  .object({
    items: z.array(
      z.object({ id: z.string(), name: z.string(), isDefault: z.boolean(), canEdit: z.boolean() }),
    ),
  })
  .meta({ id: 'CalendarList' });

/** What a person sets for a channel: the body of saving, preview and enabling (C2, C3). */
export const configurationInput = z
  .strictObject({
    fields: z
      .array(
        z.strictObject({
          field: z.string().max(100),
          /** The Microsoft 365 property, or null: not synced. */
          slot: z.string().max(100).nullable(),
          direction,
        }),
      )
      .max(200),
    deleteLocalWhenDeletedRemotely: z.boolean(),
    direction,
    conflictRule: z.enum(['latest', 'local', 'remote']),
    firstSyncCap: z.number().int().min(1).max(100_000),
    brake: z.strictObject({ count: z.number().int().min(1).max(100_000), share: z.number().gt(0).max(1) }),
    /** Of meetings only; absent: as they are. */
    calendars: calendarSettings.optional(),
  })
  .meta({ id: 'ConfigurationValues' });

export const configuration = z
  .object({
    ...configurationInput.shape,
    fields: z.array(
      z.object({
        field: z.string(),
        label: z.string(),
        slot: z.string().nullable(),
        direction,
        /** The field may never be written to Microsoft 365, or never from it. */
        directions: z.array(direction),
      }),
    ),
    /** The properties that Graph supports; others are not offered (C2). */
    slots: z.array(z.object({ slot: z.string(), label: z.string(), type: z.string() })),
    /** What the configuration was before anybody edited it. */
    defaults: configurationInput,
  })
  .meta({ id: 'Configuration' });

const planned = z.object({ create: count, update: count, delete: count, adopt: count });

/** The plan of the next run, before anything is written (B1). */
export const preview = z
  .object({
    local: planned,
    remote: planned,
    /** How many people Microsoft 365 would mail (E11). */
    mails: count,
    leftOut: z.array(
      z.object({ reason: z.string(), sentence: z.string(), count, examples: z.array(z.string()) }),
    ),
    examples: z.array(z.object({ side, op: z.string(), name: z.string(), fields: z.array(z.string()) })),
  })
  .meta({ id: 'Preview' });

export const enableBody = z.strictObject({ configuration: configurationInput.optional() });

export const runPage = pageOf(run).meta({ id: 'RunPage' });
export const journalEntry = z.object({
  id,
  side,
  op: z.enum(['create', 'update', 'delete', 'restore', 'adopt', 'unlink', 'park']),
  /** The CRM's record, where there is one. */
  recordId: z.string(),
  name: z.string(),
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
  decision: z.string(),
  at: instant,
});
export const runDetail = z.object({ run, journal: pageOf(journalEntry) }).meta({ id: 'RunDetail' });

/** A record that cannot follow for now (V18, V19). */
export const syncProblem = z
  .object({
    linkId: id,
    localId: id.nullable(),
    name: z.string(),
    code: z.string(),
    sentence: z.string(),
    detail: z.string(),
    remedy: z.string().nullable(),
    attempts: count,
    retryAt: instant.nullable(),
  })
  .meta({ id: 'SyncProblem' });
export const problemPage = pageOf(syncProblem).meta({ id: 'SyncProblemPage' });

/** Both sides changed one field; the value that lost is kept (B3). */
export const conflict = z
  .object({
    id,
    runId: id,
    localId: id.nullable(),
    name: z.string(),
    field: z.string(),
    label: z.string(),
    winner: side,
    localValue: z.unknown(),
    remoteValue: z.unknown(),
    baseValue: z.unknown(),
    at: instant,
  })
  .meta({ id: 'Conflict' });
export const conflictPage = pageOf(conflict).meta({ id: 'ConflictPage' });
export const takeSide = z.strictObject({ side });

/** Deletions that the brake stopped (B4). */
export const hold = z
  .object({
    id,
    runId: id,
    side,
    count,
    examples: z.array(z.string()),
    answer: z.enum(['approved', 'rejected']).nullable(),
    at: instant,
  })
  .meta({ id: 'Hold' });
export const holdPage = pageOf(hold).meta({ id: 'HoldPage' });
export const answerHold = z.strictObject({ answer: z.enum(['approved', 'rejected']) });

export const runParams = z.object({ kind: kindName, id });
