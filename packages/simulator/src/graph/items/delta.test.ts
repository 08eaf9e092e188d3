import { describe, expect, test } from 'vitest';
import { entries, errorCode, readRound, testTenant, text, type TestTenant } from '../../testkit.ts';

async function withContacts(count: number, options: Parameters<typeof testTenant>[0] = {}) {
  const tenant: TestTenant = testTenant(options);
  const client = tenant.client('ann@contoso.example');
  const actor = tenant.simulator.act('ann@contoso.example');
  for (let n = 0; n < count; n++) actor.createContact({ givenName: `N${n}` });
  return { ...tenant, client, actor };
}

describe('GRAPH 6: delta', () => {
  test('a first round gives everything in pages and ends with a deltaLink', async () => {
    const { client } = await withContacts(25);
    const round = await readRound(client, '/me/contacts/delta', { prefer: 'odata.maxpagesize=10' });
    expect([round.pages, round.entries.length]).toEqual([3, 25]);
    expect(round.deltaLink).toContain('$deltatoken=');
    expect(round.entries[0]).toMatchObject({
      '@odata.type': '#microsoft.graph.contact',
      '@odata.etag': expect.any(String),
    });
  });

  test('the answer confirms tracking and page size', async () => {
    const { client } = await withContacts(1);
    const { headers } = await client.get('/me/contacts/delta', { prefer: 'odata.maxpagesize=5' });
    expect(headers.get('preference-applied')).toBe('odata.track-changes, odata.maxpagesize=5');
  });

  test('later rounds give what changed, own writes included, the last version once', async () => {
    const { client, actor } = await withContacts(3);
    const { deltaLink, entries: first } = await readRound(client, '/me/contacts/delta');
    expect((await readRound(client, deltaLink)).entries).toEqual([]);
    const [a, b] = first.map((entry) => text(entry, 'id'));
    await client.patch(`/me/contacts/${a}`, { jobTitle: 'x' });
    await client.patch(`/me/contacts/${a}`, { jobTitle: 'y' });
    actor.deleteContact(b ?? '');
    const made = actor.createContact({ givenName: 'New' });
    const round = await readRound(client, deltaLink);
    expect(round.entries).toMatchObject([
      { id: a, jobTitle: 'y' },
      { id: b, '@removed': { reason: 'deleted' } },
      { id: made['id'] },
    ]);
  });

  test('a deltaLink can be used twice and tells the same', async () => {
    const { client, actor } = await withContacts(1);
    const { deltaLink } = await readRound(client, '/me/contacts/delta');
    actor.createContact({ givenName: 'New' });
    expect((await readRound(client, deltaLink)).entries).toEqual(
      (await readRound(client, deltaLink)).entries,
    );
  });

  test('what is changed while a round is read comes at its end', async () => {
    const { client, actor } = await withContacts(4);
    const first = await client.get('/me/contacts/delta', { prefer: 'odata.maxpagesize=2' });
    const id = text(entries(first)[0] ?? {}, 'id');
    actor.updateContact(id, { jobTitle: 'x' });
    const rest = await readRound(client, text(first.body, '@odata.nextLink'));
    expect(rest.entries.at(-1)).toMatchObject({ id, jobTitle: 'x' });
    expect(rest.entries).toHaveLength(3);
  });

  test('$select is kept in the links; id always comes', async () => {
    const { client, actor } = await withContacts(3);
    const headers = { prefer: 'odata.maxpagesize=2' };
    const round = await readRound(client, '/me/contacts/delta?$select=givenName', headers);
    actor.createContact({ givenName: 'New', surname: 'S' });
    for (const entry of [...round.entries, ...(await readRound(client, round.deltaLink)).entries]) {
      expect(Object.keys(entry).sort()).toEqual(['@odata.etag', '@odata.type', 'givenName', 'id']);
    }
  });

  test.each(['$filter=givenName eq 1', '$orderby=givenName', '$search="x"', '$top=5'])(
    '%s is refused',
    async (query) => {
      const { client } = await withContacts(0);
      expect((await client.get(`/me/contacts/delta?${query}`)).status).toBe(400);
    },
  );

  test('a malformed token, or one of another folder: 400', async () => {
    const { client } = await withContacts(1);
    const { deltaLink } = await readRound(client, '/me/contacts/delta');
    expect((await client.get('/me/contacts/delta?$deltatoken=abc')).status).toBe(400);
    expect((await client.get(deltaLink.slice(0, -4))).status).toBe(400);
    const other = deltaLink.replace('/me/contacts/delta', '/me/contactFolders/delta');
    expect((await client.get(other)).status).toBe(400);
  });

  test.each([
    [410, 'resyncRequired'],
    [400, 'syncStateNotFound'],
    [404, 'syncStateNotFound'],
  ] as const)('an expired token as %s %s', async (expiredDeltaStatus, code) => {
    const { client, actor } = await withContacts(1, { unknowns: { expiredDeltaStatus } });
    const { deltaLink } = await readRound(client, '/me/contacts/delta');
    actor.mailbox.deltaEpoch++;
    const answer = await client.get(deltaLink);
    expect([answer.status, errorCode(answer)]).toEqual([expiredDeltaStatus, code]);
    if (expiredDeltaStatus !== 410) return;
    const fresh = await readRound(client, answer.headers.get('location') ?? '');
    expect(fresh.entries).toHaveLength(1);
  });

  test('a first page can be empty and have a nextLink', async () => {
    const { client } = await withContacts(1, { unknowns: { emptyFirstDeltaPage: true } });
    const first = await client.get('/me/contacts/delta');
    expect(entries(first)).toEqual([]);
    expect((await readRound(client, text(first.body, '@odata.nextLink'))).entries).toHaveLength(1);
  });

  test('with read lag, fresh writes are absent from reads and delta, and come later', async () => {
    const { client, actor, clock, simulator } = await withContacts(1);
    simulator.state.readLagMs.set('*', 5000);
    await clock.advance(10_000);
    const { deltaLink } = await readRound(client, '/me/contacts/delta');
    const made = actor.createContact({ givenName: 'Late' });
    const path = `/me/contacts/${text(made, 'id')}`;
    expect((await client.get(path)).status).toBe(404);
    expect(entries(await client.get('/me/contacts'))).toHaveLength(1);
    const early = await readRound(client, deltaLink);
    expect(early.entries).toEqual([]);
    await clock.advance(5000);
    expect((await client.get(path)).status).toBe(200);
    expect((await readRound(client, early.deltaLink)).entries).toMatchObject([{ givenName: 'Late' }]);
    actor.updateContact(text(made, 'id'), { givenName: 'Later' });
    expect((await client.get(path)).body).toMatchObject({ givenName: 'Late' });
  });

  test('immutable ids in delta, also for what is gone', async () => {
    const { client, actor } = await withContacts(1);
    const headers = { prefer: 'IdType="ImmutableId"' };
    const round = await readRound(client, '/me/contacts/delta', headers);
    const id = text(round.entries[0] ?? {}, 'id');
    actor.deleteContact(id);
    expect((await readRound(client, round.deltaLink, headers)).entries).toMatchObject([
      { id, '@removed': {} },
    ]);
  });
});
