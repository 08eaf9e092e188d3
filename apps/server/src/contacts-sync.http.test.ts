import { addPerson, firstTenant, type Actor } from '@counterpart/simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  contactsOf,
  locationOf,
  signInAtMicrosoft,
  startTestServer,
  until,
  type TestOrganisation,
  type TestPerson,
  type TestServer,
} from './testing.ts';

let server: TestServer;
let org: TestOrganisation;
let annsOutlook: Actor;
let days = 0;

interface Contact {
  id: string;
  firstName: string | null;
  lastName: string | null;
  phone: string | null;
  deletedAt: string | null;
}

beforeAll(async () => {
  server = await startTestServer({ microsoft365: true });
});
afterAll(() => server.stop());

/** Each test has an organisation of its own, with people of the same logins in the tenant. */
beforeEach(async () => {
  days += 1;
  const domain = `day${days}.example`;
  const { state } = server.microsoft365.simulator;
  for (const login of ['admin', 'ann', 'bob']) {
    addPerson(state, firstTenant(state), { userPrincipalName: `${login}@${domain}`, displayName: login });
  }
  org = await server.organisation({ name: `Day ${days}`, domain });
  await server.connect(org);
  annsOutlook = server.microsoft365.simulator.act(org.ann.email);
});

const create = (person: TestPerson, values: Partial<Contact> & { email?: string }): Promise<Contact> =>
  person.api.post<Contact>('/api/contacts', values);

const inCrm = async (person: TestPerson): Promise<Contact[]> =>
  (await person.api.get<{ items: Contact[] }>('/api/contacts')).items;
const namesInCrm = async (person: TestPerson) => (await inCrm(person)).map(({ lastName }) => lastName);

/** The folder that the CRM made, as its owner sees it in Outlook; null when it is not there. */
const folderOf = (name: string | null) =>
  annsOutlook.contactFolders().find(({ properties }) => properties['displayName'] === name) ?? null;
const inFolder = (name: string | null) => {
  const folder = folderOf(name);
  return folder === null ? null : annsOutlook.contacts(folder.id);
};
const namesInFolder = (name: string | null) =>
  inFolder(name)
    ?.map(({ surname }) => surname)
    .sort() ?? null;

/** The id of an item of Graph. */
function idOf(id: unknown): string {
  if (typeof id !== 'string') throw new Error('There is no such item.');
  return id;
}

/** A second run writes nothing (V2). */
async function quiet(person: TestPerson): Promise<void> {
  const { lastRun } = await contactsOf(person).synced();
  const {
    pulledLocal: _local,
    pulledRemote: _remote,
    leftOut: _leftOut,
    ...writes
  } = lastRun?.counters ?? {};
  expect(Object.entries(writes).filter(([, count]) => count !== 0)).toEqual([]);
}

describe('P4: the place', () => {
  test('sections for events, contacts and tasks; after enabling the status reads Active', async () => {
    const contacts = contactsOf(org.ann);
    const view = await contacts.view();
    expect(view.sections.map(({ kind }) => kind)).toEqual(['meeting', 'contact', 'task']);
    expect(view.sections.map(({ available }) => available)).toEqual([true, true, true]);
    expect(await contacts.section()).toMatchObject({
      state: 'off',
      permission: { name: 'syncContacts', held: true },
    });
    expect(await contacts.enabled()).toMatchObject({
      state: 'active',
      reason: null,
      lastRun: { outcome: 'done' },
    });
  });
});

describe('P5: same login', () => {
  test('enabling takes effect at once where the verified login is the login in the connected tenant', async () => {
    expect(await contactsOf(org.ann).view()).toMatchObject({
      account: { sameLogin: true, connected: false },
    });
    expect((await contactsOf(org.ann).enable()).status).toBe(202);
  });

  test('where it differs, the person signs in to Microsoft once and never again', async () => {
    const other = await server.organisation({ name: 'Elsewhere', domain: `elsewhere${days}.example` });
    await server.connect(other);
    const contacts = contactsOf(other.ann);
    const asked = await contacts.enable();
    expect(asked).toMatchObject({ status: 409, body: { code: 'signInRequired' } });
    const { url } = (asked.body as { remedy: { url: string } }).remedy;
    const back = await signInAtMicrosoft(other.ann.api, server.microsoft365.simulator, {
      path: url,
      as: org.ann.email,
    });
    expect(locationOf(back)).toBe('/setup/marketplace/microsoft/office-365');
    expect(await contacts.enabled()).toMatchObject({ state: 'active' });
    await contacts.disabled();
    expect(await contacts.enabled()).toMatchObject({ state: 'active' });
  });

  test('an address that was never verified gives no way into a mailbox', async () => {
    const domain = `claimed${days}.example`;
    const { state } = server.microsoft365.simulator;
    addPerson(state, firstTenant(state), { userPrincipalName: `ann@${domain}`, displayName: 'Victim' });
    const claimants = await server.organisation({ name: 'Claimants', domain, emailVerified: false });
    await server.connect(claimants);
    expect(await contactsOf(claimants.ann).view()).toMatchObject({ account: { sameLogin: false } });
    expect(await contactsOf(claimants.ann).enable()).toMatchObject({
      status: 409,
      body: { code: 'signInRequired' },
    });
  });

  test('P6: in an organisation that has not connected each user can still sign in for themselves', async () => {
    const apart = await server.organisation({ name: 'Apart', domain: `apart${days}.example` });
    const contacts = contactsOf(apart.bob);
    const path = (await contacts.view()).account.connectUrl ?? '';
    await signInAtMicrosoft(apart.bob.api, server.microsoft365.simulator, { path, as: org.bob.email });
    expect(await contacts.enabled()).toMatchObject({ state: 'active' });
  });
});

