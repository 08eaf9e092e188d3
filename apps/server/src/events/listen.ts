import type { Clock } from '@counterpart/engine';
import { Client } from 'pg';

export const CHANGES = 'counterpart_changes';

export interface ListenOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly heard: (payload: string) => void;
  /** The connection stands (again): what was said meanwhile was not heard. */
  readonly connected: () => void;
  readonly failed: (error: unknown) => void;
}

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;

/** Listens to PostgreSQL's channel on one connection of its own and connects again whenever it breaks. */
export function listenToChanges(options: ListenOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const done = keepListening(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

async function keepListening(options: ListenOptions, signal: AbortSignal): Promise<void> {
  let waitMs = FIRST_WAIT_MS;
  while (!signal.aborted) {
    try {
      await listenOnce(options, signal, () => {
        waitMs = FIRST_WAIT_MS;
      });
    } catch (error) {
      options.failed(error);
    }
    if (signal.aborted) return;
    // An abort ends the sleep by rejecting; the loop's condition then ends the loop.
    await options.clock.sleep(waitMs, signal).catch(() => undefined);
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  }
}

async function listenOnce(options: ListenOptions, signal: AbortSignal, stands: () => void): Promise<void> {
  const client = new Client({
    connectionString: options.url,
    application_name: 'counterpart listen',
    keepAlive: true,
  });
  const { promise: over, resolve, reject } = Promise.withResolvers<void>();
  client.on('error', reject);
  client.on('end', resolve);
  client.on('notification', ({ payload }) => {
    if (payload !== undefined) options.heard(payload);
  });
  const stop = () => resolve();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await client.connect();
    await client.query(`listen ${CHANGES}`);
    stands();
    options.connected();
    if (!signal.aborted) await over;
  } finally {
    signal.removeEventListener('abort', stop);
    await client.end();
  }
}
