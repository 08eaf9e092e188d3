import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadFrom, saveTo } from '../files.ts';
import { entries, readRound, testTenant } from '../testkit.ts';

test('saved to a file and loaded elsewhere: contacts, tokens, delta links and subscriptions go on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
  const file = join(folder, 'state.json');
  try {
    const old = testTenant();
    const ann = old.client('ann@contoso.example');
    await ann.post('/me/contacts', { givenName: 'A' });
    const { deltaLink } = await readRound(ann, '/me/contacts/delta');
    await saveTo(old.simulator, file);

    const fresh = testTenant({ people: [] });
    await loadFrom(fresh.simulator, file);
    const again = fresh.client('ann@contoso.example');
    expect(entries(await again.get('/me/contacts'))).toMatchObject([{ givenName: 'A' }]);
    fresh.simulator.act('ann@contoso.example').createContact({ givenName: 'B' });
    expect((await readRound(again, deltaLink)).entries).toMatchObject([{ givenName: 'B' }]);
    const sameToken = await fresh.simulator.fetch(
      new Request('http://graph.test/v1.0/me', { headers: { authorization: `Bearer ${ann.token}` } }),
    );
    expect(sameToken.status).toBe(200);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('text that is no saved state is refused and changes nothing', () => {
  const { simulator } = testTenant();
  expect(() => simulator.load('{"format":"other"}')).toThrow('not a saved state');
  expect(() => simulator.load('{"format":"counterpart-simulator","version":1,"state":{}}')).toThrow(
    'lacks tenants',
  );
  expect(simulator.act('ann@contoso.example').person.displayName).toBe('Ann Archer');
});
