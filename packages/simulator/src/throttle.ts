import type { Clock } from './clock.ts';

/** Microsoft's published limits per app and mailbox (GRAPH 4); null switches one off. */
export type ThrottleLimits = {
  requestsPerWindow: number | null;
  windowMs: number;
  concurrent: number | null;
  uploadBytesPerWindow: number | null;
  uploadWindowMs: number;
  /** What a client over the concurrency limit is told to wait. */
  concurrencyRetryAfterS: number;
};

export const PUBLISHED_LIMITS: ThrottleLimits = {
  requestsPerWindow: 10_000,
  windowMs: 600_000,
  concurrent: 4,
  uploadBytesPerWindow: 150 * 1024 * 1024,
  uploadWindowMs: 300_000,
  concurrencyRetryAfterS: 1,
};

type Counter = {
  running: number;
  windowStartMs: number;
  requests: number;
  uploadStartMs: number;
  uploadBytes: number;
};

export type Entry =
  | { ok: true; leave: () => void }
  | { ok: false; reason: 'requests' | 'upload' | 'concurrency'; retryAfterS: number };

/** Counts requests per app and mailbox in windows that begin with their first request; throttled ones count too (GRAPH 4). */
export type Throttle = {
  limits: ThrottleLimits | null;
  enter(appId: string, mailbox: string, uploadBytes: number): Entry;
  reset(): void;
};

const nothing = (): void => undefined;

export function createThrottle(clock: Clock, limits: ThrottleLimits | null): Throttle {
  const counters = new Map<string, Counter>();

  function counterOf(key: string, nowMs: number, now: ThrottleLimits): Counter {
    let counter = counters.get(key);
    if (counter === undefined) {
      counter = { running: 0, windowStartMs: nowMs, requests: 0, uploadStartMs: nowMs, uploadBytes: 0 };
      counters.set(key, counter);
    }
    if (nowMs >= counter.windowStartMs + now.windowMs) {
      counter.windowStartMs = nowMs;
      counter.requests = 0;
    }
    if (nowMs >= counter.uploadStartMs + now.uploadWindowMs) {
      counter.uploadStartMs = nowMs;
      counter.uploadBytes = 0;
    }
    return counter;
  }

  const throttle: Throttle = {
    limits,
    enter(appId, mailbox, uploadBytes) {
      const now = throttle.limits;
      if (now === null) return { ok: true, leave: nothing };
      const nowMs = clock.now();
      const counter = counterOf(`${appId} ${mailbox}`, nowMs, now);
      counter.requests++;
      counter.uploadBytes += uploadBytes;
      if (now.requestsPerWindow !== null && counter.requests > now.requestsPerWindow) {
        return {
          ok: false,
          reason: 'requests',
          retryAfterS: seconds(counter.windowStartMs + now.windowMs - nowMs),
        };
      }
      if (now.uploadBytesPerWindow !== null && counter.uploadBytes > now.uploadBytesPerWindow) {
        return {
          ok: false,
          reason: 'upload',
          retryAfterS: seconds(counter.uploadStartMs + now.uploadWindowMs - nowMs),
        };
      }
      if (now.concurrent !== null && counter.running >= now.concurrent) {
        return { ok: false, reason: 'concurrency', retryAfterS: now.concurrencyRetryAfterS };
      }
      counter.running++;
      return { ok: true, leave: () => void counter.running-- };
    },
    reset: () => counters.clear(),
  };
  return throttle;
}

function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}
