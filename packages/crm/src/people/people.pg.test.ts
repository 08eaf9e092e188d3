import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedDemo } from '../demo/seed.ts';
import { listContacts } from '../contacts/contacts.ts';
import { openTestCrm, type TestCrm } from '../testing/crm.ts';
import { createAccount, findAccountByEmail, setPassword, verifyPassword } from './accounts.ts';
import { findIdentity, identitiesOf, tieIdentity } from './identities.ts';
import { actorForMembership, addMembership } from './memberships.ts';
import { listProfiles } from './profiles.ts';
import { listUsers } from './users.ts';
import { createOrganisation, organisationsOf } from './organisations.ts';
import {
  actorOf,
  chooseOrganisation,
  endExpiredSessions,
  endSession,
  readSession,
  startSession,
} from './sessions.ts';

let test: TestCrm;
beforeAll(async () => {
  test = await openTestCrm();
});
afterAll(() => test.close());

const account = async (email: string, password?: string) => {
  const created = await createAccount(test.crm, { name: 'Ann', email, ...(password ? { password } : {}) });
  if (created.outcome !== 'created') throw new Error('taken');
  return created.accountId;
};

describe('passwords (R3)', () => {
  it('the right one opens, any other does not, and the database keeps only argon2id', async () => {
    const accountId = await account('Ann@example.com', 'correct horse');
    const right = { email: ' ann@EXAMPLE.com ', password: 'correct horse' };
    expect(await verifyPassword(test.crm, right)).toEqual({ outcome: 'right', accountId });
    expect(await verifyPassword(test.crm, { ...right, password: 'Correct horse' })).toEqual({
      outcome: 'wrong',
    });
    expect(await verifyPassword(test.crm, { ...right, email: 'b@example.com' })).toEqual({
      outcome: 'wrong',
    });
    const { rows } = await test.root.query('select password_hash from accounts where id = $1', [accountId]);
    expect(rows[0].password_hash).toMatch(/^\$argon2id\$/);
    await setPassword(test.crm, accountId, 'another one');
    expect(await verifyPassword(test.crm, right)).toEqual({ outcome: 'wrong' });
  });

  it('an account without a password cannot be opened with one', async () => {
    await account('microsoft@example.com');
    for (const password of ['', 'the password of nobody']) {
      const outcome = await verifyPassword(test.crm, { email: 'microsoft@example.com', password });
      expect(outcome).toEqual({ outcome: 'wrong' });
    }
  });

  it('an address belongs to one account, whatever its case; it counts as verified only when it was (P5)', async () => {
    await account('taken@example.com');
    const again = await createAccount(test.crm, { name: 'B', email: 'Taken@Example.com' });
    expect(again).toEqual({ outcome: 'emailTaken' });
    expect(await findAccountByEmail(test.crm, 'TAKEN@example.com')).toMatchObject({ emailVerified: false });
    await createAccount(test.crm, { name: 'C', email: 'sure@example.com', emailVerified: true });
    expect(await findAccountByEmail(test.crm, 'sure@example.com')).toMatchObject({ emailVerified: true });
  });

  it('an address or a password that cannot be used is refused', async () => {
    for (const input of [{ email: 'nobody' }, { email: 'short@example.com', password: '1234567' }]) {
      await expect(createAccount(test.crm, { name: 'A', ...input })).rejects.toMatchObject({
        code: 'invalidValue',
      });
    }
  });
});

describe('sessions and organisations (R3)', () => {
  const join = async (accountId: string, name: string) => {
    const { orgId, standardProfileId: profileId } = await createOrganisation(test.crm, { name });
    const { membershipId } = await addMembership(test.crm, { orgId, accountId, profileId });
    return { orgId, membershipId };
  };

  it('a person of several organisations works in one at a time and can change over', async () => {
    const accountId = await account('several@example.com');
    const b = await join(accountId, 'B');
    const a = await join(accountId, 'A');
    const started = await startSession(test.crm, { accountId, lifetimeMs: 1000 });
    if (started.outcome !== 'started') throw new Error('not started');
    const first = await readSession(test.crm, started.token);
    expect(first).toMatchObject({
      ...a,
      organisation: { name: 'A' },
      organisations: [{ name: 'A' }, { name: 'B' }],
    });
    expect(await chooseOrganisation(test.crm, started.token, b.orgId)).toEqual({ outcome: 'chosen' });
    expect(await readSession(test.crm, started.token)).toMatchObject({ ...b, profile: { name: 'Standard' } });
    const { orgId: strange } = await createOrganisation(test.crm, { name: 'Strange' });
    expect(await chooseOrganisation(test.crm, started.token, strange)).toEqual({ outcome: 'noMembership' });
    expect(await organisationsOf(test.crm, accountId)).toHaveLength(2);
  });

  it('ends by signing out, by time, and when the membership is not active any more', async () => {
    const accountId = await account('ends@example.com');
    const { orgId, membershipId } = await join(accountId, 'Ends');
    const start = async () => {
      const started = await startSession(test.crm, { accountId, lifetimeMs: 1000 });
      return started.outcome === 'started' ? started.token : '';
    };
    const [signedOut, expired] = [await start(), await start()];
    await endSession(test.crm, signedOut);
    expect(await readSession(test.crm, signedOut)).toBeNull();
    expect(await readSession(test.crm, expired)).not.toBeNull();
    test.clock.nowMs += 1000;
    expect(await readSession(test.crm, expired)).toBeNull();
    await endExpiredSessions(test.crm);
    const left = await test.root.query('select from sessions where account_id = $1', [accountId]);
    expect(left.rowCount).toBe(0);
    const deactivated = await start();
    await test.root.query("update memberships set state = 'deactivated' where id = $1", [membershipId]);
    expect(await readSession(test.crm, deactivated)).toBeNull();
    expect(await startSession(test.crm, { accountId, lifetimeMs: 1000 })).toEqual({
      outcome: 'noMembership',
    });
    expect(await actorForMembership(test.crm, { orgId, membershipId, source: 'system' })).toBeNull();
  });

  it('the database knows the hash of a token, not the token', async () => {
    const accountId = await account('hash@example.com');
    await join(accountId, 'Hash');
    const started = await startSession(test.crm, { accountId, lifetimeMs: 1000 });
    const token = started.outcome === 'started' ? started.token : '';
    const { rows } = await test.root.query('select token_hash from sessions where account_id = $1', [
      accountId,
    ]);
    expect(rows).toEqual([{ token_hash: createHash('sha256').update(token).digest() }]);
  });
});

