import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Description } from './describe.ts';

const CLI = join(import.meta.dirname, 'cli.ts');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulator-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Ended = { code: number | null; out: string; err: string };

/** Starts the command; `firstLine` settles with its first line, `ended` when it is over. */
function run(...args: string[]) {
  const child: ChildProcess = spawn(process.execPath, [CLI, ...args]);
  let [out, err] = ['', ''];
  let heard: (line: string) => void = () => undefined;
  const firstLine = new Promise<string>((resolve) => (heard = resolve));
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    const end = out.indexOf('\n');
    if (end >= 0) heard(out.slice(0, end));
  });
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => {
      heard('');
      resolve({ code, out, err });
    });
  });
  return { child, firstLine, ended };
}

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function graph(description: Description, path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${description.people[0]?.accessToken ?? ''}` };
  return (await fetch(`${description.graphBase}${path}`, { headers })).json();
}

describe('the simulator as a command (B14)', () => {
  test('--json: one line with everything a Graph client needs; SIGTERM ends it', async () => {
    const people = await file(
      'people.csv',
      'userPrincipalName,displayName\nann@contoso.example,Ann\nbob@contoso.example,Bob\n',
    );
    const vcf = await file('a.vcf', 'BEGIN:VCARD\nVERSION:3.0\nFN:Zoë\nEND:VCARD\n');
    const { child, firstLine, ended } = run(
      '--port',
      '0',
      '--json',
      '--people',
      people,
      '--vcf',
      `ann@contoso.example=${vcf}`,
    );
    const description = JSON.parse(await firstLine) as Description;
    expect(description.people.map(({ userPrincipalName }) => userPrincipalName)).toEqual([
      'ann@contoso.example',
      'bob@contoso.example',
    ]);
    expect(description.smtpPort).toBeGreaterThan(0);
    expect(await graph(description, '/me')).toMatchObject({ displayName: 'Ann' });
    expect(await graph(description, '/me/contacts')).toMatchObject({ value: [{ displayName: 'Zoë' }] });

    const app = description.apps[1];
    const token = await fetch(`${description.authority}/${description.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: app?.clientId ?? '',
        client_secret: app?.clientSecret ?? '',
        scope: 'https://graph.microsoft.com/.default',
      }),
    });
    expect(token.status).toBe(200);
    child.kill('SIGTERM');
    const { code, out } = await ended;
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(1);
  });

  test('--save: what was there is there again, and new ids are new', async () => {
    const path = join(folder, 'saved.json');
    const ids: string[] = [];
    for (let round = 1; round <= 2; round++) {
      const { child, firstLine, ended } = run('--port', '0', '--json', '--people', '2', '--save', path);
      const description = JSON.parse(await firstLine) as Description;
      const created = await fetch(`${description.graphBase}/me/contacts`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${description.people[0]?.accessToken ?? ''}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ givenName: `Round ${round}` }),
      });
      ids.push(((await created.json()) as { id: string }).id);
      const { value } = (await graph(description, '/me/contacts')) as { value: unknown[] };
      expect(value).toHaveLength(round);
      child.kill('SIGINT');
      expect((await ended).code).toBe(0);
    }
    expect(new Set(ids).size).toBe(2);
  });

  test('without --json a person reads where it is', async () => {
    const { child, firstLine, ended } = run('--port', '0', '--people', '1');
    expect(await firstLine).toBe('A simulated Microsoft 365 tenant is running.');
    child.kill('SIGTERM');
    expect((await ended).out).toMatch(/Outlook\s+http:\/\/localhost:\d+\/outlook/);
  });

  test('--help', async () => {
    const { code, out } = await run('--help').ended;
    expect(code).toBe(0);
    for (const option of [
      '--port',
      '--people',
      '--vcf',
      '--smtp-port',
      '--save',
      '--no-throttle',
      '--faults',
      '--seed',
      '--json',
    ])
      expect(out).toContain(option);
  });

  test.each([
    ['an unknown option', ['--fish'], "Unknown option '--fish'"],
    ['a port that is none', ['--port', 'x'], '--port needs a number, not “x”'],
    ['a file that is missing', ['--people', 'none.csv'], 'none.csv cannot be read'],
    ['--vcf without a person', ['--vcf', 'a.vcf'], '--vcf needs PERSON=FILE'],
    ['--ics without a person', ['--ics', 'a.ics'], '--ics needs PERSON=FILE'],
  ])('%s: exit code 2 and the reason', async (_name, args, reason) => {
    const { code, err } = await run('--port', '0', ...args).ended;
    expect(code).toBe(2);
    expect(err).toContain(reason);
  });

  test('a broken vCard, person or fault rule: the file, the line, the reason', async () => {
    const vcf = await file('bad.vcf', 'BEGIN:VCARD\nVERSION:3.0\nFN Ann\nEND:VCARD\n');
    expect((await run('--port', '0', '--vcf', `a=${vcf}`).ended).err).toContain(
      `${vcf}, line 3: “FN Ann” has no colon`,
    );
    const people = await file('bad.csv', 'userPrincipalName\nann\n');
    expect((await run('--port', '0', '--people', people).ended).err).toContain(
      `${people}, line 2: “ann” is no userPrincipalName`,
    );
    const faults = await file('faults.json', '[{"fault":{"kind":"earthquake"}}]');
    expect((await run('--port', '0', '--faults', faults).ended).err).toContain(
      'rule 1: fault.kind must be one of',
    );
  });

  test('--ics fills a calendar, and a broken file is named', async () => {
    const event = (start: string) =>
      `BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Zoë\n${start}\nEND:VEVENT\nEND:VCALENDAR\n`;
    const people = await file('ics.csv', 'userPrincipalName,displayName\nann@contoso.example,Ann\n');
    const ics = await file('a.ics', event('DTSTART:20260305T100000Z'));
    const { child, firstLine, ended } = run(
      '--port',
      '0',
      '--json',
      '--people',
      people,
      '--ics',
      `ann@contoso.example=${ics}`,
    );
    const description = JSON.parse(await firstLine) as Description;
    expect(await graph(description, '/me/events')).toMatchObject({ value: [{ subject: 'Zoë' }] });
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    const bad = await file('bad.ics', event('SUMMARY:B'));
    expect((await run('--port', '0', '--ics', `a=${bad}`).ended).err).toContain(
      `${bad}, line 2: it has no DTSTART`,
    );
  });

  test('faults from a file strike; without limits nothing is throttled', async () => {
    const faults = await file(
      'good.json',
      '[{"fault":{"kind":"status","status":503},"match":{"path":"^/me$"},"times":1}]',
    );
    const { child, firstLine, ended } = run(
      '--port',
      '0',
      '--json',
      '--people',
      '1',
      '--faults',
      faults,
      '--no-throttle',
    );
    const description = JSON.parse(await firstLine) as Description;
    expect(await graph(description, '/me')).toHaveProperty('error');
    expect(await graph(description, '/me')).toHaveProperty('displayName');
    const settings: unknown = await (await fetch(`${description.control}/settings`)).json();
    expect(settings).toMatchObject({ throttle: 'off' });
    child.kill('SIGTERM');
    await ended;
  });
});
