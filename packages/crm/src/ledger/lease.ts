import type { Clock, Identifiers, Ledger, Replica, Run } from '@counterpart/engine';
import type pg from 'pg';
import { recordTables } from '../replica/record-table.ts';
import { createLocalReplica } from '../replica/replica.ts';
import { createLedger } from './ledger.ts';
import type { Leased, OpenRunAnswer } from './opening.ts';
import { RunSession } from './session.ts';

export interface LeaseRequest {
  readonly orgId: string;
  readonly channelId: string;
  /** How long a run may stand still before another may take it over, even though its process seems to live. */
  readonly leaseMs: number;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Identifiers;
}

/** A mailbox leased for one channel, on a connection of its own. */
export interface Lease {
  /** What was known when the lease began: the channel's row, the person's permissions, the connections. */
  readonly opened: Leased;
  readonly ledger: Ledger;
  readonly local: Pick<Replica, 'changesSince' | 'read'>;
  /** The run whose id the change log shows for local writes from now on (V12). */
  nameRun(runId: string): void;
  /** How many statements the lease has sent. */
  readonly statements: number;
  /**
   * Gives the mailbox back; the channel is looked at again at `nextLookAtMs` (null: only when something hints at it).
   * `run`: what the channel is to show as its last run.
   */
  close(nextLookAtMs: number | null, run?: Run): Promise<void>;
}

/**
 * Leases the mailbox of a channel. `busy`: another run has it, and has the channel looked at when it ends; `unknown`: there is no such channel.
 * At most one lease per mailbox is held at a time, across processes; a lease that was taken over throws `TakenOver` when it writes.
 */
export async function leaseChannel(
  pool: pg.Pool,
  request: LeaseRequest,
): Promise<{ outcome: 'leased'; lease: Lease } | { outcome: 'busy' | 'unknown' }> {
  const session = new RunSession(await pool.connect(), request);
  let opened: OpenRunAnswer;
  try {
    opened = await session.open();
    if (opened.outcome !== 'leased') {
      await session.close(null);
      return { outcome: opened.outcome };
    }
  } catch (error) {
    session.destroy();
    throw error;
  }
  const { channel } = opened;
  const table = recordTables[channel.kind];
  if (table === undefined) {
    await session.close(null);
    throw new Error(`No table of records for the kind ${channel.kind}`);
  }
  const scope = {
    orgId: request.orgId,
    membershipId: channel.membership_id,
    channelId: request.channelId,
    settings: channel.settings,
    table,
  };
  return {
    outcome: 'leased',
    lease: {
      opened,
      ledger: createLedger(session, scope, opened),
      local: noticingSilence(session, createLocalReplica(session, scope)),
      nameRun: (runId) => session.nameRun(runId),
      get statements() {
        return session.statements;
      },
      close: (nextLookAtMs, run) => session.close(nextLookAtMs, run),
    },
  };
}

function noticingSilence(session: RunSession, replica: Lease['local']): Lease['local'] {
  return {
    ...replica,
    async changesSince(cursor) {
      const page = await replica.changesSince(cursor);
      const quiet = !page.lost && !page.more && page.entries.length === 0 && cursor !== null;
      session.quietLocalCursor = quiet ? page.next : null;
      return page;
    },
  };
}
