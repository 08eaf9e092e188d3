import {
  addPerson,
  DEFAULT_APP,
  expireSecrets,
  findPersonAnywhere,
  firstTenant,
  grantAdminConsent,
  revokePerson,
  withdrawConsent,
  type FaultSeed,
} from '@counterpart/simulator';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { errorTable } from '../errors.ts';
import { DOMAIN, signInAtMicrosoft, TENANT, until, type TestPerson } from '../testing.ts';
import { openLife, type Life } from './testing/life.ts';
import { idOf } from './testing/office.ts';

const CONNECT = '/auth/microsoft?purpose=connect&returnTo=/setup/marketplace/microsoft/office-365';

/** Whose mailbox it is, of a login that differs from the one here. */
const GUEST = `guest@${DOMAIN}`;

let life: Life;
/** Somebody whose login differs: they signed in to Microsoft themselves. */
let guest: TestPerson;
beforeAll(async () => {
  life = await openLife();
  addPerson(simulator().state, firstTenant(simulator().state), {
    userPrincipalName: GUEST,
    displayName: 'Guest',
  });
  const elsewhere = await life.server.organisation({ name: 'Elsewhere', domain: 'elsewhere.example' });
  guest = elsewhere.ann;
  await signInAtMicrosoft(guest.api, simulator(), { path: CONNECT, as: GUEST });
  for (const person of [life.org.ann, guest]) {
    await person.api.post('/api/contacts', { lastName: 'Kept' });
    await life.enable(person);
  }
});
afterAll(() => life.close());
afterEach(() => simulator().faults.clear());

const simulator = () => life.server.microsoft365.simulator;
const app = () => {
  const found = simulator().state.entra.apps.get(DEFAULT_APP.clientId);
  if (found === undefined) throw new Error('There is no app');
  return found;
};
function personOf(login: string) {
  const found = findPersonAnywhere(simulator().state, login);
  if (found === null) throw new Error(`There is nobody called ${login}`);
  return found.person;
}
/** Every access token of the app ends, so that it has to ask for another one. */
function endTokens(): void {
  for (const token of simulator().state.entra.accessTokens.values()) token.revoked = true;
}
const requests = () => simulator().log.counters().requests;

/** The section says what happened and what to do, in the words of the error table. */
async function needsAttention(person: TestPerson, reason: string) {
  const section = await life.sectionWhen(
    person,
    (one) => one.state === 'needsAttention' && one.reason === reason,
  );
  const known = errorTable[reason];
  expect(section.sentence).toBe(known?.sentence);
  expect(known?.remedy).toBeTruthy();
  return section;
}

/** One mail came since there were so many, with the way out, and further tries write no further one. */
async function toldOnce(person: TestPerson, address: string, before: number) {
  const [mail] = await until(
    () => Promise.resolve(life.mailsTo(address).slice(before)),
    (mails) => mails.length > 0,
  );
  for (let again = 0; again < 3; again += 1) await life.tried(person);
  expect(life.mailsTo(address)).toHaveLength(before + 1);
  expect(mail?.text).toContain(`${life.server.url}/setup/marketplace/microsoft/office-365`);
  return mail;
}

const worksAgain = (person: TestPerson) => life.sectionWhen(person, ({ state }) => state === 'active');
const bothEqual = async (person: TestPerson) =>
  until(
    () => life.contacts(person),
    (contacts) => contacts.length > 0,
  );

describe('what a person puts right by signing in', () => {
  test('B13 signInLapsed: revoked over there: told on the page and once by mail, nothing more is asked, signing in goes on', async () => {
    revokePerson(simulator().state, TENANT, personOf(GUEST).id);
    await guest.api.post('/api/channels/contact/sync');
    const section = await needsAttention(guest, 'signInLapsed');
    expect(section.remedy?.action).toBe('signIn');
    const mail = await toldOnce(guest, guest.email, 0);
    expect(mail?.text).toContain(errorTable['signInLapsed']?.sentence);
    const before = requests();
    for (let again = 0; again < 3; again += 1) await life.tried(guest);
    expect(requests()).toBe(before);
    expect(await life.restsMs(guest)).toBeNull();
    await signInAtMicrosoft(guest.api, simulator(), { path: CONNECT, as: GUEST });
    await worksAgain(guest);
  });

  test('P5 consentWithdrawn: the app was shut off in the tenant: a new lapse is a new mail', async () => {
    const mails = life.mailsTo(guest.email).length;
    app().disabled = true;
    endTokens();
    await guest.api.post('/api/channels/contact/sync');
    const section = await needsAttention(guest, 'consentWithdrawn');
    expect(section.remedy?.action).toBe('signIn');
    await until(
      () => Promise.resolve(life.mailsTo(guest.email)),
      (all) => all.length === mails + 1,
    );
    app().disabled = false;
    await signInAtMicrosoft(guest.api, simulator(), { path: CONNECT, as: GUEST });
    await worksAgain(guest);
    await worksAgain(life.org.ann);
  });

  test('scopeMissing: after an upgrade the sign-in lacks a permission: told without a request, signing in gives it', async () => {
    await life.root.query(`update connections set scopes = '{User.Read}' where membership_id = $1`, [
      guest.membershipId,
    ]);
    const before = requests();
    await guest.api.post('/api/channels/contact/sync');
    const section = await needsAttention(guest, 'scopeMissing');
    expect(section.remedy?.action).toBe('signIn');
    expect(requests()).toBe(before);
    await signInAtMicrosoft(guest.api, simulator(), { path: CONNECT, as: GUEST });
    await worksAgain(guest);
  });
});

