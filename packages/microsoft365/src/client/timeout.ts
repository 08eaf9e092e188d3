import type { Clock } from '@counterpart/engine';

/** Nothing came in time. */
class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/**
 * Runs `work`, and gives it up after a time: its signal is aborted and the promise is rejected even where the work does not listen.
 * @throws TimedOut
 */
export async function withTimeout<T>(
  clock: Clock,
  timeoutMs: number | null,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const giveUp = new AbortController();
  if (timeoutMs === null) return work(giveUp.signal);
  const timer = new AbortController();
  const expired = new Promise<never>((_, reject) => {
    const expire = () => {
      if (timer.signal.aborted) return;
      const error = new TimedOut(`No answer within ${timeoutMs} ms`);
      reject(error);
      giveUp.abort(error);
    };
    // A sleep that was called off may end either way; only one that ran its time counts.
    clock.sleep(timeoutMs, timer.signal).then(expire, () => undefined);
  });
  try {
    return await Promise.race([work(giveUp.signal), expired]);
  } finally {
    timer.abort();
  }
}