describe('C1: both ways', () => {
  test('created, changed and deleted here: it follows in Microsoft 365', async () => {
    const contact = await create(org.ann, { firstName: 'Eva', lastName: 'Berg', email: 'eva@berg.example' });
    const { containerName } = await contactsOf(org.ann).enabled();
    const [eva] = inFolder(containerName) ?? [];
    expect(eva).toMatchObject({ givenName: 'Eva', surname: 'Berg' });
    await org.ann.api.request('PATCH', `/api/contacts/${contact.id}`, {
      lastName: 'Berglund',
      mobile: '070-1',
    });
    await until(
      async () => inFolder(containerName)?.[0],
      (seen) => seen?.['surname'] === 'Berglund' && seen['mobilePhone'] === '070-1',
    );
    expect(inFolder(containerName)).toHaveLength(1);
    await org.ann.api.request('DELETE', `/api/contacts/${contact.id}`);
    await until(
      async () => inFolder(containerName),
      (seen) => seen?.length === 0,
    );
    await quiet(org.ann);
  });

  test('created, changed and deleted in Microsoft 365: it follows here, by itself', async () => {
    const contacts = contactsOf(org.ann);
    const configuration = await contacts.configured({ deleteLocalWhenDeletedRemotely: true });
    const { containerName } = await contacts.enabled(configuration);
    const made = annsOutlook.createContact(
      { givenName: 'Ola', surname: 'Nord' },
      folderOf(containerName)?.id,
    );
    const [ola] = await until(
      () => inCrm(org.ann),
      (seen) => seen.length === 1,
    );
    expect(ola).toMatchObject({
      firstName: 'Ola',
      lastName: 'Nord',
      origin: 'microsoft365',
      owner: { name: 'Ann Example' },
    });
    annsOutlook.updateContact(idOf(made['id']), { surname: 'Nordin' });
    await until(
      () => namesInCrm(org.ann),
      (names) => names[0] === 'Nordin',
    );
    annsOutlook.deleteContact(idOf(made['id']));
    await until(
      () => inCrm(org.ann),
      (seen) => seen.length === 0,
    );
    await quiet(org.ann);
  });

  test('B2: different fields changed on the two sides at once: both edits survive', async () => {
    const contact = await create(org.ann, { firstName: 'Eva', lastName: 'Berg' });
    const contacts = contactsOf(org.ann);
    const { containerName } = await contacts.enabled();
    await org.ann.api.post('/api/channels/contact/pause');
    const [eva] = inFolder(containerName) ?? [];
    annsOutlook.updateContact(idOf(eva?.['id']), { mobilePhone: '070-2' });
    await org.ann.api.request('PATCH', `/api/contacts/${contact.id}`, { title: 'CEO' });
    await org.ann.api.post('/api/channels/contact/resume');
    await until(
      () => org.ann.api.get<Record<string, unknown>>(`/api/contacts/${contact.id}`),
      ({ mobile }) => mobile === '070-2',
    );
    await until(
      async () => inFolder(containerName)?.[0],
      (seen) => seen?.['jobTitle'] === 'CEO',
    );
    await quiet(org.ann);
  });
});

