import { within } from '../../clock.ts';
import { newGuid } from '../../state/ids.ts';
import type { JsonObject, SimulatorState } from '../../state/types.ts';
import type { Deliver } from './handshake.ts';

type Parcel = { subscriptionId: string; message: JsonObject };

/** Carries notifications to their endpoints. */
export type Courier = {
  /** Queues one; what is queued for one address at one moment goes in one POST. */
  post(url: string, subscriptionId: string, message: JsonObject, place?: 'first' | 'last'): void;
  pending(): number;
};

/** An endpoint must answer within 3 s; later is a failure (GRAPH 5, Delivery). */
const ANSWER_MS = 3000;
const GIVE_UP_AFTER_MS = 4 * 3600_000;
const RETRY_AFTER_MS = [10_000, 30_000, 60_000, 120_000, 300_000];
const MOST_IN_ONE_POST = 100;

/** `onDropped` gets the subscriptions of notifications that could not be delivered for four hours. */
export function createCourier(
  state: SimulatorState,
  deliver: Deliver,
  delayMs: () => number,
  onDropped: (subscriptionIds: string[]) => void,
): Courier {
  const queues = new Map<string, Parcel[]>();
  let underway = 0;

  function flush(url: string): void {
    const parcels = queues.get(url) ?? [];
    queues.delete(url);
    underway += parcels.length;
    for (let start = 0; start < parcels.length; start += MOST_IN_ONE_POST) {
      void attempt(url, parcels.slice(start, start + MOST_IN_ONE_POST), state.clock.now(), 0);
    }
  }

  /** Never rejects: a failure is tried again until the time is up. */
  async function attempt(url: string, parcels: Parcel[], firstAtMs: number, tries: number): Promise<void> {
    if (await accepted(url, parcels)) {
      underway -= parcels.length;
      return;
    }
    const waitMs = RETRY_AFTER_MS[Math.min(tries, RETRY_AFTER_MS.length - 1)] ?? 0;
    if (state.clock.now() + waitMs - firstAtMs > GIVE_UP_AFTER_MS) {
      underway -= parcels.length;
      onDropped([...new Set(parcels.map(({ subscriptionId }) => subscriptionId))]);
      return;
    }
    state.clock.schedule(() => void attempt(url, parcels, firstAtMs, tries + 1), waitMs);
  }

  async function accepted(url: string, parcels: Parcel[]): Promise<boolean> {
    // A subscription that was deleted meanwhile is not told any more; its own end is.
    const alive = parcels.filter(
      ({ subscriptionId, message }) => state.subscriptions.has(subscriptionId) || 'lifecycleEvent' in message,
    );
    if (alive.length === 0) return true;
    const value = alive.map(({ message }) => ({ id: newGuid(state), ...message }));
    const request = new Request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ value }),
    });
    // An endpoint that cannot be reached has not accepted anything; what it said is of no use to the sender.
    const status = deliver(request).then(
      (response) => response.status,
      () => 0,
    );
    const answered = await within(state.clock, ANSWER_MS, status);
    return answered !== null && answered >= 200 && answered < 300;
  }

  return {
    post(url, subscriptionId, message, place = 'last') {
      const queue = queues.get(url);
      const parcel = { subscriptionId, message };
      if (queue === undefined) {
        queues.set(url, [parcel]);
        state.clock.schedule(() => flush(url), delayMs());
      } else if (place === 'first') {
        queue.unshift(parcel);
      } else {
        queue.push(parcel);
      }
    },
    pending() {
      let queued = underway;
      for (const queue of queues.values()) queued += queue.length;
      return queued;
    },
  };
}
