import { contact, task } from '@counterpart/engine';
import { drawFaults } from './faults.ts';
import { openMemoryMailbox } from './memory-mailbox.ts';
import { judge, type Violation } from './oracles.ts';
import { act, newLog, type Log } from './people.ts';
import { Chance } from './random.ts';
import { openTenantMailbox } from './tenant-mailbox.ts';
import { openTodoMailbox } from './todo-mailbox.ts';
import type { PlantedBug } from './planted.ts';
import { VirtualClock } from './clock.ts';
import { Killed, World } from './world.ts';

export interface History {
  readonly seed: number;
  readonly violations: Violation[];
  readonly log: Log;
  readonly world: World;
}

export interface PlayOptions {
  /** Without connector and tenant: a mailbox in memory. */
  readonly engineOnly?: boolean;
  readonly bug?: PlantedBug | null;
  /** Default: contacts. */
  readonly kind?: 'contact' | 'task';
}

/** Plays one history: people act, runs fail and are killed; then everything is quiet and the oracles judge. */
export async function play(
  seed: number,
  { engineOnly = false, bug = null, kind = 'contact' }: PlayOptions = {},
): Promise<History> {
  const chance = new Chance(seed);
  // A swarm: each history switches a random subset of features off, so that each is also seen without the others.
  const on = () => chance.often(0.5);
  const habits = { deletes: on(), moves: on(), addresses: on() };
  // Without a ledger only markers and e-mail addresses are left to recognise a record by (B8), and nothing tells a deletion or a move.
  const [kills, cursors, ledgers] = [
    on(),
    on(),
    habits.addresses && !habits.deletes && !habits.moves && chance.often(0.4),
  ];
  const rate = () => (on() ? 0.1 : 0);
  const openMailbox = engineOnly
    ? openMemoryMailbox({ lostAfter: rate(), lostBefore: rate(), later: rate() })
    : (kind === 'task' ? openTodoMailbox : openTenantMailbox)(drawFaults(on));
  const deletesHere = { deleteLocalWhenDeletedRemotely: on() };
  const kinds = { contact, task };
  const worldSeed = chance.below(2 ** 31);
  const world = new World(worldSeed, new VirtualClock(), deletesHere, openMailbox, bug, kinds[kind]);
  const log = newLog();
  const busy = on();
  // Nothing guards the steps of a task between our look and our write (GRAPH 2.7): only where nobody acts in that moment none may be lost.
  if (kind === 'task' && !busy) world.editable = ['description', 'checklist'];
  await world.run();
  for (let step = 0; step < 25; step += 1) {
    for (let acts = chance.below(4); acts > 0; acts -= 1) act(world, log, habits);
    if (cursors && chance.often(0.1)) {
      log.lines.push('the cursor is lost');
      world.mailbox.loseCursors();
    }
    if (ledgers && chance.often(0.05)) {
      log.lines.push('the ledger is lost');
      world.loseLedger();
    }
    let left = kills && chance.often(0.4) ? 1 + chance.below(20) : Number.POSITIVE_INFINITY;
    world.faults = {
      step: () => {
        left -= 1;
        if (left === 0) throw new Killed();
      },
    };
    world.meanwhile = () => {
      if (busy && world.chance.often(0.1)) act(world, log, habits);
    };
    const report = await world.run();
    world.meanwhile = () => undefined;
    log.lines.push(report === null ? 'run: killed' : `run: ${report.run.outcome} ${report.run.reason ?? ''}`);
    world.faults = { step: () => undefined };
    if (chance.often(0.3)) world.clock.advance(chance.below(120_000));
  }
  world.mailbox.calmDown();
  world.clock.advance(120_000);
  for (let quiet = 0; quiet < 3; quiet += 1) {
    await world.run();
    world.clock.advance(86_400_000);
  }
  const violations = judge(world, log);
  violations.push(...(await quiescence(world)));
  return { seed, violations, log, world };
}

/** V2: at the fixed point one more run writes nothing and leaves the links as they are. */
async function quiescence(world: World): Promise<Violation[]> {
  const picture = () =>
    JSON.stringify([
      world.crm.live(),
      world.mailbox.live(),
      [...world.ledger.state.links.values()].map(({ base, shown, stage }) => ({ base, shown, stage })),
    ]);
  const before = picture();
  await world.run();
  return before === picture()
    ? []
    : [{ invariant: 'V2', what: `One more run changed something: ${before} → ${picture()}` }];
}