describe('C2: the Configuration popup', () => {
  test('a default mapping is filled in, and only what Graph supports is offered', async () => {
    const configuration = await contactsOf(org.ann).configuration();
    expect(configuration.fields.length).toBeGreaterThanOrEqual(25);
    const offered = new Set(configuration.slots.map(({ slot }) => slot));
    for (const { slot } of configuration.fields) expect(slot === null || offered.has(slot)).toBe(true);
    expect(configuration.deleteLocalWhenDeletedRemotely).toBe(false);
  });

  test('an unknown field or property in the mapping is refused by name, and nothing is enabled', async () => {
    const contacts = contactsOf(org.ann);
    const configuration = await contacts.configured();
    const fields = [...configuration.fields, { field: 'shoeSize', slot: null, direction: 'both' }];
    const unknownField = await contacts.enable({ ...configuration, fields });
    expect(unknownField.status).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(unknownField.body)).toContain('shoeSize');
    const [first, ...rest] = configuration.fields;
    const unknownSlot = await contacts.enable({
      ...configuration,
      fields: [{ ...first, slot: 'favouriteColour' }, ...rest],
    });
    expect(unknownSlot.status).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(unknownSlot.body)).toContain('favouriteColour');
    expect(await contacts.section()).toMatchObject({ state: 'off' });
  });

  test('a field that goes to the CRM only is never written to Microsoft 365', async () => {
    const contact = await create(org.ann, { lastName: 'Berg', phone: '08-1' });
    const contacts = contactsOf(org.ann);
    const configuration = await contacts.configured();
    const fields = configuration.fields.map((field) =>
      field.field === 'phone' ? { ...field, direction: 'toLocal' } : field,
    );
    const { containerName } = await contacts.enabled({ ...configuration, fields });
    const [berg] = inFolder(containerName) ?? [];
    expect(berg).toMatchObject({ surname: 'Berg', businessPhones: [] });
    annsOutlook.updateContact(idOf(berg?.['id']), { businessPhones: ['08-2'] });
    await until(
      () => org.ann.api.get<Contact>(`/api/contacts/${contact.id}`),
      ({ phone }) => phone === '08-2',
    );
  });
});

describe('C3: deleted in Microsoft 365', () => {
  async function deletedThere(deleteLocalWhenDeletedRemotely: boolean) {
    const contact = await create(org.ann, { lastName: 'Berg' });
    const contacts = contactsOf(org.ann);
    const { containerName } = await contacts.enabled(
      await contacts.configured({ deleteLocalWhenDeletedRemotely }),
    );
    annsOutlook.deleteContact(idOf(inFolder(containerName)?.[0]?.['id']));
    return { contact, containerName };
  }

  test('unticked: the contact stays here, unlinked, and does not come back there', async () => {
    const { contact, containerName } = await deletedThere(false);
    await until(
      () => org.ann.api.get<{ state: string }>(`/api/contacts/${contact.id}/sync`),
      ({ state }) => state === 'unlinked',
    );
    await org.ann.api.request('PATCH', `/api/contacts/${contact.id}`, { phone: '1' });
    await contactsOf(org.ann).synced();
    expect(await namesInCrm(org.ann)).toEqual(['Berg']);
    expect(inFolder(containerName)).toEqual([]);
  });

  test('ticked: the contact is deleted here', async () => {
    const { contact } = await deletedThere(true);
    const seen = await until(
      () => org.ann.api.get<Contact>(`/api/contacts/${contact.id}`),
      ({ deletedAt }) => deletedAt !== null,
    );
    expect(seen.lastName).toBe('Berg');
  });
});

describe('C4: the folder', () => {
  test('enabling makes a folder named for the CRM; contacts live in it and in no other', async () => {
    annsOutlook.createContact({ givenName: 'Mine', surname: 'Alone' });
    await create(org.ann, { lastName: 'Berg' });
    const { containerName } = await contactsOf(org.ann).enabled();
    expect(containerName).toMatch(/Counterpart/);
    expect(namesInFolder(containerName)).toEqual(['Berg']);
    expect(annsOutlook.contacts('contacts').map(({ surname }) => surname)).toEqual(['Alone']);
    expect(await namesInCrm(org.ann)).toEqual(['Berg']);
  });
});

describe('C5: only contacts that the user owns', () => {
  test('a colleague’s contact stays out; of one that changed hands nothing more is told', async () => {
    await create(org.bob, { lastName: 'Bobs' });
    const given = await create(org.ann, { lastName: 'Given' });
    await create(org.ann, { lastName: 'Kept' });
    const { containerName } = await contactsOf(org.ann).enabled();
    expect(namesInFolder(containerName)).toEqual(['Given', 'Kept']);
    const path = `/api/contacts/${given.id}`;
    const handedOver = await org.administrator.api.request('PATCH', path, { ownerId: org.bob.membershipId });
    expect(handedOver).toMatchObject({ status: 200, body: { owner: { name: 'Bob Example' } } });
    await org.bob.api.request('PATCH', path, { lastName: 'Secret' });
    await contactsOf(org.ann).synced();
    expect(namesInFolder(containerName)).not.toContain('Secret');
    expect(await namesInCrm(org.ann)).toEqual(['Kept']);
    expect(await namesInCrm(org.bob)).toEqual(['Bobs', 'Secret']);
  });
});

