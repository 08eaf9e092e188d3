import { fileURLToPath } from 'node:url';
import { Client } from 'pg';

/**
 * The product's worker, exactly as `counterpart work` starts it, in a process that kills itself at a given instant. Only this file knows how, and nothing of the
 * product leads here: it is started by the simulation alone, and does what its parent process says.
 */

/** Dies right after its n-th statement to the database, or its n-th request. */
export interface Order {
  readonly after: 'statement' | 'request';
  readonly n: number;
}

/** What the parent says: an order (null: live on), and at first that work may begin. */
export interface Message {
  readonly order: Order | null;
}

let order: Order | null = null;
const counts = { statement: 0, request: 0 };

function count(what: Order['after']): void {
  counts[what] += 1;
  if (order?.after === what && counts[what] === order.n) process.kill(process.pid, 'SIGKILL');
}

/** The queue's own housekeeping comes at any time: counted, it would make the same n another instant each time. */
const isHousekeeping = (statement: unknown): boolean => {
  const text =
    typeof statement === 'string' ? statement : String((statement as { text?: unknown } | undefined)?.text);
  return /graphile_worker|pg_locks|pg_advisory_lock_shared|listen |look_overdue/i.test(text);
};

type Query = (this: unknown, ...args: unknown[]) => unknown;
const client = Client.prototype as unknown as { query: Query };
const { query } = client;
client.query = function counted(...args) {
  const answer = query.apply(this, args);
  if (isHousekeeping(args[0])) return answer;
  if (!(answer instanceof Promise)) {
    count('statement');
    return answer;
  }
  return answer.then((value: unknown) => {
    count('statement');
    return value;
  });
};

const { fetch } = globalThis;
globalThis.fetch = async (...args) => {
  const answer = await fetch(...args);
  count('request');
  return answer;
};

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
const told = new Promise<void>((resolve) => {
  process.on('message', (message: Message) => {
    ({ order } = message);
    counts.statement = 0;
    counts.request = 0;
    process.send?.('heard');
    resolve();
  });
});

// Loaded beforehand, so that a new worker takes over at once.
await import('../../apps/server/src/process.ts');
process.send?.('ready');
await told;
process.argv = [
  process.argv[0] ?? '',
  fileURLToPath(new URL('../../apps/server/src/cli/main.ts', import.meta.url)),
  'work',
];
await import('../../apps/server/src/cli/main.ts');
