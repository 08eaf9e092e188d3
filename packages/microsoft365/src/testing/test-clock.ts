import type { Clock } from '@counterpart/engine';

/** Virtual time for the connector and the simulator at once: when nothing else happens, time moves on to whatever is due next. */
export class TestClock implements Clock {
  #nowMs = Date.UTC(2026, 5, 1, 9);
  #timers = new Map<number, { atMs: number; run: () => void }>();
  #next = 0;
  #turning = false;
  /** Requests under way: time stands still for them, unless they wait for it themselves. */
  underWay = 0;
  /** Everything that was slept, in milliseconds, timeouts left out. */
  readonly slept: number[] = [];

  now(): number {
    return this.#nowMs;
  }

  schedule(run: () => void, delayMs: number): () => void {
    const id = this.#next++;
    this.#timers.set(id, { atMs: this.#nowMs + Math.max(0, delayMs), run });
    if (!this.#turning) {
      this.#turning = true;
      void this.#turn();
    }
    return () => void this.#timers.delete(id);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (!signal) this.slept.push(ms);
    return new Promise((resolve) => {
      const cancel = this.schedule(resolve, ms);
      signal?.addEventListener('abort', () => {
        cancel();
        resolve();
      });
    });
  }

  async #turn(): Promise<void> {
    while (this.#timers.size > 0) {
      for (let turns = 0; turns < (this.underWay > 0 ? 40 : 3); turns += 1)
        await new Promise((resolve) => {
          // oxlint-disable-next-line no-restricted-globals -- a turn of the event loop, not a wait
          setImmediate(resolve);
        });
      let due: [number, { atMs: number; run: () => void }] | undefined;
      for (const entry of this.#timers) if (!due || entry[1].atMs < due[1].atMs) due = entry;
      if (!due) break;
      this.#timers.delete(due[0]);
      this.#nowMs = Math.max(this.#nowMs, due[1].atMs);
      due[1].run();
    }
    this.#turning = false;
  }
}
