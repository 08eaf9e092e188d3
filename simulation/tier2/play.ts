import { createOrganisation, type TestOrganisation } from '../../apps/server/src/testing/organisation.ts';
import * as crm from '@counterpart/crm';
import { drawPlan } from '../draw.ts';
import type { Violation } from '../oracles.ts';
import type { Act, Plan } from '../plan.ts';
import { Chance } from '../random.ts';
import { domain, openHouse, tenantId, type House } from './house.ts';
import { openScene, type Scene } from './scene.ts';
import type { Story } from './stories.ts';
import type { Order } from './worker.ts';

/** How many runs a random history has: each costs a second, and each kill a process. */
const runsEach = 5;

/** Plays histories and stories in one house, one after the other. */
export interface Tier2 {
  readonly house: House;
  /** A random history, the worker killed in some of its runs. */
  playSeed(seed: number): Promise<Violation[]>;
  /** A story with the worker killed at an instant. `struck` false: the story was over before. */
  playStory(
    story: Story,
    order: Order,
    kind: string,
  ): Promise<{ readonly struck: boolean; readonly violations: Violation[] }>;
  stop(): Promise<void>;
}

/** @param databaseUrl of an empty database, as its owner. */
export async function openTier2(databaseUrl: string): Promise<Tier2> {
  const house = await openHouse(databaseUrl);
  let count = 0;
  const organisations = new Map<string, TestOrganisation>();

  /** The organisation that the tenant's administrator connected, or one in which everybody signs in by themselves. */
  async function organisationFor(authority: string): Promise<TestOrganisation> {
    const known = organisations.get(authority);
    if (known) return known;
    const made = await createOrganisation(house.crm, () => house.newClient(), {
      name: `Organisation ${authority}`,
      domain: authority === 'organisation' ? domain : `elsewhere.${domain}`,
    });
    organisations.set(authority, made);
    if (authority === 'organisation') {
      const { orgId, administrator } = made;
      const { membershipId } = administrator;
      const actor = await crm.actorForMembership(house.crm, { orgId, membershipId, source: 'page' });
      if (!actor) throw new Error('The administrator is not active');
      await house.connect(actor, tenantId);
    }
    return made;
  }

  async function newScene(kind: string, authority: 'person' | 'organisation'): Promise<Scene> {
    const organisation = await organisationFor(authority);
    count += 1;
    return openScene(
      house,
      async (login) => ({ person: await addTo(organisation, login), orgId: organisation.orgId }),
      { login: `s${count}`, kind, authority },
    );
  }

  const addTo = (organisation: TestOrganisation, login: string) => organisation.add(login, login);

  return {
    house,
    async playSeed(seed) {
      const chance = new Chance(seed);
      const plan = drawPlan(seed, chance.often(0.7) ? 'contact' : 'task');
      const [person] = plan.people;
      const scene = await newScene(plan.kind, person?.authority ?? 'organisation');
      try {
        await playPlan(scene, plan, chance);
        return await scene.verdict();
      } finally {
        await scene.close();
      }
    },
    async playStory(story, order, kind) {
      const scene = await newScene(kind, 'organisation');
      try {
        for (const acts of story.before) await scene.run(acts, undefined, null);
        const faults = story.faults ? { by: 0, faults: story.faults } : undefined;
        const struck = await scene.run(story.acts, faults, order);
        // A person who was not served tries again.
        if (struck) await scene.run(story.acts.filter(isRepeatable), undefined, null);
        for (const acts of story.after ?? []) await scene.run(acts, undefined, null);
        return { struck, violations: await scene.verdict() };
      } finally {
        await scene.close();
      }
    },
    stop: () => house.stop(),
  };
}

const isRepeatable = (act: Act): boolean => act.do === 'enable' || act.do === 'disable';

async function playPlan(scene: Scene, plan: Plan, chance: Chance): Promise<void> {
  const mine = ({ by }: { by: number }) => by === 0;
  await scene.run([{ do: 'enable', by: 0 }], undefined, null);
  for (const step of plan.steps.slice(0, runsEach)) {
    const run = (step.runs ?? []).find(mine);
    const during = (run?.during ?? []).map(({ act }) => act);
    const acts = [...(step.acts ?? []), ...during].filter(mine);
    const kill = run?.kill;
    const order: Order | null =
      kill === undefined
        ? null
        : { after: chance.often(0.5) ? 'statement' : 'request', n: 1 + chance.below(12) };
    await scene.run(acts, run, order);
  }
}
