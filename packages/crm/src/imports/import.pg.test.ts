import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../actor.ts';
import {
  contactTimeline,
  createContact,
  getContact,
  listContacts,
  massUpdateContacts,
  readImport,
} from '../contacts/contacts.ts';
import type { Duplicates } from '../database/tables.ts';
import { openTestCrm, type TestCrm, type TestOrganisation } from '../testing/crm.ts';
import { runImport, type RunImportInput } from './run.ts';
import { startImport } from './start.ts';
import { cancelImport, getImport } from './status.ts';
import type { ImportStatus } from './types.ts';

let test: TestCrm;
let organisation: TestOrganisation;
let actor: Actor;
beforeAll(async () => {
  test = await openTestCrm();
});
beforeEach(async () => {
  organisation = await test.organisation();
  actor = organisation.administrator;
});
afterAll(() => test.close());

const read = (text: string | Uint8Array, fileName = 'people.csv') =>
  readImport(test.crm, actor, { fileName, content: Buffer.from(text) });

async function start(text: string | Uint8Array, duplicates: Duplicates = 'skip'): Promise<string> {
  const { id, suggestedMapping } = await read(text);
  await startImport(test.crm, actor, { id, mapping: suggestedMapping, duplicates });
  return id;
}

const run = (importId: string, more: Omit<RunImportInput, 'orgId' | 'importId'> = {}) =>
  runImport(test.crm, { orgId: actor.orgId, importId, ...more });

async function take(text: string | Uint8Array, duplicates: Duplicates = 'skip'): Promise<ImportStatus> {
  return run(await start(text, duplicates));
}

const all = async () => (await listContacts(test.crm, actor, { limit: 200 })).items;
const many = (count: number) =>
  `Last name,E-mail\n${Array.from({ length: count }, (_, row) => `L${row},l${row}@example.com\n`).join('')}`;

describe('import (R1)', () => {
  it('shows columns, a mapping, the first rows and what cannot be read, and writes nothing yet', async () => {
    const preview = await read('Given Name;Surname;Shoe size\nAnn;A;38\nBo;B;40;50\n');
    expect(preview).toMatchObject({
      format: 'csv',
      columns: ['Given Name', 'Surname', 'Shoe size'],
      suggestedMapping: { 'Given Name': 'firstName', Surname: 'lastName' },
      preview: [{ 'Given Name': 'Ann', Surname: 'A', 'Shoe size': '38' }],
      rowCount: 2,
      refused: [{ line: 3, reason: 'It has 4 values, but there are 3 columns.', row: 'Bo;B;40;50' }],
    });
    expect(await all()).toEqual([]);
  });

  it('contacts are imported ones, belong to who imported them, and their timeline names the import (C7, B5)', async () => {
    const id = await start('Last name,E-mail\nImported,i@example.com\n');
    expect(await run(id)).toMatchObject({ state: 'done', total: 1, done: 1, created: 1, refused: [] });
    const [contact] = await all();
    expect(contact).toMatchObject({
      origin: 'import',
      massUpdatedAt: null,
      owner: { id: actor.membershipId },
      content: { lastName: 'Imported', email: 'i@example.com' },
    });
    const [item] = await contactTimeline(test.crm, actor, contact?.id ?? '');
    expect(item).toMatchObject({ source: 'import', runId: id, op: 'create' });
  });

  it('a mass update that changes an imported contact marks it for the sync, one that changes nothing does not (C7)', async () => {
    await take('Last name,Title\nA,Clerk\n');
    const [contact] = await all();
    const update = (title: string) =>
      massUpdateContacts(test.crm, actor, {
        selection: { filter: { origin: 'import' } },
        changes: { title },
      });
    expect(await update('Clerk')).toEqual({ matched: 1, changed: 0 });
    expect((await getContact(test.crm, actor, contact?.id ?? '')).massUpdatedAt).toBeNull();
    expect(await update('Chief')).toEqual({ matched: 1, changed: 1 });
    expect((await getContact(test.crm, actor, contact?.id ?? '')).massUpdatedAt).not.toBeNull();
  });

  it('every refused row is told with its line and the reason, and the others are taken', async () => {
    const status = await take(
      'Last name,E-mail,Birthday\nA,a@example.com,1980-01-02\nB,nonsense,\n\nC,,soon\n,,\nD,"x\nE,,\n',
    );
    expect(status).toMatchObject({ state: 'done', total: 6, done: 6, created: 2 });
    expect(status.refused.map(({ line, reason }) => [line, reason.split(':')[0]])).toEqual([
      [3, 'E-mail'],
      [5, 'Date of birth'],
      [6, 'None of the chosen columns has a value.'],
      [7, 'A quotation mark is opened here and not closed, or stands in the wrong place.'],
    ]);
    expect((await all()).map(({ content }) => content['lastName'])).toEqual(['A', 'E']);
  });

  it('a mapping that names what is not there, or one field twice, is refused', async () => {
    const { id } = await read('a,b\n1,2\n');
    const mapping = { a: 'lastName', b: 'lastName', c: 'title' } as const;
    await expect(startImport(test.crm, actor, { id, mapping, duplicates: 'skip' })).rejects.toMatchObject({
      code: 'invalidValue',
      problems: [{ path: 'mapping.b' }, { path: 'mapping.c' }],
    });
    await expect(startImport(test.crm, actor, { id, mapping: {}, duplicates: 'skip' })).rejects.toMatchObject(
      {
        problems: [{ path: 'mapping' }],
      },
    );
  });

  it('it is started once, needs the permission, and is the affair of who began it', async () => {
    const id = await start('Last name\nA\n');
    const again = { id, mapping: { 'Last name': 'lastName' as const }, duplicates: 'skip' as const };
    await expect(startImport(test.crm, actor, again)).rejects.toMatchObject({ code: 'wrongState' });
    const other = await organisation.salesperson();
    await expect(getImport(test.crm, other, id)).rejects.toMatchObject({ code: 'notFound' });
    const without: Actor = { ...actor, permissions: new Set() };
    const content = Buffer.from('a\n1\n');
    await expect(readImport(test.crm, without, { fileName: 'a.csv', content })).rejects.toMatchObject({
      code: 'notAllowed',
    });
  });
});

