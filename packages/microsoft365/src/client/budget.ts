/** How many requests may go out in a span of time. */
export interface BudgetLimits {
  readonly requests: number;
  readonly perMs: number;
}

/** Outlook's limit for one app on one mailbox ("Microsoft Graph service-specific throttling limits"). */
export const outlookBudget: BudgetLimits = { requests: 10_000, perMs: 600_000 };

const slices = 120;

/** Counts the requests of the last span in slices of time, so that we wait instead of being refused (B10). */
export class Budget {
  readonly #limits: BudgetLimits;
  readonly #sliceMs: number;
  /** Oldest first. */
  #spent: { slice: number; requests: number }[] = [];
  #total = 0;

  constructor(limits: BudgetLimits) {
    this.#limits = limits;
    this.#sliceMs = limits.perMs / slices;
  }

  /** Milliseconds until so many requests may go out; 0: now. */
  waitMs(requests: number, nowMs: number): number {
    this.#forget(nowMs);
    let free = this.#limits.requests - this.#total;
    if (free >= requests) return 0;
    for (const { slice, requests: spent } of this.#spent) {
      free += spent;
      // The whole slice counts until its end has left the span.
      if (free >= requests)
        return Math.max(1, Math.ceil((slice + 1) * this.#sliceMs + this.#limits.perMs - nowMs));
    }
    return this.#limits.perMs;
  }

  spend(requests: number, nowMs: number): void {
    const slice = Math.floor(nowMs / this.#sliceMs);
    const last = this.#spent.at(-1);
    if (last?.slice === slice) last.requests += requests;
    else this.#spent.push({ slice, requests });
    this.#total += requests;
  }

  isEmpty(nowMs: number): boolean {
    this.#forget(nowMs);
    return this.#total === 0;
  }

  #forget(nowMs: number): void {
    let first = this.#spent[0];
    while (first && (first.slice + 1) * this.#sliceMs + this.#limits.perMs <= nowMs) {
      this.#total -= first.requests;
      this.#spent.shift();
      first = this.#spent[0];
    }
  }
}
