import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKeyRing } from '../secrets.ts';
import { purposeOf } from '../sync/authority.ts';
import {
  DOMAIN,
  signInAtMicrosoft,
  startTestServer,
  type TestOrganisation,
  type TestServer,
} from '../testing.ts';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));
const CONNECT = '/auth/microsoft?purpose=connect&returnTo=/setup';

let server: TestServer;
let orgs: TestOrganisation[];
beforeAll(async () => {
  server = await startTestServer({ microsoft365: true });
  orgs = [
    await server.organisation({ name: 'One', domain: 'one.example' }),
    await server.organisation({ name: 'Two', domain: 'two.example' }),
  ];
  for (const [at, { ann }] of orgs.entries()) {
    const as = `${at === 0 ? 'ann' : 'bob'}@${DOMAIN}`;
    await signInAtMicrosoft(ann.api, server.microsoft365.simulator, { path: CONNECT, as });
  }
});
afterAll(() => server.stop());

async function reseal(keys: readonly Buffer[]) {
  const { databaseUrl, publicUrl } = server.running.services.config;
  const SECRET_KEYS = keys.map((key) => key.toString('base64')).join(',');
  const child = spawn(process.execPath, [program, 'reseal'], {
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, PUBLIC_URL: publicUrl, SECRET_KEYS },
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { out, err, code: code as number | null };
}

async function stored() {
  const client = new Client({ connectionString: server.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ org_id: string; id: string; sealed_tokens: string; state: string }>(
    'select org_id, id, sealed_tokens, state from connections where sealed_tokens is not null order by id',
  );
  await client.end();
  return rows;
}

test('P5: a key is rotated: all tokens are sealed with the new one, say the same, and the old key is needed no longer', async () => {
  const [old] = server.running.services.config.secretKeys;
  if (old === undefined) throw new Error('There is no key');
  const fresh = randomBytes(32);
  const before = await stored();
  expect(before).toHaveLength(orgs.length);
  const open = (rows: typeof before, keys: readonly Buffer[]) =>
    rows.map((row) => createKeyRing(keys).open(row.sealed_tokens, purposeOf(row.org_id, row.id)));
  const tokens = open(before, [old]);
  expect(open(before, [fresh])).toEqual([null, null]);

  expect(await reseal([fresh])).toMatchObject({
    code: 1,
    out: expect.stringContaining('No key opens 2') as string,
  });
  expect(await stored()).toEqual(before);
  expect(await reseal([fresh, old])).toMatchObject({
    code: 0,
    out: expect.stringContaining('2 sign-ins') as string,
  });
  expect(open(await stored(), [fresh])).toEqual(tokens);
  expect(open(await stored(), [old])).toEqual([null, null]);
  expect(await reseal([fresh])).toMatchObject({
    code: 0,
    out: expect.stringContaining('0 sign-ins') as string,
  });
});