describe('Microsoft identities', () => {
  it('are known by tenant and object id, never by address, and belong to one account', async () => {
    const ann = await account('ann.ms@example.com');
    const ben = await account('ben.ms@example.com');
    const key = { tid: 't1', oid: 'o1' };
    expect(await findIdentity(test.crm, key)).toBeNull();
    expect(await tieIdentity(test.crm, { ...key, accountId: ann, login: 'ann@t' })).toEqual({
      outcome: 'tied',
    });
    expect(await tieIdentity(test.crm, { ...key, accountId: ben, login: 'ben@t' })).toEqual({
      outcome: 'tiedToAnother',
    });
    expect(await tieIdentity(test.crm, { ...key, accountId: ann, login: 'new@t' })).toEqual({
      outcome: 'tied',
    });
    expect(await findIdentity(test.crm, key)).toEqual({ accountId: ann, login: 'new@t' });
    expect(await findIdentity(test.crm, { ...key, tid: 't2' })).toBeNull();
    expect(await identitiesOf(test.crm, ann)).toEqual([{ ...key, login: 'new@t' }]);
  });
});

describe('profiles (P1)', () => {
  it('the two system profiles hold all three permissions to sync and cannot be changed', async () => {
    const { administrator } = await test.organisation();
    const profiles = await listProfiles(test.crm, administrator);
    expect(profiles.map(({ name, system }) => [name, system])).toEqual([
      ['Administrator', true],
      ['Standard', true],
    ]);
    for (const { permissions } of profiles) {
      expect(permissions).toEqual(expect.arrayContaining(['syncMeetings', 'syncContacts', 'syncTasks']));
    }
    await expect(test.root.query("update profiles set permissions = '{}'")).rejects.toThrow(
      'cannot be changed',
    );
    await expect(
      test.crm.transaction(administrator, (tx) => tx.deleteFrom('profiles').execute()),
    ).rejects.toThrow('cannot be changed');
  });
});

describe('demo', () => {
  it('the same seed gives the same contacts, each with its own address and owner', async () => {
    const seed = async (mark: string) => {
      const person = (name: string) => ({ name, email: `${name}.${mark}@example.com`, password: 'password' });
      const { orgId, people } = await seedDemo(test.crm, {
        organisation: 'Demo',
        administrator: person('admin'),
        salespeople: [person('ann'), person('ben')],
        contactsEach: 15,
        seed: 42,
      });
      const membershipId = people[0]?.membershipId ?? '';
      const started = await startSession(test.crm, {
        accountId: people[0]?.accountId ?? '',
        lifetimeMs: 1000,
      });
      const session = await readSession(test.crm, started.outcome === 'started' ? started.token : '');
      if (!session) throw new Error('no session');
      expect(session).toMatchObject({ orgId, membershipId, account: { emailVerified: true } });
      const actor = actorOf(session, 'page');
      expect((await listUsers(test.crm, actor)).items).toHaveLength(3);
      return (await listContacts(test.crm, actor, { sort: 'email', limit: 100 })).items;
    };
    const [first, second] = [await seed('one'), await seed('two')];
    expect(first.map(({ content }) => content)).toEqual(second.map(({ content }) => content));
    expect(new Set(first.map(({ content }) => content['email'])).size).toBe(45);
    expect(new Set(first.map(({ owner }) => owner.id)).size).toBe(3);
    expect(new Set(first.map(({ origin }) => origin))).toEqual(new Set(['created']));
  });
});
