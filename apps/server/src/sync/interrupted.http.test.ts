import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openOffice, type Office } from './testing/office.ts';

let office: Office;
let root: Client;
beforeAll(async () => {
  office = await openOffice();
  root = new Client({ connectionString: office.server.databaseUrl });
  await root.connect();
});
afterAll(async () => {
  await root.end();
  await office.server.stop();
});

interface RunList {
  readonly items: readonly {
    readonly id: string;
    readonly outcome: string;
    readonly reason: string | null;
  }[];
}

describe('a worker was killed in a run that had told how far it was', () => {
  test('V19 B10: after the next run the page does not show it as under way any more, and its list says what became of it', async () => {
    const { ann } = office.org;
    await office.enable(ann);
    await office.syncNow(ann);
    const killed = randomUUID();
    // What is left of such a run: the row of its progress.
    await root.query(
      `insert into runs (org_id, channel_id, id, started_at_ms, outcome, counters)
       select org_id, id, $1, extract(epoch from clock_timestamp()) * 1000, 'running', last_run -> 'counters' from channels`,
      [killed],
    );
    expect((await office.section(ann)).lastRun).toMatchObject({ id: killed, outcome: 'running' });
    await office.syncNow(ann);
    const section = await office.section(ann);
    expect(section).toMatchObject({ progress: null, lastRun: { outcome: 'done' } });
    await ann.api.post('/api/contacts', { lastName: 'Next' });
    await office.syncNow(ann);
    await expect
      .poll(async () => {
        const { items } = await ann.api.get<RunList>('/api/channels/contact/runs');
        return items.find(({ id }) => id === killed);
      })
      .toMatchObject({ outcome: 'stopped', reason: 'interrupted' });
  });
});