describe('what an administrator puts right', () => {
  test('mailboxMissing: the licence is gone: told, tried again ever more seldom, goes on when it is back', async () => {
    const { ann } = life.org;
    const person = personOf(ann.email);
    person.hasMailbox = false;
    await ann.api.post('/api/channels/contact/sync');
    const section = await needsAttention(ann, 'mailboxMissing');
    expect(section.remedy?.action).toBe('askAdministrator');
    await toldOnce(ann, ann.email, 0);
    const least = await until(
      () => life.restsMs(ann),
      (ms) => ms !== null && ms > 10 * 60_000,
    );
    expect(least).toBeLessThanOrEqual(15 * 60_000);
    await life.root.query(
      `update channels set attention_since = now() - interval '5 hours' where membership_id = $1`,
      [ann.membershipId],
    );
    await life.tried(ann);
    await until(
      () => life.restsMs(ann),
      (ms) => ms !== null && ms > 4 * 60 * 60_000,
    );
    person.hasMailbox = true;
    await life.tried(ann);
    await worksAgain(ann);
    expect((await life.channel(ann)).attention_since).toBeNull();
  });

  test('accessDenied: a policy shuts this mailbox off, and no other', async () => {
    const { ann } = life.org;
    simulator().faults.add({ fault: { kind: 'accessDenied' }, match: { person: ann.email } });
    await ann.api.post('/api/channels/contact/sync');
    const section = await needsAttention(ann, 'accessDenied');
    expect(section.remedy?.action).toBe('askAdministrator');
    await toldOnce(ann, ann.email, 1);
    simulator().faults.clear();
    await life.tried(ann);
    await worksAgain(ann);
  });

  test('P6 organisationConsentWithdrawn: the administrators are written to, not each person; connecting again goes on', async () => {
    const { ann, administrator } = life.org;
    const mails = life.mailsTo(ann.email).length;
    withdrawConsent(simulator().state, TENANT, DEFAULT_APP.clientId);
    await ann.api.post('/api/channels/contact/sync');
    const section = await needsAttention(ann, 'organisationConsentWithdrawn');
    expect(section.remedy).toMatchObject({ action: 'askAdministrator', url: null });
    const mail = await toldOnce(ann, administrator.email, 0);
    expect(mail?.text).toContain('Nobody in Lindqvist');
    expect(life.mailsTo(ann.email)).toHaveLength(mails);
    grantAdminConsent(simulator().state, TENANT, app());
    endTokens();
    await life.server.running.services.sync.connectOrganisation(await life.actorOf(administrator), TENANT);
    await worksAgain(ann);
  });

  test('credentialInvalid: the client secret ran out: the administrators are written to; a new one goes on', async () => {
    const { ann, administrator } = life.org;
    const mails = life.mailsTo(administrator.email).length;
    expireSecrets(simulator().state, DEFAULT_APP.clientId);
    endTokens();
    await ann.api.post('/api/channels/contact/sync');
    const section = await needsAttention(ann, 'credentialInvalid');
    expect(section.remedy?.action).toBe('askAdministrator');
    await until(
      () => Promise.resolve(life.mailsTo(administrator.email)),
      (all) => all.length === mails + 1,
    );
    for (const secret of app().secrets) secret.expiresAtMs = null;
    await life.tried(ann);
    await worksAgain(ann);
  });
});

describe('what passes by itself', () => {
  const passing: [reason: string, fault: FaultSeed['fault']][] = [
    ['serviceUnavailable', { kind: 'status', status: 503, retryAfterS: 900 }],
    ['unexpectedAnswer', { kind: 'status', status: 418 }],
    ['containerMissing', { kind: 'status', status: 404, code: 'ErrorItemNotFound' }],
  ];
  test.each(passing)(
    '%s: the channel stays as it is, says so in its last run, and is tried again, in the end every quarter of an hour',
    async (reason, fault) => {
      const { ann } = life.org;
      simulator().faults.add({ fault, match: { person: ann.email, path: 'delta' } });
      const { id } = await life.channel(ann);
      const failed = await life.tried(ann);
      expect(failed).toMatchObject({ state: 'active', lastRun: { outcome: 'failed', reason } });
      expect(failed.lastRun?.sentence).toBe(errorTable[reason]?.sentence);
      const soon = await until(
        () => life.restsMs(ann),
        (ms) => ms !== null && ms > 0,
      );
      await life.root.query(`update channels set failing_since = now() - interval '3 hours' where id = $1`, [
        id,
      ]);
      await life.tried(ann);
      await until(
        () => life.restsMs(ann),
        (ms) => ms !== null && ms > (soon ?? 0) + 10 * 60_000,
      );
      simulator().faults.clear();
      expect(await life.tried(ann)).toMatchObject({ state: 'active', lastRun: { outcome: 'done' } });
      await until(
        () => life.channel(ann),
        ({ failing_since }) => failing_since === null,
      );
    },
    60_000,
  );
});

