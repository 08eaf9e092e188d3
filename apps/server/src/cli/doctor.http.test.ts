import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { DEFAULT_APP, expireSecrets, grantAdminConsent, withdrawConsent } from '@counterpart/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../config.ts';
import { freePort } from '../ports.ts';
import { startTestServer, TENANT, type TestServer } from '../testing.ts';
import { examine } from './doctor.ts';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));

let server: TestServer;
let config: Config;
beforeAll(async () => {
  server = await startTestServer({ microsoft365: true });
  const org = await server.organisation();
  await server.connect(org);
  ({ config } = server.running.services);
});
afterAll(() => server.stop());

const state = () => server.microsoft365.simulator.state;
const app = () => {
  const found = state().entra.apps.get(DEFAULT_APP.clientId);
  if (found === undefined) throw new Error('There is no app');
  return found;
};
const microsoft = (change: object): Partial<Config> => ({
  microsoft: config.microsoft === null ? null : { ...config.microsoft, ...change },
});
/** What is wrong, by the name of the place; each with what to do about it. */
async function wrongWith(change: Partial<Config> = {}, nowMs = () => Date.now()) {
  const findings = await examine({ ...config, ...change }, nowMs);
  const wrong = findings.filter((one) => one.state === 'wrong');
  for (const { name, remedy } of wrong) expect(remedy, name).toBeTruthy();
  return Object.fromEntries(wrong.map(({ name, found, remedy }) => [name, `${found} ${remedy}`]));
}
const closedPort = async () => `localhost:${await freePort()}`;