describe('rows whose address a contact has already', () => {
  const file =
    'Last name,E-mail,Title\nNew,ANN@example.com,Chief\nTwice,twice@example.com,\nTwice more,twice@example.com,Boss\n';
  beforeEach(async () => {
    const values = { lastName: 'Old', email: 'Ann@example.com', phone: '1' };
    await createContact(test.crm, actor, { values });
  });

  it('skip: the contact stays as it is', async () => {
    expect(await take(file, 'skip')).toMatchObject({ created: 1, updated: 0, skipped: 2 });
    expect((await all()).map(({ content }) => content['lastName'])).toEqual(['Old', 'Twice']);
  });

  it('update: values of the row go over it, what the row lacks stays, and how it came in stays', async () => {
    expect(await take(file, 'update')).toMatchObject({ created: 1, updated: 2, skipped: 0 });
    const contacts = await all();
    expect(contacts.map(({ content, origin, version }) => ({ ...content, origin, version }))).toEqual([
      {
        lastName: 'New',
        email: 'ANN@example.com',
        phone: '1',
        title: 'Chief',
        origin: 'created',
        version: 2,
      },
      { lastName: 'Twice more', email: 'twice@example.com', title: 'Boss', origin: 'import', version: 1 },
    ]);
    expect(await take(file.split('\n').slice(0, 2).join('\n'), 'update')).toMatchObject({
      updated: 0,
      skipped: 1,
    });
  });

  it('create: a second contact is made', async () => {
    expect(await take(file, 'create')).toMatchObject({ created: 3, updated: 0, skipped: 0 });
  });

  it("another person's contact is out of reach of a salesperson and no duplicate (V15)", async () => {
    const owner = actor;
    actor = await organisation.salesperson();
    expect(await take(file.split('\n').slice(0, 2).join('\n'), 'update')).toMatchObject({
      created: 1,
      updated: 0,
    });
    actor = owner;
  });
});

describe('an import in pieces', () => {
  it('interrupted between two chunks it goes on where it was, and doubles nothing', async () => {
    const id = await start(many(1_200));
    const stop = new AbortController();
    const first = await run(id, { onProgress: () => stop.abort(), signal: stop.signal });
    expect(first).toMatchObject({ state: 'running', done: 500, created: 500 });
    const seen: number[] = [];
    expect(await run(id, { onProgress: ({ done }) => void seen.push(done) })).toMatchObject({
      state: 'done',
      created: 1_200,
    });
    expect(seen).toEqual([1_000, 1_200]);
    expect((await listContacts(test.crm, actor, {})).total).toBe(1_200);
    expect(await run(id)).toMatchObject({ state: 'done', created: 1_200 });
  });

  it('run by two processes at once, it takes each row once', async () => {
    const id = await start(many(1_200), 'create');
    await Promise.all([run(id), run(id)]);
    expect(await run(id)).toMatchObject({ state: 'done', done: 1_200, created: 1_200 });
    expect((await listContacts(test.crm, actor, {})).total).toBe(1_200);
  });

  it('a chunk that fails leaves nothing of itself', async () => {
    const id = await start(many(600));
    await test.root.query(`create function fail() returns trigger language plpgsql as $$ begin
      if new.last_name = 'L550' then raise 'the disk is full'; end if; return new; end $$`);
    await test.root.query(
      'create trigger fail before insert on contacts for each row execute function fail()',
    );
    await expect(run(id)).rejects.toThrow('the disk is full');
    await test.root.query('drop trigger fail on contacts');
    expect(await getImport(test.crm, actor, id)).toMatchObject({ state: 'running', done: 500, created: 500 });
    expect((await listContacts(test.crm, actor, {})).total).toBe(500);
    expect(await run(id)).toMatchObject({ state: 'done', created: 600 });
  });

  it('cancelled, it stops after the chunk and says what was written', async () => {
    const id = await start(many(1_200));
    const outcome = await run(id, {
      onProgress: async () => {
        expect(await cancelImport(test.crm, actor, id)).toMatchObject({ state: 'cancelled', done: 500 });
      },
    });
    expect(outcome).toMatchObject({ state: 'cancelled', done: 500, created: 500 });
    expect((await listContacts(test.crm, actor, {})).total).toBe(500);
    expect(await run(id)).toEqual(outcome);
  });

  it('the file is removed when the import has ended', async () => {
    const id = await start('Last name\nA\n');
    await run(id);
    const { rows } = await test.root.query('select content, ended_at from imports where id = $1', [id]);
    expect(rows).toEqual([{ content: null, ended_at: new Date(test.clock.nowMs) }]);
  });
});

const folder = new URL('../../../../../shared/data/vcards/', import.meta.url);

describe.runIf(existsSync(folder))('vCards of real programs', () => {
  it.each(existsSync(folder) ? readdirSync(folder) : [])('%s arrives whole', async (name) => {
    const content = readFileSync(new URL(name, folder));
    const preview = await read(content, name);
    expect(preview).toMatchObject({ format: 'vcf', refused: [] });
    expect(Object.keys(preview.suggestedMapping)).toEqual(preview.columns);
    const status = await take(content, 'create');
    expect(status).toMatchObject({ state: 'done', created: preview.rowCount, refused: [] });
    expect(await all()).toHaveLength(preview.rowCount);
  });
});
