import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChannelCheck } from './check.ts';
import { openOffice, type Office } from './testing/office.ts';

const program = fileURLToPath(new URL('../cli/main.ts', import.meta.url));

let office: Office;
let root: Client;
beforeAll(async () => {
  office = await openOffice();
  root = new Client({ connectionString: office.server.databaseUrl });
  await root.connect();
  const { ann } = office.org;
  for (let n = 0; n < 8; n += 1)
    await ann.api.post('/api/contacts', { lastName: `P${n}`, email: `p${n}@example.org` });
  await office.enable(ann);
});
afterAll(async () => {
  await root.end();
  await office.server.stop();
});

interface Report {
  readonly channels: readonly ChannelCheck[];
  readonly differing: number;
}

/** `counterpart check`, as an administrator calls it. */
async function check(...options: string[]): Promise<{ code: number; out: string }> {
  const { microsoft } = office.server.microsoft365;
  const child = spawn(process.execPath, [program, 'check', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: office.server.databaseUrl,
      PUBLIC_URL: office.server.url,
      MICROSOFT_CLIENT_ID: microsoft.clientId,
      MICROSOFT_CLIENT_SECRET: microsoft.clientSecret,
      MICROSOFT_AUTHORITY: microsoft.authority,
      MICROSOFT_GRAPH: microsoft.graphBase,
      SECRET_KEYS: Buffer.alloc(32, 7).toString('base64'),
      LOG_LEVEL: 'error',
    },
  });
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number]>]);
  return { code, out };
}

/** Without the triggers that keep the change log: what no path of the product can do. */
async function behindTheBack(statement: string): Promise<void> {
  await root.query(
    `set session_replication_role = replica; ${statement}; set session_replication_role = origin`,
  );
}

async function everything(): Promise<string> {
  const rows = async (query: string) => (await root.query(query)).rows as object[];
  return JSON.stringify([
    await rows('select * from contacts order by id'),
    await rows('select id, stage, local_id, remote_id, base, shown, dirty, problem from links order by id'),
    office.outlook(office.org.ann).contacts(),
  ]);
}

const idOf = async (lastName: string): Promise<string> =>
  (await root.query<{ id: string }>('select id from contacts where last_name = $1', [lastName])).rows[0]
    ?.id ?? '';

describe('comparing CRM, mailbox and links', () => {
  test('in step: nothing differs, and the program says so', async () => {
    const { code, out } = await check('--json');
    const { channels, differing } = JSON.parse(out) as Report;
    expect(channels).toMatchObject([{ kind: 'contact', compared: 8, waiting: 0, differences: {} }]);
    expect({ code, differing }).toEqual({ code: 0, differing: 0 });
  });

  test('planted differences: each is counted by its class and named, nothing is repaired, monitoring sees it', async () => {
    const { act } = office.outlook(office.org.ann);
    const there = (surname: string) =>
      [...act.mailbox.items.values()].find((item) => item.properties['surname'] === surname);
    await behindTheBack(`update contacts set title = 'changed' where last_name = 'P0'`);
    const edited = there('P1');
    if (edited) edited.properties = { ...edited.properties, jobTitle: 'changed' };
    await behindTheBack(`delete from contacts where last_name = 'P2'`);
    const gone = there('P3');
    if (gone) {
      act.mailbox.items.delete(gone.key);
      act.mailbox.keys.delete(gone.id);
      act.mailbox.keys.delete(gone.immutableId);
      act.mailbox.containers.get(gone.containerId)?.members.delete(gone.key);
    }
    await behindTheBack(`delete from links where local_id = '${await idOf('P4')}'`);
    const before = await everything();
    const { code, out } = await check('--json');
    const { channels, differing } = JSON.parse(out) as Report;
    expect(channels[0]?.differences).toEqual({
      differsHere: 1,
      differsThere: 1,
      goneHere: 1,
      goneThere: 1,
      notLinkedHere: 1,
      notLinkedThere: 1,
    });
    expect(channels[0]?.examples.find(({ difference }) => difference === 'differsHere')).toMatchObject({
      localId: await idOf('P0'),
      fields: ['title'],
    });
    expect({ code, differing }).toEqual({ code: 1, differing: 1 });
    expect(await everything()).toBe(before);
    const metrics = await (await fetch(`${office.server.url}/metrics`)).text();
    expect(metrics).toContain('counterpart_check_differences{kind="contact",difference="goneThere"} 1');
    expect(metrics).toContain('counterpart_check_differences{kind="contact",difference="elsewhereThere"} 0');
    expect(metrics).toContain('counterpart_checked_channels{kind="contact"} 1');
  });

  test('in words: the class, the field and the identifiers of each', async () => {
    const { code, out } = await check();
    expect(code).toBe(1);
    expect(out).toMatch(/DIFFERS contact .*1 differsHere/);
    expect(out).toContain(`differsHere (title): CRM ${await idOf('P0')}`);
  });

  test('nightly: each channel has a job of its own, and the figures are its answer', async () => {
    await root.query('delete from checks');
    await root.query(`select graphile_worker.add_job('checkAll')`);
    await expect
      .poll(async () => (await root.query(`select differences from checks`)).rows, { timeout: 30_000 })
      .toMatchObject([{ differences: { goneHere: 1 } }]);
  });

  test('a channel that is off is left out', async () => {
    const { ann } = office.org;
    await ann.api.post('/api/channels/contact/disable');
    await office.sectionWhen(ann, ({ state }) => state === 'off');
    expect(JSON.parse((await check('--json')).out)).toEqual({ channels: [], differing: 0 });
  });
});
