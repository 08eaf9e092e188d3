import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';

const PATIENCE_MS = 2_000;
const LOOK_AGAIN_MS = 10;

/**
 * The connections to a database that do not go away, each as one line for people. A client that has said goodbye is still
 * listed for some milliseconds, so this waits until none is left or patience ends.
 */
export async function lastConnections(client: Client, database: string): Promise<string[]> {
  for (let waitedMs = 0; ; waitedMs += LOOK_AGAIN_MS) {
    const found = await client.query<{ line: string }>(
      `select format('  %s %s, last statement: %s', coalesce(nullif(application_name, ''), 'unnamed'), state, left(query, 200)) as line
         from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [database],
    );
    if (found.rows.length === 0 || waitedMs >= PATIENCE_MS) return found.rows.map((row) => row.line);
    await sleep(LOOK_AGAIN_MS);
  }
}
