import { faultsOf, kindNamed } from './kinds/index.ts';
import type { Act, Authority, Place, Plan, PlannedRun, PlannedStep } from './plan.ts';
import { Chance } from './random.ts';

const stepCount = 25;

/** What may happen in one history. Each history switches a random half off, so that each is also seen without the others. */
interface Swarm {
  readonly deletes: boolean;
  readonly moves: boolean;
  readonly addresses: boolean;
  readonly gives: boolean;
  readonly kills: boolean;
  readonly cursors: boolean;
  readonly ledgers: boolean;
  readonly busy: boolean;
  readonly brakes: boolean;
  readonly faults: readonly string[];
}

/** What the drawing knows of the records that a person may act on. */
interface Person {
  readonly records: string[];
  readonly away: string[];
  last?: string | undefined;
}

/** Draws a whole history from its seed: the same seed gives the same one. */
export function drawPlan(seed: number, kind: string): Plan {
  const chance = new Chance(seed);
  const on = () => chance.often(0.5);
  const simulated = kindNamed(kind);
  const roll = chance.next();
  const count = roll < 0.55 ? 1 : roll < 0.9 ? 2 : 3;
  const people = Array.from({ length: count }, (_, index) => ({
    authority: on() ? ('person' as const) : ('organisation' as const satisfies Authority),
    organisation: index === 2 ? 'other' : 'org',
  }));
  const [deletes, moves, addresses] = [on(), on(), on()];
  const brakes = chance.often(0.2);
  const swarm: Swarm = {
    deletes,
    moves,
    addresses,
    gives: on(),
    kills: on(),
    cursors: on(),
    // Without a ledger only markers and e-mail addresses are left to recognise a record by (B8), and nothing tells a deletion or a move.
    ledgers: addresses && !deletes && !moves && chance.often(0.4),
    busy: on(),
    brakes,
    faults: faultsOf(kind).filter(() => on()),
  };
  const settings = {
    deleteLocalWhenDeletedRemotely: on(),
    ...(brakes ? { brake: { count: chance.below(2), share: 1 } } : {}),
  };
  const unknowns = Object.fromEntries(
    simulated.unknowns.filter(() => on()).map((name) => [name, true] as const),
  );
  const drawing = new Drawing(chance, swarm, count, simulated.editable(swarm.busy));
  const steps = Array.from({ length: stepCount }, () => drawing.step());
  return { kind, seed: chance.below(2 ** 31), people, settings, unknowns, steps };
}

class Drawing {
  readonly #chance: Chance;
  readonly #swarm: Swarm;
  readonly #fields: readonly string[];
  readonly #people: Person[];
  #names = 0;

  constructor(chance: Chance, swarm: Swarm, count: number, fields: readonly string[]) {
    this.#chance = chance;
    this.#swarm = swarm;
    this.#fields = fields;
    this.#people = Array.from({ length: count }, () => ({ records: [], away: [] }));
  }

  step(): PlannedStep {
    const [chance, swarm] = [this.#chance, this.#swarm];
    const acts = this.#acts(chance.below(4));
    const lost =
      swarm.cursors && chance.often(0.1) ? 'cursor' : swarm.ledgers && chance.often(0.05) ? 'ledger' : null;
    // Mostly everybody's channel runs, and now and then only some.
    const runners = [...this.#people.keys()].filter(() => chance.often(0.85));
    return {
      ...(acts.length > 0 ? { acts } : {}),
      ...(lost === null ? {} : { lost: { of: chance.below(this.#people.length), what: lost } }),
      runs: runners.map((by) => this.#run(by)),
      ...(chance.often(0.3) ? { pauseMs: chance.below(120_000) } : {}),
    };
  }

  #run(by: number): PlannedRun {
    const [chance, swarm] = [this.#chance, this.#swarm];
    const during = swarm.busy
      ? Array.from({ length: chance.below(3) }, () => 1 + chance.below(40)).flatMap((at) =>
          this.#acts(1).map((act) => ({ at, act })),
        )
      : [];
    const faults = Array.from({ length: chance.below(3) }, () => ({
      at: 1 + chance.below(10),
      fault: chance.pick(swarm.faults) ?? '',
    })).filter(({ fault }) => fault !== '');
    return {
      by,
      ...(swarm.kills && chance.often(0.3) ? { kill: 1 + chance.below(25) } : {}),
      ...(during.length > 0 ? { during } : {}),
      ...(faults.length > 0 ? { faults } : {}),
    };
  }

  #acts(count: number): Act[] {
    return Array.from({ length: count }, () => this.#act());
  }

  #act(): Act {
    const [chance, swarm] = [this.#chance, this.#swarm];
    const by = chance.below(this.#people.length);
    const side = chance.often(0.5) ? ('crm' as const) : ('mailbox' as const);
    const person: Person = this.#people[by] ?? { records: [], away: [] };
    const roll = chance.next();
    // Two acts on one record are what goes wrong: the last one is often acted on again.
    const record = (chance.often(0.3) ? person.last : undefined) ?? chance.pick(person.records);
    person.last = record;
    if (swarm.brakes && chance.often(0.1)) return { do: chance.often(0.6) ? 'approve' : 'reject', by };
    if (roll < 0.25 || record === undefined) return this.#create(by, side, person);
    if (roll > 0.7 && roll < 0.82 && swarm.deletes) {
      if (chance.often(0.7) && person.records.includes(record))
        person.records.splice(person.records.indexOf(record), 1);
      return { do: 'delete', by, side, record };
    }
    if (roll > 0.82 && roll < 0.94 && swarm.moves) return this.#move(by, person, record);
    if (roll > 0.94 && roll < 0.97 && swarm.gives && this.#people.length > 1) {
      const to = 1 - by;
      if (to >= 0 && to < 2) return this.#give(by, to, record);
    }
    const field = chance.pick(this.#fields) ?? '';
    return { do: 'edit', by, side, record, field, value: this.#name('t') };
  }

  #create(by: number, side: Place, person: Person): Act {
    const record = this.#name('R');
    person.records.push(record);
    const field = this.#fields[0] ?? '';
    const address = this.#swarm.addresses ? { address: true } : {};
    return { do: 'create', by, side, record, field, value: this.#name('t'), ...address };
  }

  #move(by: number, person: Person, record: string): Act {
    const back = this.#chance.often(0.5) ? this.#chance.pick(person.away) : undefined;
    if (back !== undefined) {
      person.away.splice(person.away.indexOf(back), 1);
      return { do: 'moveBack', by, record: back };
    }
    person.away.push(record);
    return { do: 'moveOut', by, record };
  }

  #give(by: number, to: number, record: string): Act {
    const from = this.#people[by];
    if (from?.records.includes(record)) from.records.splice(from.records.indexOf(record), 1);
    this.#people[to]?.records.push(record);
    return { do: 'give', by, record, to };
  }

  #name(prefix: string): string {
    return `${prefix}${(this.#names += 1)}`;
  }
}
