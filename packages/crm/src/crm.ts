import type { Clock, Identifiers } from '@counterpart/engine';
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import type pg from 'pg';
import type { Actor } from './actor.ts';
import { migrate } from './database/migrate.ts';
import { openPool } from './database/pool.ts';
import type { Database } from './database/tables.ts';

export type Tx = Transaction<Database>;

/** The open CRM: its connections, clock and identifiers. All services take it as their first argument. */
export interface Crm {
  readonly pool: pg.Pool;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Identifiers;
  /**
   * Runs `work` in one transaction that sees and writes the actor's organisation only; its changes are logged as the actor's.
   * Throws what `work` throws, after a rollback.
   */
  transaction<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** As `transaction`, for an organisation without a person: creating it, and jobs. */
  inOrganisation<T>(orgId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A transaction that sees accounts, and of organisations only those that the account belongs to. */
  asAccount<T>(accountId: string | null, work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface CrmOptions {
  /** Connects as the owner of the schema, or a superuser: must be allowed to `set role counterpart_app`. */
  readonly url: string;
  /** Connections at most; 10 when left out. */
  readonly max?: number;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Identifiers;
  /** false: the schema is known to be up to date. */
  readonly migrate?: boolean;
}

/** What a transaction is told of its caller: row-level security and the triggers of the change log read it. */
export interface Facts {
  readonly orgId?: string;
  readonly membershipId?: string;
  readonly accountId?: string | null;
  readonly source?: string;
  readonly channelId?: string | undefined;
  readonly runId?: string | undefined;
}

/**
 * Opens the CRM on a PostgreSQL database, which it brings up to date first (`migrate`).
 * @throws MigrationError when the database does not fit this program.
 */
export async function openCrm(options: CrmOptions): Promise<Crm> {
  if (options.migrate !== false) await migrate(options.url);
  const pool = openPool(options.url, options.max ?? 10);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });

  const run = <T>(facts: Facts, work: (tx: Tx) => Promise<T>): Promise<T> =>
    db.transaction().execute(async (tx) => {
      await tellFacts(tx, options.clock, facts);
      return work(tx);
    });

  return {
    pool,
    clock: options.clock,
    ids: options.ids,
    transaction: ({ orgId, membershipId, source, channelId, runId }, work) =>
      run({ orgId, membershipId, source, channelId, runId }, work),
    inOrganisation: (orgId, work) => run({ orgId, source: 'system' }, work),
    asAccount: (accountId, work) => run({ accountId }, work),
    // Ends the pool with it.
    close: () => db.destroy(),
  };
}

/** The CRM within a transaction under way: what it would do in transactions of its own becomes part of that one. */
export function within(crm: Crm, tx: Tx): Crm {
  const run = async <T>(facts: Facts, work: (tx: Tx) => Promise<T>): Promise<T> => {
    await tellFacts(tx, crm.clock, facts);
    return work(tx);
  };
  return {
    ...crm,
    transaction: ({ orgId, membershipId, source, channelId, runId }, work) =>
      run({ orgId, membershipId, source, channelId, runId }, work),
    inOrganisation: (orgId, work) => run({ orgId, source: 'system' }, work),
    asAccount: (accountId, work) => run({ accountId }, work),
  };
}

/** Tells a transaction its facts, in place of those it had; they end with it. */
export async function tellFacts(tx: Tx, clock: Pick<Clock, 'now'>, facts: Facts): Promise<void> {
  const at = new Date(clock.now()).toISOString();
  await sql`select set_config('counterpart.org_id', ${facts.orgId ?? ''}, true),
    set_config('counterpart.membership_id', ${facts.membershipId ?? ''}, true),
    set_config('counterpart.account_id', ${facts.accountId ?? ''}, true),
    set_config('counterpart.source', ${facts.source ?? ''}, true),
    set_config('counterpart.channel_id', ${facts.channelId ?? ''}, true),
    set_config('counterpart.run_id', ${facts.runId ?? ''}, true),
    set_config('counterpart.at', ${at}, true)`.execute(tx);
}
