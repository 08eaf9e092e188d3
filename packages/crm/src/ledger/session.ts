import type { Run } from '@counterpart/engine';
import type pg from 'pg';
import type { RecordWriter } from '../replica/apply.ts';
import type { LeaseRequest } from './lease.ts';
import type { OpenRunAnswer } from './opening.ts';

/** Another worker has the mailbox now. What this run had not committed is undone; the other one goes on from there. */
export class TakenOver extends Error {
  override readonly name = 'TakenOver';
}

/** The channel may not go on: it was paused, or the person's permission was taken away (P3, V15). Nothing was written. */
export class MayNotRun extends Error {
  override readonly name = 'MayNotRun';
  /** A code of the error table. */
  readonly code: string;
  constructor(code: string, options: { cause: unknown }) {
    super(`The channel may not go on: ${code}`, options);
    this.code = code;
  }
}

/** What `write_ledger` raises (migration 014). */
const takenOver = 'CP001';
const mayNotRun = 'CP002';

/**
 * The connection of one run. It keeps the mailbox's advisory lock and the facts of its transactions for as long as it lasts,
 * so all that the run reads and writes goes through it.
 */
export class RunSession implements RecordWriter {
  readonly request: LeaseRequest;
  statements = 0;
  /** Where an empty reading of the local changes ended: stored with whatever is written next, so that the log is not read over again. */
  quietLocalCursor: string | null = null;
  /** The fence: whoever takes the mailbox over changes it. */
  readonly #token: string;
  readonly #client: pg.PoolClient;
  #transactions: Promise<unknown> = Promise.resolve();
  #runId: string | null = null;
  #namedRunId: string | null = null;
  #broken = false;

  constructor(client: pg.PoolClient, request: LeaseRequest) {
    this.#client = client;
    this.request = request;
    this.#token = request.ids.next();
    client.on('error', this.#onError);
  }

  // The next statement fails and says so; without a listener the process would end.
  #onError = (): void => {
    this.#broken = true;
  };

  /** One statement, prepared once per connection under `name`. */
  async query<R extends object>(name: string, text: string, values: readonly unknown[]): Promise<R[]> {
    this.statements += 1;
    const { rows } = await this.#client.query<R & pg.QueryResultRow>({ name, text, values: [...values] });
    return rows;
  }

  newId(): string {
    return this.request.ids.next();
  }

  async open(): Promise<OpenRunAnswer> {
    const { orgId, channelId, leaseMs, clock } = this.request;
    const [row] = await this.query<{ answer: OpenRunAnswer }>(
      'open_run',
      'select open_run($1, $2, $3, $4, $5) as answer',
      [orgId, channelId, this.#token, leaseMs, clock.now()],
    );
    if (row === undefined) throw new Error('open_run gave no answer');
    return row.answer;
  }

  nameRun(runId: string): void {
    this.#runId = runId;
  }

  /** Before records are written: the log says in which run. */
  async useRunName(): Promise<void> {
    if (this.#runId === null || this.#runId === this.#namedRunId) return;
    await this.query('name_run', `select set_config('counterpart.run_id', $1, false)`, [this.#runId]);
    this.#namedRunId = this.#runId;
  }

  /** @throws TakenOver when the lease is lost, MayNotRun when the channel may not go on. */
  async write(changes: string): Promise<void> {
    const { channelId, leaseMs } = this.request;
    try {
      await this.query('write_ledger', 'select write_ledger($1, $2, $3, $4)', [
        channelId,
        this.#token,
        leaseMs,
        changes,
      ]);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === takenOver)
        throw new TakenOver('The mailbox was taken over by another worker', { cause: error });
      if (error instanceof Error && 'code' in error && error.code === mayNotRun)
        throw new MayNotRun(error.message, { cause: error });
      throw error;
    }
  }

  async begin(): Promise<void> {
    this.statements += 1;
    await this.#client.query('begin');
  }

  async commit(): Promise<void> {
    this.statements += 1;
    await this.#client.query('commit');
  }

  /** Where even that fails, the connection is gone, and the transaction with it. */
  async rollback(): Promise<void> {
    this.statements += 1;
    await this.#client.query('rollback').catch(this.#onError);
  }

  /** One transaction after the other: the connection has only one at a time. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#transactions.then(work, work);
    this.#transactions = turn.catch(() => undefined);
    return turn;
  }

  async close(nextLookAtMs: number | null, run: Run | null = null): Promise<void> {
    await this.#transactions;
    if (this.#broken) return this.destroy();
    try {
      await this.query('close_run', 'select close_run($1, $2, $3)', [
        this.#token,
        nextLookAtMs === null ? null : new Date(nextLookAtMs),
        run === null ? null : JSON.stringify(run),
      ]);
    } catch (error) {
      this.destroy();
      throw error;
    }
    this.#client.off('error', this.#onError);
    this.#client.release();
  }

  /** Ends the connection, and with it the advisory lock. */
  destroy(): void {
    this.#client.off('error', this.#onError);
    this.#client.release(true);
  }
}
