import type { Clock } from '@counterpart/engine';
import { Budget, outlookBudget, type BudgetLimits } from './budget.ts';

export interface GateLimits {
  /** How many requests may be under way on a mailbox at a time (GRAPH 4). */
  readonly atATime: number;
  readonly budget: BudgetLimits;
}

export const outlookLimits: GateLimits = { atATime: 4, budget: outlookBudget };

/** A queue to one mailbox. The lanes of a mailbox take turns, so that none starves another. */
export interface Lane {
  /** Runs `work` when its turn comes; `requests` is what Graph counts it as. */
  run<T>(requests: number, work: () => Promise<T>): Promise<T>;
  /** The service asked for a pause: nothing goes out before it is over. */
  pause(waitMs: number): void;
}

interface Waiting {
  readonly places: number;
  readonly requests: number;
  readonly start: () => void;
}

/** What everything in this process that talks to one mailbox shares. */
class Gate {
  readonly #clock: Clock;
  readonly #limits: GateLimits;
  readonly #budget: Budget;
  readonly #lanes = new Map<string, Waiting[]>();
  #placesTaken = 0;
  #pausedUntilMs = 0;
  #wakeAtMs = Infinity;

  constructor(clock: Clock, limits: GateLimits) {
    this.#clock = clock;
    this.#limits = limits;
    this.#budget = new Budget(limits.budget);
  }

  lane(name: string): Lane {
    return {
      run: (requests, work) => this.#enter(name, requests, work),
      pause: (waitMs) => {
        this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#clock.now() + waitMs);
      },
    };
  }

  isIdle(): boolean {
    return this.#placesTaken === 0 && this.#lanes.size === 0 && this.#budget.isEmpty(this.#clock.now());
  }

  async #enter<T>(lane: string, requests: number, work: () => Promise<T>): Promise<T> {
    // Graph works on up to four parts of a batch at a time (GRAPH 3), so a batch takes as many places.
    const places = Math.min(requests, this.#limits.atATime);
    await new Promise<void>((start) => {
      const queue = this.#lanes.get(lane) ?? [];
      queue.push({ places, requests, start });
      this.#lanes.set(lane, queue);
      this.#admit();
    });
    try {
      return await work();
    } finally {
      this.#placesTaken -= places;
      this.#admit();
    }
  }

  #admit(): void {
    for (;;) {
      const [entry] = this.#lanes;
      if (!entry) return;
      const [name, queue] = entry;
      const next = queue[0];
      if (!next) return;
      if (this.#placesTaken + next.places > this.#limits.atATime) return;
      const nowMs = this.#clock.now();
      const waitMs = Math.max(this.#pausedUntilMs - nowMs, this.#budget.waitMs(next.requests, nowMs));
      if (waitMs > 0) {
        this.#wakeIn(waitMs);
        return;
      }
      queue.shift();
      // To the end of the round: the other lanes come first.
      this.#lanes.delete(name);
      if (queue.length > 0) this.#lanes.set(name, queue);
      this.#placesTaken += next.places;
      this.#budget.spend(next.requests, nowMs);
      next.start();
    }
  }

  #wakeIn(waitMs: number): void {
    const atMs = this.#clock.now() + waitMs;
    if (atMs >= this.#wakeAtMs) return;
    this.#wakeAtMs = atMs;
    const wake = () => {
      this.#wakeAtMs = Infinity;
      this.#admit();
    };
    this.#clock.sleep(waitMs).then(wake, wake);
  }
}

/** The gates of all mailboxes that this process talks to. There is one of these in a process. */
export interface Gates {
  /** @param mailbox tenant and person, such as `tenantId/personId`. @param lane who asks, such as the kind. */
  lane(mailbox: string, lane: string): Lane;
  /**
   * For a service of the mailbox of which nobody says whether the mailbox's limits hold for it (To Do, GRAPH 4). It goes by the same limits on its
   * own, and together with the others from the first pause on that it asks for.
   */
  laneApart(mailbox: string, lane: string): Lane;
}

const keptWhenIdle = 1000;

export function createGates(clock: Clock, limits: GateLimits = outlookLimits): Gates {
  const gates = new Map<string, Gate>();
  /** Mailboxes in which what was apart turned out to share the limits. */
  const joined = new Set<string>();
  const lane = (mailbox: string, name: string): Lane => {
    let gate = gates.get(mailbox);
    if (!gate) {
      if (gates.size >= keptWhenIdle) for (const [key, idle] of gates) if (idle.isIdle()) gates.delete(key);
      gate = new Gate(clock, limits);
      gates.set(mailbox, gate);
    }
    return gate.lane(name);
  };
  return {
    lane,
    laneApart(mailbox, name) {
      const now = () => lane(joined.has(mailbox) ? mailbox : `${mailbox} ${name}`, name);
      return {
        run: (requests, work) => now().run(requests, work),
        pause: (waitMs) => {
          // Also what waits in its own queue still has to wait.
          now().pause(waitMs);
          joined.add(mailbox);
          now().pause(waitMs);
        },
      };
    },
  };
}
