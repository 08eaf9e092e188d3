import { afterAll, beforeAll, expect, it } from 'vitest';
import { viewChannel } from './channels.ts';
import { openFixture, type Fixture } from './testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

const counted = `select
    count(*) filter (where stage = 'open' and base is not null and local_id is not null and remote_id is not null)::int as linked,
    count(*) filter (where due_at_ms = 0)::int as waiting,
    count(*) filter (where stage = 'open' and problem is not null and problem ->> 'code' <> 'held')::int as problems,
    count(*) filter (where stage = 'open' and local_id is not null and remote_id is not null)::int as pairs,
    count(*) filter (where stage = 'open' and local_id is not null and remote_id is not null and dirty and local_state = 'deleted')::int as deleted_local,
    count(*) filter (where stage = 'open' and local_id is not null and remote_id is not null and dirty and remote_state = 'deleted')::int as deleted_remote
  from links where channel_id = $1`;

/** Numbers in [0, 1) that are the same each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const kept = async (channelId: string) =>
  (
    await fixture.root.query(
      'select linked, waiting, problems, pairs, deleted_local, deleted_remote from channel_figures where channel_id = $1',
      [channelId],
    )
  ).rows.map((row: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)])),
  )[0];

it('V19: the figures of a channel agree with a count of its links, whatever wrote them', async () => {
  const { channelId, actor } = await fixture.person();
  const { root } = fixture;
  await root.query(`select set_config('counterpart.org_id', $1, false)`, [actor.orgId]);
  const chance = seeded(7);
  const one = <T>(all: readonly T[]): T => all[Math.floor(chance() * all.length)] as T;
  const ids = Array.from({ length: 60 }, () => crypto.randomUUID());
  for (let step = 0; step < 120; step += 1) {
    const some = ids.filter(() => chance() < 0.2);
    const items = some.map((id) => ({
      id,
      stage: one(['open', 'open', 'open', 'unlinked', 'released']),
      ...(chance() < 0.8 && { local: { id: `l${id}`, state: one(['present', 'deleted']) } }),
      ...(chance() < 0.8 && { remote: { id: `r${id}`, state: one(['present', 'deleted']) } }),
      ...(chance() < 0.7 && { base: { lastName: 'A' } }),
      dirty: chance() < 0.5,
      ...(chance() < 0.3 && { problem: { code: one(['held', 'later']), retryAtMs: one([null, 5]) } }),
    }));
    const change = one(['put', 'put', 'put', 'drop', 'forget', 'release']);
    if (change === 'put')
      await root.query('select put_links($1, $2, $3)', [actor.orgId, channelId, JSON.stringify(items)]);
    if (change === 'drop') await root.query('delete from links where id = any ($1::uuid[])', [some]);
    if (change === 'forget')
      await root.query('select forget_fields($1, $2, $3)', [actor.orgId, channelId, ['lastName']]);
    if (change === 'release' && chance() < 0.2)
      await root.query(
        `update links set stage = 'released', problem = null, dirty = false where channel_id = $1`,
        [channelId],
      );
    const { rows } = await root.query(counted, [channelId]);
    const figures = await kept(channelId);
    if (figures !== undefined) expect(figures, `step ${step}`).toEqual(rows[0]);
  }
  const view = await fixture.crm.transaction(actor, (tx) => viewChannel(tx, actor.membershipId, 'contact'));
  const { rows } = await root.query<{ linked: number; waiting: number; problems: number }>(counted, [
    channelId,
  ]);
  expect(view?.figures).toMatchObject({
    linked: rows[0]?.linked,
    waiting: rows[0]?.waiting,
    problems: rows[0]?.problems,
  });
  expect(rows[0]?.linked).toBeGreaterThan(0);
});

it('V15: of another organisation’s figures nothing is seen', async () => {
  await fixture.crm.inOrganisation(crypto.randomUUID(), async (tx) => {
    expect(
      await tx
        .selectFrom('channel_figures' as never)
        .selectAll()
        .execute(),
    ).toEqual([]);
  });
});