describe('containers', () => {
  test('C8 containerDeleted: by its owner in mid-run: the sync is off, everything here is whole', async () => {
    const { bob } = life.org;
    for (let n = 0; n < 60; n += 1) await bob.api.post('/api/contacts', { lastName: `Torn ${n}` });
    const { state } = simulator();
    const outlook = life.outlook(bob);
    let created = 0;
    const listener = () => {
      created += 1;
      if (created === 25) setImmediate(() => outlook.act.deleteContactFolder(outlook.folder() ?? ''));
    };
    state.listeners.push(listener);
    await bob.api.post('/api/channels/contact/enable', {});
    const off = await until(
      () => life.section(bob),
      (section) => section.state === 'off',
    );
    state.listeners.splice(state.listeners.indexOf(listener), 1);
    expect(off).toMatchObject({ reason: 'containerDeleted', remedy: { action: 'enable' } });
    expect(off.sentence).toBe(errorTable['containerDeleted']?.sentence);
    expect(await life.contacts(bob)).toHaveLength(60);
    expect(outlook.folder()).toBeUndefined();
    expect(life.mailsTo(bob.email)).toEqual([]);
    const again = await life.enable(bob);
    expect(again.counters.linked).toBe(60);
    expect(outlook.contacts()).toHaveLength(60);
  });

  test('C8 containerStillThere: Microsoft 365 keeps it: being disabled until it is really gone', async () => {
    const { bob } = life.org;
    const { id } = await life.channel(bob);
    simulator().faults.add({
      fault: { kind: 'status', status: 200 },
      match: { method: 'DELETE', path: 'contactFolders' },
      times: 1,
    });
    await bob.api.post('/api/channels/contact/disable');
    const section = await life.sectionWhen(bob, ({ lastRun }) => lastRun?.reason === 'containerStillThere');
    expect(section.state).toBe('disabling');
    await until(
      () => life.restsMs(bob),
      (ms) => ms !== null && ms > 0,
    );
    await life.dueNow(id);
    await life.sectionWhen(bob, ({ state }) => state === 'off');
    expect(life.outlook(bob).folder()).toBeUndefined();
    expect(await bothEqual(bob)).toHaveLength(60);
  });
});

describe('what could not be removed', () => {
  test('C8 disabled while the sign-in had lapsed: the folder goes when the person signs in again, with what was changed there since', async () => {
    const outlook = life.outlook({ ...guest, email: GUEST });
    revokePerson(simulator().state, TENANT, personOf(GUEST).id);
    await guest.api.post('/api/channels/contact/disable');
    await life.sectionWhen(guest, ({ state }) => state === 'off');
    const folder = outlook.folder();
    expect(folder).toBeDefined();
    outlook.act.createContact({ surname: 'Added meanwhile' }, folder);
    const [kept] = outlook.contacts().filter(({ surname }) => surname === 'Kept');
    outlook.act.updateContact(idOf(kept), { jobTitle: 'Edited meanwhile' });
    await signInAtMicrosoft(guest.api, simulator(), { path: CONNECT, as: GUEST });
    await until(
      () => Promise.resolve(outlook.folder()),
      (there) => there === undefined,
    );
    await life.sectionWhen(guest, ({ state }) => state === 'off');
    const { items } = await guest.api.get<{ items: { lastName: string; title: string | null }[] }>(
      '/api/contacts',
    );
    expect(Object.fromEntries(items.map(({ lastName, title }) => [lastName, title]))).toEqual({
      'Added meanwhile': null,
      Kept: 'Edited meanwhile',
    });
    expect((await life.root.query('select from left_containers')).rowCount).toBe(0);
  });

  test('B8 enabled again instead: the folder that was left is taken up again, and nothing is doubled', async () => {
    const outlook = life.outlook({ ...guest, email: GUEST });
    await life.enable(guest);
    const folder = outlook.folder();
    const bob = personOf(GUEST);
    bob.hasMailbox = false;
    await guest.api.post('/api/channels/contact/disable');
    await life.sectionWhen(guest, ({ state }) => state === 'off');
    bob.hasMailbox = true;
    await life.enable(guest);
    expect(outlook.folder()).toBe(folder);
    expect(outlook.contacts()).toHaveLength(2);
    expect(await guest.api.get('/api/contacts')).toMatchObject({ total: 2 });
    expect((await life.root.query('select from left_containers')).rowCount).toBe(0);
  });
});