/** As a person at the keyboard, or a script, calls it. */
async function counterpart(environment: Record<string, string>, ...options: string[]) {
  const child = spawn(process.execPath, [program, 'doctor', ...options], {
    env: { PATH: process.env['PATH'], ...environment },
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: code as number | null, out, err };
}
const environment = (): Record<string, string> => ({
  DATABASE_URL: config.databaseUrl,
  PUBLIC_URL: config.publicUrl,
  MICROSOFT_CLIENT_ID: config.microsoft?.clientId ?? '',
  MICROSOFT_CLIENT_SECRET: config.microsoft?.clientSecret ?? '',
  MICROSOFT_AUTHORITY: config.microsoft?.authority ?? '',
  MICROSOFT_GRAPH: config.microsoft?.graphBase ?? '',
  SMTP_URL: config.smtpUrl ?? '',
  SECRET_KEYS: Buffer.alloc(32, 1).toString('base64'),
});

describe('counterpart doctor', () => {
  test('where all is well nothing is wrong, and every feature was tried in the connected tenant', async () => {
    const { code, out } = await counterpart(environment(), '--json');
    const { well, findings } = JSON.parse(out) as {
      well: boolean;
      findings: { name: string; state: string }[];
    };
    expect(well).toBe(true);
    expect(code).toBe(0);
    const fine = findings.filter((one) => one.state === 'ok').map(({ name }) => name);
    expect(fine).toEqual(
      expect.arrayContaining([
        'Configuration',
        'PostgreSQL',
        'Public address',
        'Mail',
        'Sign-in at Microsoft',
        'Clock',
        'Redirect address /auth/microsoft/callback',
        'Redirect address /auth/microsoft/consented',
        `Credential in tenant ${TENANT}`,
        'Directory',
        'Organisation',
        'Events',
        'Contacts',
        'Tasks',
        'Zone of the mailbox',
      ]),
    );
    // It is no secret that must not be seen.
    expect(out).not.toContain(config.microsoft?.clientSecret);
  });

  test('in words, each with what to do; a script learns it from the exit code', async () => {
    const { code, out } = await counterpart({ ...environment(), MICROSOFT_CLIENT_SECRET: 'wrong' });
    expect(code).toBe(1);
    expect(out).toMatch(/^WRONG Credential in tenant .*\n +→ .*MICROSOFT_CLIENT_SECRET/m);
    expect(out).toMatch(/^ok {4}PostgreSQL/m);
  });

  test('a configuration that cannot be read is told whole', async () => {
    const { code, out } = await counterpart({ PUBLIC_URL: 'http://crm.example.com' }, '--json');
    expect(code).toBe(1);
    const { findings } = JSON.parse(out) as { findings: { found: string }[] };
    const all = findings.map(({ found }) => found).join('\n');
    for (const variable of ['DATABASE_URL', 'SECRET_KEYS', 'PUBLIC_URL']) expect(all).toContain(variable);
  });
});

describe('each fault alone', () => {
  test('the database is not there', async () => {
    const databaseUrl = `postgres://nobody:secret@${await closedPort()}/none`;
    const wrong = await wrongWith({ databaseUrl });
    expect(Object.keys(wrong)).toEqual(['PostgreSQL']);
    expect(wrong['PostgreSQL']).toContain('DATABASE_URL');
    expect(wrong['PostgreSQL']).not.toContain('secret');
  });

  test('the public address answers nothing', async () => {
    const wrong = await wrongWith({ publicUrl: `http://${await closedPort()}` });
    expect(wrong['Public address']).toContain('PUBLIC_URL');
  });

  test('no mail server', async () => {
    const wrong = await wrongWith({ smtpUrl: `smtp://${await closedPort()}` });
    expect(Object.keys(wrong)).toEqual(['Mail']);
    expect(wrong['Mail']).toContain('SMTP_URL');
  });

  test('the sign-in service is out of reach', async () => {
    const wrong = await wrongWith(microsoft({ authority: `http://${await closedPort()}` }));
    expect(wrong['Sign-in at Microsoft']).toContain('MICROSOFT_AUTHORITY');
  }, 60_000);

  test('the tenant does not exist', async () => {
    const wrong = await wrongWith(microsoft({ tenant: '99999999-9999-4999-8999-999999999999' }));
    expect(wrong['Sign-in at Microsoft']).toContain('MICROSOFT_TENANT');
  });

  test('the clock goes wrong', async () => {
    const wrong = await wrongWith({}, () => Date.now() - 10 * 60_000);
    expect(Object.keys(wrong)).toEqual(['Clock']);
    expect(wrong['Clock']).toMatch(/^(599|60\d) s behind/);
  });

  test('the redirect addresses are not registered', async () => {
    app().anyLoopbackRedirect = false;
    try {
      const wrong = await wrongWith();
      expect(Object.keys(wrong)).toEqual([
        'Redirect address /auth/microsoft/callback',
        'Redirect address /auth/microsoft/consented',
      ]);
      expect(wrong['Redirect address /auth/microsoft/callback']).toContain('AADSTS50011');
    } finally {
      app().anyLoopbackRedirect = true;
    }
  });

  test('the client secret has run out', async () => {
    expireSecrets(state(), DEFAULT_APP.clientId);
    try {
      expect(await wrongWith()).toMatchObject({
        [`Credential in tenant ${TENANT}`]: expect.stringContaining('MICROSOFT_CLIENT_SECRET') as string,
      });
    } finally {
      for (const secret of app().secrets) secret.expiresAtMs = null;
    }
  });

  test.each([
    ['Calendars.ReadWrite', 'Events'],
    ['Contacts.ReadWrite', 'Contacts'],
    ['Tasks.ReadWrite.All', 'Tasks'],
    ['MailboxSettings.Read', 'Zone of the mailbox'],
    ['Organization.Read.All', 'Organisation'],
  ])('%s is not consented to: %s, and nothing else', async (permission, feature) => {
    const { delegated, application } = app();
    withdrawConsent(state(), TENANT, DEFAULT_APP.clientId);
    const left = application.filter((one) => one !== permission);
    grantAdminConsent(state(), TENANT, app(), { delegated, application: left });
    try {
      const wrong = await wrongWith();
      expect(Object.keys(wrong)).toEqual([feature]);
      expect(wrong[feature]).toContain(permission);
    } finally {
      grantAdminConsent(state(), TENANT, app());
    }
  });

  test('without Microsoft 365 and without mail it is no fault, and said', async () => {
    const findings = await examine({ ...config, microsoft: null, smtpUrl: null }, () => Date.now());
    const notes = findings.filter((one) => one.state === 'note').map(({ name }) => name);
    expect(notes).toEqual(expect.arrayContaining(['Microsoft 365', 'Mail']));
    expect(findings.filter((one) => one.state === 'wrong')).toEqual([]);
  });
});
