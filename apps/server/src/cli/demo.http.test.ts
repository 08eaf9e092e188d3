import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Report } from '../demo/report.ts';
import { freePort } from '../ports.ts';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));

function counterpart(...options: string[]): ChildProcess {
  return spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function ended(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('The program has no output.');
  const [out, err, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'exit')]);
  return { code: code as number | null, out, err };
}

/** Starts the demo and waits until it says that it is ready. */
async function ready(folder: string): Promise<{ child: ChildProcess; port: number; out: string }> {
  const port = await freePort();
  const child = counterpart(
    'demo',
    '--folder',
    folder,
    '--port',
    `${port}`,
    '--simulator-port',
    `${await freePort()}`,
  );
  let out = '';
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.stdout?.on('data', (chunk) => {
    out += String(chunk);
    if (out.includes('Ready after')) resolve();
  });
  child.once('exit', () => reject(new Error(`The demo ended: ${out}`)));
  await promise;
  return { child, port, out };
}

/** Asks it to stop, which it does in good order. */
async function stopped(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.stderr === null) throw new Error('The program has no output.');
  const said = text(child.stderr);
  child.kill(signal);
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code, await said).toBe(0);
}

/** Removes the folder, and PostgreSQL's data, which for root lies elsewhere. */
async function forget(folder: string): Promise<void> {
  const elsewhere = await readFile(join(folder, 'postgres', 'location'), 'utf8').catch(() => null);
  if (elsewhere !== null) await rm(elsewhere.trim(), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}

describe('npm start', () => {
  test('--once --json: one JSON document with addresses and a line per channel, exit 0', async () => {
    const { code, out, err } = await ended(counterpart('demo', '--once', '--json'));
    expect(code, err).toBe(0);
    const report = JSON.parse(out) as Report;
    expect(report.addresses.crm).toMatch(/^http:\/\/localhost:\d+$/);
    expect(report.logins).toHaveLength(4);
    // The third salesperson's login differs from that in Microsoft 365, so they have to sign in first (P5).
    expect(report.channels.map(({ person, kind }) => `${kind} ${person}`)).toEqual([
      'meeting Bjarne Lund',
      'contact Bjarne Lund',
      'task Bjarne Lund',
      'meeting Carmen Ruiz',
      'contact Carmen Ruiz',
      'task Carmen Ruiz',
    ]);
    for (const channel of report.channels) {
      expect(channel).toMatchObject({
        state: 'active',
        counters: { waiting: 0, problems: 0 },
      });
      expect(channel.counters.linked).toBeGreaterThan(0);
      expect(channel.lastRun?.counters.createdRemote).toBe(channel.counters.linked);
    }
    expect(report.seconds).toBeGreaterThan(0);
    await expect(fetch(report.addresses.crm)).rejects.toThrow();
    await expect(fetch(report.addresses.graph)).rejects.toThrow();
  });

  test('a second start finds its data again, on both sides, and has nothing to write', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'counterpart-demo-'));
    try {
      const first = await ready(folder);
      const linked = /Contacts of Bjarne Lund: .*?(\d+) in step/.exec(first.out)?.[1];
      expect(Number(linked)).toBeGreaterThan(0);
      await stopped(first.child, 'SIGTERM');
      const second = await ready(folder);
      expect(second.out).toContain(
        `Contacts of Bjarne Lund: active, ${linked} in step, 0 written to Microsoft 365, 0 written to the CRM`,
      );
      await stopped(second.child, 'SIGINT');
    } finally {
      await forget(folder);
    }
  });

  test('a port that is taken is told with what to do about it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'counterpart-demo-'));
    const running = await ready(folder);
    const { code, err } = await ended(counterpart('demo', '--port', `${running.port}`));
    await stopped(running.child, 'SIGTERM');
    await forget(folder);
    expect(code).toBe(1);
    expect(err).toBe(
      `Port ${running.port} is taken by another program. Stop that one, or choose another port with --port.\n`,
    );
  });
});

describe('the command line', () => {
  test('--help names every command, and a wrong call exits 2', async () => {
    const help = await ended(counterpart('--help'));
    expect(help.code).toBe(0);
    for (const name of ['demo', 'serve', 'work', 'migrate', 'doctor'])
      expect(help.out).toContain(`  ${name}`);
    expect(await ended(counterpart('dance'))).toMatchObject({ code: 2, out: '' });
    expect(await ended(counterpart('serve', '--loud'))).toMatchObject({ code: 2, out: '' });
  });
});
