import { VirtualClock } from './clock.ts';
import type { Coverage } from './coverage.ts';
import { drawPlan } from './draw.ts';
import { isolation } from './isolation.ts';
import { kindNamed } from './kinds/index.ts';
import type { Service } from './kinds/kind.ts';
import { sometimes, stateOfLink, type MustHappen } from './matrices.ts';
import { judge, type Violation } from './oracles.ts';
import { mustWait, perform } from './people.ts';
import type { Act, Plan, PlannedRun } from './plan.ts';
import type { PlantedBug } from './planted.ts';
import { Chance } from './random.ts';
import { Killed, World } from './world.ts';

export interface History {
  readonly plan: Plan;
  readonly violations: Violation[];
  /** What happened, in words: the same plan gives the same lines. */
  readonly lines: readonly string[];
}

export interface PlayOptions {
  readonly bug?: PlantedBug | null;
  readonly coverage?: Coverage | null;
}

/** Draws the history of a seed and plays it. */
export const playSeed = (seed: number, kind: string, options: PlayOptions = {}): Promise<History> =>
  playPlan(drawPlan(seed, kind), options);

/** Plays one history: people act, runs fail and are killed; then everything is quiet and the oracles judge. */
export async function playPlan(
  plan: Plan,
  { bug = null, coverage = null }: PlayOptions = {},
): Promise<History> {
  const game = new Game(plan, bug, coverage);
  await game.play();
  return { plan, violations: await game.verdict(), lines: game.lines };
}

class Game {
  readonly lines: string[] = [];
  readonly #plan: Plan;
  readonly #clock = new VirtualClock();
  readonly #service: Service;
  readonly #worlds: World[];
  readonly #coverage: Coverage | null;

  constructor(plan: Plan, bug: PlantedBug | null, coverage: Coverage | null) {
    const [clock, chance] = [this.#clock, new Chance(plan.seed)];
    const kind = kindNamed(plan.kind);
    this.#plan = plan;
    this.#coverage = coverage;
    this.#service = kind.openService({ clock, chance, plan, coverage });
    let count = 0;
    const ids = { next: () => `${(count += 1).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000` };
    const shared = { kind, clock, ids, service: this.#service, settings: plan.settings, bug, coverage };
    this.#worlds = plan.people.map(
      ({ organisation }, person) => new World({ ...shared, person, organisation }),
    );
    if (bug?.crossed)
      for (const world of this.#worlds)
        world.opens = () => this.#worlds[(world.person + 1) % this.#worlds.length]?.mailbox ?? world.mailbox;
    for (const { authority } of plan.people)
      this.#happens(authority === 'person' ? 'person’s authority' : 'organisation’s authority');
  }

  async play(): Promise<void> {
    for (const step of this.#plan.steps) {
      for (const act of step.acts ?? []) this.#perform(act);
      if (step.lost) this.#lose(step.lost);
      this.#clock.advance(1000);
      await this.#clock.drive(Promise.all((step.runs ?? []).map((run) => this.#run(run))));
      this.#clock.advance(step.pauseMs ?? 0);
    }
    for (const world of this.#worlds) world.atStep = () => undefined;
    this.#clock.advance(120_000);
    for (let quiet = 0; quiet < 3; quiet += 1) {
      await this.#runAll();
      this.#clock.advance(86_400_000);
    }
  }

  async verdict(): Promise<Violation[]> {
    const violations = this.#worlds.flatMap((world) => judge(world.judged()));
    violations.push(...isolation(this.#worlds, this.#service.accesses));
    // V2: at the fixed point one more run writes nothing and leaves the links as they are.
    const before = this.#picture();
    await this.#runAll();
    const after = this.#picture();
    if (before !== after)
      violations.push({ invariant: 'V2', what: `One more run changed something: ${before} → ${after}` });
    return violations;
  }

  async #runAll(): Promise<void> {
    this.#clock.advance(1000);
    await this.#clock.drive(Promise.all(this.#worlds.map((world) => world.run())));
  }

  #picture(): string {
    return JSON.stringify(
      this.#worlds.map(({ crm, mailbox, ledger }) => [
        crm.live(),
        mailbox.live(),
        [...ledger.state.links.values()].map(({ base, shown, stage }) => ({ base, shown, stage })),
      ]),
    );
  }

  #perform(act: Act): void {
    const line = perform(this.#worlds, act);
    if (line === null) return;
    this.lines.push(line);
    if (act.do === 'give') this.#happens('given to another owner');
    if (act.do === 'approve') this.#happens('approved');
    if (act.do === 'reject') this.#happens('rejected');
  }

  #lose({ of, what }: { readonly of: number; readonly what: 'cursor' | 'ledger' }): void {
    const world = this.#worlds[of];
    if (!world) return;
    this.lines.push(`person ${of}: the ${what} is lost`);
    this.#countLinks(world, what);
    if (what === 'ledger') world.loseLedger();
    else this.#service.loseCursors(of);
  }

