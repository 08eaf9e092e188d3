interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * Virtual time for everybody at once: it stands still while anybody works, and jumps to the next timer when all wait. It is the engine's and
 * the connector's clock as well as the simulated tenant's.
 */
export class VirtualClock {
  #nowMs = Date.UTC(2026, 0, 5);
  #order = 0;
  readonly #timers = new Set<Timer>();

  now = (): number => this.#nowMs;

  schedule = (run: () => void, delayMs: number): (() => void) => {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), order: (this.#order += 1), run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  };

  sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const cancel = this.schedule(resolve, ms);
      signal?.addEventListener('abort', () => {
        cancel();
        reject(new Error('The wait was called off', { cause: signal.reason }));
      });
    });

  /** Moves on, running what falls due on the way. */
  advance(byMs: number): void {
    const untilMs = this.#nowMs + Math.max(0, byMs);
    for (let timer = this.#next(); timer !== undefined && timer.atMs <= untilMs; timer = this.#next())
      this.#fire(timer);
    this.#nowMs = untilMs;
  }

  /** Lets time pass until the work is done. */
  async drive<T>(work: Promise<T>): Promise<T> {
    const state = { done: false };
    const finish = () => {
      state.done = true;
    };
    work.then(finish, finish);
    let idle = 0;
    for (;;) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      if (state.done) break;
      const timer = this.#next();
      if (timer) this.#fire(timer);
      idle = timer ? 0 : idle + 1;
      if (idle > 1000) throw new Error('Everybody waits and no timer is set: the work never ends (V14)');
    }
    return work;
  }

  #next(): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers)
      if (!next || timer.atMs < next.atMs || (timer.atMs === next.atMs && timer.order < next.order))
        next = timer;
    return next;
  }

  #fire(timer: Timer): void {
    this.#timers.delete(timer);
    this.#nowMs = Math.max(this.#nowMs, timer.atMs);
    timer.run();
  }
}
