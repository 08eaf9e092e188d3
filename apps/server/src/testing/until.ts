import { setTimeout as wait } from 'node:timers/promises';

const LOOK_AGAIN_MS = 25;
const PATIENCE_MS = 30_000;

/** Looks again and again until what it sees fits. @throws with the last thing seen when it never does. */
export async function until<T>(
  look: () => Promise<T>,
  fits: (seen: T) => boolean,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += LOOK_AGAIN_MS) {
    const seen = await look();
    if (fits(seen)) return seen;
    if (waitedMs >= patienceMs) throw new Error(`It never came to be; last seen: ${JSON.stringify(seen)}`);
    await wait(LOOK_AGAIN_MS);
  }
}
