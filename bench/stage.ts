import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import * as crm from '@counterpart/crm';
import { startPostgres } from '@counterpart/local-postgres';
import { createLog } from '../apps/server/src/log.ts';
import { freePort } from '../apps/server/src/ports.ts';
import { start, type Running } from '../apps/server/src/process.ts';
import type { Section } from '../apps/server/src/sync-port.ts';
import { benched, type BenchKind } from './kinds.ts';

/** What the simulator's command prints, as far as it is used here. */
interface Tenant {
  readonly graphBase: string;
  readonly authority: string;
  readonly tenantId: string;
  readonly control: string;
  readonly people: readonly {
    readonly id: string;
    readonly userPrincipalName: string;
    readonly accessToken: string;
  }[];
  readonly apps: readonly { readonly clientId: string; readonly clientSecret: string | null }[];
}

/** The whole product on this machine with one salesperson, the simulated tenant in a process of its own. */
export interface Stage {
  readonly running: Running;
  readonly tenant: Tenant;
  readonly person: Tenant['people'][number];
  readonly actor: crm.Actor;
  /** Invents records of the salesperson, as if made one by one. */
  add(kind: BenchKind, count: number): Promise<void>;
  /** Requests that Graph counted so far: single ones and the parts of batches. */
  readonly requests: () => Promise<number>;
  section(kind: string): Promise<Section>;
  /** Waits until a section is as wanted. */
  until(kind: string, wanted: (section: Section) => boolean): Promise<Section>;
  stop(): Promise<void>;
}

const clock = {
  now: () => Date.now(),
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
};

async function startTenant(): Promise<{ tenant: Tenant; stop: () => Promise<void> }> {
  const file = new URL('../packages/simulator/src/cli.ts', import.meta.url).pathname;
  const args = [file, '--port', '0', '--json', '--no-throttle', '--people', '5'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  return {
    tenant: JSON.parse(line) as Tenant,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** Sets the stage. `publicUrl` is on this machine, so change notifications arrive. */
export async function setStage(): Promise<Stage> {
  const postgres = await startPostgres({ persistent: false });
  const { tenant, stop: stopTenant } = await startTenant();
  const app = tenant.apps[1];
  const person = tenant.people.find(({ userPrincipalName }) => !userPrincipalName.includes('#EXT#'));
  if (!app || !person) throw new Error('The simulated tenant has no app or nobody in it');
  const port = await freePort();
  const running = await start({
    config: {
      databaseUrl: postgres.url,
      publicUrl: `http://localhost:${port}`,
      host: 'localhost',
      port,
      microsoft: {
        clientId: app.clientId,
        clientSecret: app.clientSecret ?? '',
        authority: tenant.authority,
        tenant: 'organizations',
        graphBase: tenant.graphBase,
        paced: false,
      },
      smtpUrl: null,
      mailFrom: 'Counterpart <counterpart@example.com>',
      invitationsPerHour: 500,
      secretKeys: [randomBytes(32)],
      logLevel: 'error',
      jobsAtATime: 4,
      requestsPerMinute: 1_000_000,
      trustProxy: false,
    },
    log: createLog('error', 2),
    serve: true,
    work: true,
    pages: null,
  });
  const { sync } = running.services;
  const password = randomBytes(16).toString('hex');
  const { orgId, people } = await crm.seedDemo(running.services.crm, {
    organisation: 'Bench',
    administrator: { name: 'Administrator', email: 'administrator@bench.example', password },
    salespeople: [{ name: 'Salesperson', email: person.userPrincipalName, password }],
    contactsEach: 0,
    seed: 1,
  });
  const actors = await Promise.all(
    people.map(({ membershipId }) =>
      crm.actorForMembership(running.services.crm, { orgId, membershipId, source: 'page' }),
    ),
  );
  const [administrator, actor] = actors;
  if (!administrator || !actor) throw new Error('The people of the bench are not active');
  await sync.connectOrganisation(administrator, tenant.tenantId);
  const random = crm.chance(1);
  let added = 0;

  const section = async (kind: string) => {
    const found = (await sync.microsoft365(actor)).sections.find((one) => one.kind === kind);
    if (!found) throw new Error(`There is no section ${kind}`);
    return found;
  };
  return {
    running,
    tenant,
    person,
    actor,
    section,
    async add(kind, count) {
      await benched[kind].invent(running.services.crm, actor, random, added + 1, count);
      added += count;
    },
    async requests() {
      const answer = await fetch(`${tenant.control}/requests/counters`);
      return ((await answer.json()) as { requests: number }).requests;
    },
    async until(kind, wanted) {
      for (;;) {
        const now = await section(kind);
        if (wanted(now)) return now;
        if (now.state === 'needsAttention') throw new Error(`${kind}: ${now.sentence}`);
        await clock.sleep(200);
      }
    },
    async stop() {
      await running.stop();
      await stopTenant();
      await postgres.stop();
    },
  };
}
