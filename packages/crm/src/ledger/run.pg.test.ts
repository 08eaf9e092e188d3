import { contact, runChannel, type Clock, type Identifiers } from '@counterpart/engine';
import { MemoryRemote, MemoryStore } from '@counterpart/engine/memory';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { updateContact } from '../contacts/contacts.ts';
import { openFixture, type Fixture, type Person } from './testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

const clock: Clock = { now: () => Date.now(), sleep: (ms) => sleep(ms) };
const ids: Identifiers = { next: () => randomUUID() };

function newRemote(): MemoryRemote {
  const remote = new MemoryRemote(new MemoryStore({ kind: contact, clock, ids, pageSize: 500 }));
  remote.container = 'folder';
  return remote;
}

/** One run of the person's channel; the report and how many statements it took. */
async function run(person: Person, remote: MemoryRemote) {
  const lease = await person.lease();
  try {
    const { ledger, local } = lease;
    const report = await runChannel({
      kind: contact,
      ledger,
      local,
      remote,
      clock,
      ids,
      onProgress: (now) => lease.nameRun(now.id),
    });
    return { report, lease };
  } finally {
    await lease.close(null);
  }
}

async function addMany(person: Person, count: number): Promise<void> {
  await fixture.root.query(
    `insert into contacts (org_id, id, owner_membership_id, origin, first_name, last_name, email, phone, description)
     select $1, gen_random_uuid(), $2, 'created', 'First' || n, 'Last' || n, 'p' || n || '@acme.example', n::text, repeat('x ', 50)
     from generate_series(1, $3::int) as n`,
    [person.actor.orgId, person.actor.membershipId, count],
  );
}

describe('the engine on PostgreSQL', () => {
  it('C1: brings both sides together, and a further run writes nothing and costs three statements', async () => {
    const person = await fixture.person();
    const remote = newRemote();
    await addMany(person, 300);
    for (let n = 0; n < 250; n += 1)
      remote.store.edit(null, { lastName: `Remote ${n}`, email: `r${n}@x.example` });
    remote.store.edit(null, {
      firstName: 'First7',
      lastName: 'Last7',
      email: 'p7@acme.example',
      title: 'Found',
    });
    const { report } = await run(person, remote);
    expect(report.run).toMatchObject({
      outcome: 'done',
      counters: { createdRemote: 299, createdLocal: 250, adopted: 1, updatedLocal: 1 },
    });
    expect(remote.store.live()).toHaveLength(550);
    const edited = remote.store.live()[0];
    remote.store.edit(edited?.id ?? null, { title: 'Edited there' });
    const { rows } = await fixture.root.query<{ id: string }>(
      `select id from contacts where owner_membership_id = $1 and last_name = 'Last9'`,
      [person.actor.membershipId],
    );
    await updateContact(fixture.crm, person.actor, {
      id: rows[0]?.id ?? '',
      values: { title: 'Edited here' },
    });
    const second = await run(person, remote);
    expect(second.report.run.counters).toMatchObject({
      updatedLocal: 1,
      updatedRemote: 1,
      createdLocal: 0,
      createdRemote: 0,
    });
    expect(remote.store.live().filter((record) => record.content['title'] === 'Edited here')).toHaveLength(1);
    await run(person, remote);
    const idle = await run(person, remote);
    expect(idle.report.run).toMatchObject({ outcome: 'done', reason: null });
    expect(idle.lease.statements).toBe(3);
    const log = await fixture.root.query(
      `select distinct source, run_id is null as unnamed from change_log where channel_id = $1`,
      [person.channelId],
    );
    expect(log.rows).toEqual([{ source: 'microsoft365', unnamed: false }]);
  });

  it('takes a first sync of 10,000 contacts in statements that do not grow with the records', async () => {
    const person = await fixture.person();
    const remote = newRemote();
    await addMany(person, 10_000);
    const { report, lease } = await run(person, remote);
    expect(report.run).toMatchObject({ outcome: 'done', counters: { createdRemote: 10_000 } });
    expect(lease.statements).toBeLessThan(10_000 / 8);
  });
});
