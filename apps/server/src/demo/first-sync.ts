import { setTimeout as wait } from 'node:timers/promises';
import type { Actor } from '@counterpart/crm';
import type { Services } from '../services.ts';
import type { Section } from '../sync-port.ts';
import type { DemoPeople } from './seed.ts';
import { tenantId } from './people.ts';

export interface ChannelLine {
  readonly person: string;
  readonly kind: string;
  readonly state: string;
  readonly sentence: string;
  readonly counters: Section['counters'];
  readonly lastRun: Section['lastRun'];
}

const LOOK_AGAIN_MS = 100;
const PATIENCE_MS = 120_000;

/** Connects the organisation and enables the meetings, contacts and tasks of everybody who needs no sign-in (P5), then waits for one sync. */
export async function syncOnce(services: Services, people: DemoPeople): Promise<ChannelLine[]> {
  const { sync } = services;
  const { organisation } = await sync.microsoft365(people.administrator);
  if (!organisation.connected) await sync.connectOrganisation(people.administrator, tenantId);
  const lines: Promise<ChannelLine>[] = [];
  for (const { name, actor } of people.salespeople)
    for (const kind of ['meeting', 'contact', 'task'] as const) {
      const before = await sectionOf(services, actor, kind);
      if (before.state === 'off') {
        // Whoever turned the sync off, or has to sign in first, is left as they are.
        if (!people.made && before.lastRun !== null) continue;
        if ((await sync.enable(actor, kind, undefined)).outcome === 'signInRequired') continue;
      } else if (before.state === 'active') await sync.sync(actor, kind);
      else continue;
      lines.push(settled(services, actor, before).then((section) => lineOf(name, section)));
    }
  return Promise.all(lines);
}

/** Waits until another run than the one before has ended and nothing waits any more. */
async function settled(services: Services, actor: Actor, before: Section): Promise<Section> {
  for (let waitedMs = 0; ; waitedMs += LOOK_AGAIN_MS) {
    const section = await sectionOf(services, actor, before.kind);
    const { lastRun, state, counters } = section;
    const ran = lastRun !== null && lastRun.id !== before.lastRun?.id && lastRun.endedAt !== null;
    if (ran && state !== 'enabling' && counters.waiting === 0) return section;
    if (state === 'needsAttention' || state === 'held' || waitedMs >= PATIENCE_MS) return section;
    await wait(LOOK_AGAIN_MS);
  }
}

async function sectionOf({ sync }: Services, actor: Actor, wanted: Section['kind']): Promise<Section> {
  const { sections } = await sync.microsoft365(actor);
  const found = sections.find(({ kind }) => kind === wanted);
  if (found === undefined) throw new Error(`There is no section ${wanted}.`);
  return found;
}

function lineOf(person: string, { kind, state, sentence, counters, lastRun }: Section): ChannelLine {
  return { person, kind, state, sentence, counters, lastRun };
}
