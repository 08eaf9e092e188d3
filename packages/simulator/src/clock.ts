/** Time as the simulator sees it. Everything that reads the time or waits goes through one of these. */
export type Clock = {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Calls `run` once after `delayMs`; the returned function takes that back. */
  schedule(run: () => void, delayMs: number): () => void;
};

/** The machine's own time. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    schedule(run, delayMs) {
      const timer = setTimeout(run, delayMs);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}

/** Resolves after `delayMs` of the clock's time, at once when that is not positive. */
export function sleep(clock: Clock, delayMs: number): Promise<void> {
  if (delayMs <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    clock.schedule(resolve, delayMs);
  });
}

/** What the promise gives, or null when that takes longer than `limitMs`. */
export function within<T>(clock: Clock, limitMs: number, promise: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const cancel = clock.schedule(() => resolve(null), limitMs);
    promise.then(resolve, reject).finally(cancel);
  });
}

/** A clock that stands still until it is moved: for tests and simulations in virtual time. */
export type ManualClock = Clock & {
  /** Moves time on, running what falls due on the way in order of time; lets promises settle in between. */
  advance(byMs: number): Promise<void>;
  /** Milliseconds until the next scheduled call, or null when there is none. */
  untilNextMs(): number | null;
};

export function manualClock(startMs: number): ManualClock {
  let nowMs = startMs;
  let sequence = 0;
  const due = new Map<number, { atMs: number; run: () => void }>();

  function next(): [number, { atMs: number; run: () => void }] | null {
    let best: [number, { atMs: number; run: () => void }] | null = null;
    for (const entry of due) if (best === null || entry[1].atMs < best[1].atMs) best = entry;
    return best;
  }

  return {
    now: () => nowMs,
    schedule(run, delayMs) {
      const id = sequence++;
      due.set(id, { atMs: nowMs + Math.max(0, delayMs), run });
      return () => void due.delete(id);
    },
    async advance(byMs) {
      const untilMs = nowMs + byMs;
      await settle();
      for (let entry = next(); entry !== null && entry[1].atMs <= untilMs; entry = next()) {
        due.delete(entry[0]);
        nowMs = Math.max(nowMs, entry[1].atMs);
        entry[1].run();
        await settle();
      }
      nowMs = untilMs;
    },
    untilNextMs() {
      const entry = next();
      return entry === null ? null : Math.max(0, entry[1].atMs - nowMs);
    },
  };
}

/** Lets pending promise callbacks run: a macrotask turn, which all microtasks precede. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
