import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createContact, getContact, listContacts, massUpdateContacts } from '../contacts/contacts.ts';
import { openTestCrm, type TestCrm, type TestOrganisation } from '../testing/crm.ts';

let test: TestCrm;
let mine: TestOrganisation;
let theirs: TestOrganisation;
let contactId: string;
let app: Client;

beforeAll(async () => {
  test = await openTestCrm();
  mine = await test.organisation();
  theirs = await test.organisation();
  contactId = (await createContact(test.crm, theirs.administrator, { values: { lastName: 'Secret' } })).id;
  app = new Client({ connectionString: test.url, options: '-c role=counterpart_app' });
  await app.connect();
});
afterAll(async () => {
  await app.end();
  await test.close();
});

describe('raw SQL as the role of the application, in one organisation (R2, V15)', () => {
  const inOrganisation = async (sql: string, values: unknown[] = []) => {
    await app.query('begin');
    try {
      await app.query("select set_config('counterpart.org_id', $1, true)", [mine.orgId]);
      return await app.query(sql, values);
    } finally {
      await app.query('rollback');
    }
  };

  it("another organisation's rows are invisible in every table that has an org_id", async () => {
    const tables = await test.root.query<{ name: string }>(
      `select table_name as name from information_schema.columns
       where table_schema = 'public' and column_name = 'org_id' and table_name <> 'sessions'`,
    );
    expect(tables.rows.length).toBeGreaterThan(7);
    for (const { name } of tables.rows) {
      const seen = await inOrganisation(`select count(*)::int as seen from ${name} where org_id <> $1`, [
        mine.orgId,
      ]);
      expect(seen.rows, name).toEqual([{ seen: 0 }]);
    }
  });

  it('row-level security is forced on each of these tables, also for their owner', async () => {
    const open = await test.root.query(
      `select relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
       where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and relname <> 'sessions'
         and not (relrowsecurity and relforcerowsecurity)`,
    );
    expect(open.rows).toEqual([]);
  });

  it('its role cannot bypass row-level security, owns nothing, and cannot become the finder', async () => {
    const role = await test.root.query(
      `select rolsuper, rolbypassrls, pg_has_role('counterpart_app', 'counterpart_finder', 'member') as finder,
         (select count(*)::int from pg_class where relowner = r.oid) as owned
       from pg_roles r where rolname = 'counterpart_app'`,
    );
    expect(role.rows).toEqual([{ rolsuper: false, rolbypassrls: false, finder: false, owned: 0 }]);
  });

  it('they can neither be updated nor handed over, nor can a row be put among them', async () => {
    expect(
      (await inOrganisation("update contacts set title = 'x' where id = $1", [contactId])).rowCount,
    ).toBe(0);
    const insert = `insert into contacts (org_id, id, owner_membership_id, origin, last_name)
      values ($1, gen_random_uuid(), $2, 'created', 'x')`;
    await expect(inOrganisation(insert, [theirs.orgId, theirs.administrator.membershipId])).rejects.toThrow(
      'row-level security',
    );
    const own = await createContact(test.crm, mine.administrator, { values: { lastName: 'Own' } });
    await expect(
      inOrganisation('update contacts set org_id = $1 where id = $2', [theirs.orgId, own.id]),
    ).rejects.toThrow('row-level security');
  });

  it('no organisation said: nothing is seen', async () => {
    const seen = await app.query('select count(*)::int as seen from contacts');
    expect(seen.rows).toEqual([{ seen: 0 }]);
  });

  it('the functions for finding look at the own organisation alone', async () => {
    const query = JSON.stringify({ deleted: false, words: ['secret'], equal: {} });
    const place = JSON.stringify({ sort: 'sort_last_name', descending: false });
    expect(
      (await inOrganisation('select * from find_record_ids($$contacts$$, $1, $2, 10)', [query, place])).rows,
    ).toEqual([]);
    expect((await inOrganisation('select * from all_record_ids($$contacts$$, $1)', [query])).rows).toEqual(
      [],
    );
  });

  it('a value that is SQL stays a value', async () => {
    const equal = { 'last_name) or true --': "') or true --" };
    const query = JSON.stringify({
      deleted: false,
      words: ["' or true --"],
      equal: {},
      owner: "' or true --",
    });
    const hostile = JSON.stringify({ deleted: false, words: [], equal });
    await expect(inOrganisation('select * from all_record_ids($$contacts$$, $1)', [query])).rejects.toThrow(
      'uuid',
    );
    await expect(inOrganisation('select * from all_record_ids($$contacts$$, $1)', [hostile])).rejects.toThrow(
      'does not exist',
    );
  });

  it('contacts cannot be erased and the change log cannot be written', async () => {
    for (const sql of [
      'delete from contacts',
      'delete from change_log',
      "update change_log set op = 'create'",
    ]) {
      await expect(inOrganisation(sql), sql).rejects.toThrow('permission denied');
    }
  });
});

describe('through the services (R2, V15)', () => {
  it("another organisation's contact is not found, listed or mass-updated", async () => {
    await expect(getContact(test.crm, mine.administrator, contactId)).rejects.toMatchObject({
      code: 'notFound',
    });
    const page = await listContacts(test.crm, mine.administrator, { search: 'secret' });
    expect(page).toMatchObject({ items: [], total: 0 });
    const result = await massUpdateContacts(test.crm, mine.administrator, {
      selection: { ids: [contactId] },
      changes: { title: 'Taken' },
    });
    expect(result).toEqual({ matched: 0, changed: 0 });
  });

  it("a contact cannot be given to another organisation's member", async () => {
    const given = createContact(test.crm, mine.administrator, {
      values: { lastName: 'A' },
      ownerId: theirs.administrator.membershipId,
    });
    await expect(given).rejects.toMatchObject({ code: 'invalidValue', problems: [{ path: 'ownerId' }] });
  });
});