  /** One run of one channel, with what people do and what goes wrong while it lasts. */
  async #run({ by, kill = Number.POSITIVE_INFINITY, during = [], faults = [] }: PlannedRun): Promise<void> {
    const world = this.#worlds[by];
    if (!world) return;
    const waiting = [...during].sort((a, b) => a.at - b.at);
    const armed: (() => void)[] = [];
    let steps = 0;
    let requests = 0;
    world.atStep = (name) => {
      steps += 1;
      if (name.startsWith('request') || name === 'write') {
        requests += 1;
        for (const { at, fault } of faults) if (at === requests) armed.push(this.#service.arm(fault));
      }
      for (const [index, { at, act }] of waiting.entries()) {
        if (at > steps || mustWait(this.#worlds, act)) continue;
        waiting.splice(index, 1);
        this.#perform(act);
        break;
      }
      if (steps !== kill) return;
      this.#coverage?.count('kill × step', name, 'killed');
      this.#countLinks(world, 'killed');
      throw new Killed();
    };
    const report = await world.run();
    world.atStep = () => undefined;
    for (const takeBack of armed) takeBack();
    const outcome = report === null ? 'killed' : `${report.run.outcome} ${report.run.reason ?? ''}`.trim();
    this.lines.push(`person ${by}: run ${outcome}`);
    this.#note(world, report);
  }

  #note(world: World, report: Awaited<ReturnType<World['run']>>): void {
    if (this.#coverage === null) return;
    if (report === null) return this.#happens('run killed');
    const { counters, outcome, id } = report.run;
    if (outcome === 'failed') this.#happens('channel failed');
    if (counters.conflicts > 0) this.#happens('conflict');
    if (counters.adopted > 0) this.#happens('adopted');
    if (counters.unlinked > 0) this.#happens('unlinked');
    if (counters.parked > 0) this.#happens('parked');
    if (counters.held > 0) this.#happens('held by the brake');
    if (counters.deletedLocal > 0) this.#happens('deleted here');
    if (counters.deletedRemote > 0) this.#happens('deleted there');
    for (const entry of world.ledger.state.journal.values()) {
      if (entry.runId !== id) continue;
      if (entry.op === 'restore') this.#happens('restored');
      if (entry.decision === 'edited here, deleted there') this.#happens('created again there');
    }
    const created = [...world.ledger.state.journal.values()].filter(
      ({ runId, op, side }) => runId === id && op === 'create' && side === 'remote',
    );
    if (counters.createdRemote > created.length) this.#happens('a reply was lost and the write found');
  }

  #happens(what: MustHappen): void {
    this.#coverage?.count(sometimes, what, 'seen');
  }

  #countLinks(world: World, event: string): void {
    if (this.#coverage === null) return;
    for (const link of world.ledger.state.links.values())
      this.#coverage.count('link state × event', stateOfLink(link, world.fields), event);
  }
}