describe('C6: the cap of the first sync', () => {
  test('takes as many as the setting says and tells how many it left out', async () => {
    for (const lastName of ['One', 'Two', 'Three']) await create(org.ann, { lastName });
    const contacts = contactsOf(org.ann);
    const section = await contacts.enabled(await contacts.configured({ firstSyncCap: 2 }));
    expect(inFolder(section.containerName)).toHaveLength(2);
    expect(section.counters.leftOut).toBe(1);
  });
});

describe('C7: imported contacts', () => {
  test('stay out until a mass update touches them', async () => {
    const form = new FormData();
    form.append('file', new Blob(['Last name\nImported\nAlso\n']), 'people.csv');
    const { body } = await org.ann.api.request('POST', '/api/contacts/imports', form);
    const { id, suggestedMapping } = body as { id: string; suggestedMapping: object };
    await org.ann.api.post(`/api/imports/${id}/start`, { mapping: suggestedMapping, duplicates: 'create' });
    await until(
      () => namesInCrm(org.ann),
      (names) => names.length === 2,
    );
    await create(org.ann, { lastName: 'Typed' });
    const { containerName } = await contactsOf(org.ann).enabled();
    expect(namesInFolder(containerName)).toEqual(['Typed']);
    const imported = (await inCrm(org.ann)).find(({ lastName }) => lastName === 'Imported');
    const why = await org.ann.api.get<{ rules: { rule: string; holds: boolean }[] }>(
      `/api/contacts/${imported?.id}/sync`,
    );
    expect(why.rules).toContainEqual(expect.objectContaining({ rule: 'C7', holds: false }));
    await org.ann.api.post('/api/contacts/mass-update', {
      selection: { ids: [imported?.id] },
      changes: { department: 'Sales' },
    });
    await until(
      async () => namesInFolder(containerName),
      (names) => names?.length === 2,
    );
    expect(namesInFolder(containerName)).toEqual(['Imported', 'Typed']);
    await quiet(org.ann);
  });
});

describe('C8: disabling', () => {
  test('here: the folder goes, the contacts here stay whole', async () => {
    const contact = await create(org.ann, { lastName: 'Berg', phone: '08-1' });
    const contacts = contactsOf(org.ann);
    const { containerName } = await contacts.enabled();
    expect(folderOf(containerName)).not.toBeNull();
    await contacts.disabled();
    expect(folderOf(containerName)).toBeNull();
    expect(await org.ann.api.get(`/api/contacts/${contact.id}`)).toMatchObject({
      lastName: 'Berg',
      phone: '08-1',
      deletedAt: null,
    });
  });

  test('by deleting the folder in Microsoft 365: the same', async () => {
    const contact = await create(org.ann, { lastName: 'Berg', phone: '08-1' });
    const contacts = contactsOf(org.ann);
    const configuration = await contacts.configured({ deleteLocalWhenDeletedRemotely: true });
    const { containerName } = await contacts.enabled(configuration);
    annsOutlook.deleteContactFolder(folderOf(containerName)?.id ?? '');
    // A notification may have led to the same before: then there is nothing to sync any more.
    await org.ann.api.request('POST', '/api/channels/contact/sync');
    const section = await until(contacts.section, ({ state }) => state === 'off');
    expect(section.reason).toBe('containerDeleted');
    expect(await org.ann.api.get(`/api/contacts/${contact.id}`)).toMatchObject({
      lastName: 'Berg',
      phone: '08-1',
      deletedAt: null,
    });
  });

  test('B8: enabled again, nothing is doubled', async () => {
    for (const lastName of ['One', 'Two']) await create(org.ann, { lastName });
    const contacts = contactsOf(org.ann);
    await contacts.enabled();
    await contacts.disabled();
    const { containerName } = await contacts.enabled();
    expect(namesInFolder(containerName)).toEqual(['One', 'Two']);
    expect(await namesInCrm(org.ann)).toEqual(['One', 'Two']);
    await quiet(org.ann);
  });
});

describe('P3: the permission', () => {
  test('of another person’s channel nothing can be seen or steered', async () => {
    await contactsOf(org.ann).enabled();
    expect(await contactsOf(org.bob).section()).toMatchObject({ state: 'off', lastRun: null });
    expect(await org.bob.api.get('/api/channels/contact/runs')).toMatchObject({ items: [] });
  });
});
