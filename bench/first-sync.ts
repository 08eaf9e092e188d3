import type { BenchKind } from './kinds.ts';
import { setStage } from './stage.ts';

/** A first sync of a full CRM into an empty mailbox, from "Enable" until everything is in step. */
export async function firstSync({
  kind,
  ...options
}: {
  readonly kind: BenchKind;
  readonly records: number;
}) {
  const stage = await setStage();
  try {
    await stage.add(kind, options.records);
    const { sync } = stage.running.services;
    const { defaults } = await sync.configuration(stage.actor, kind);
    const before = await stage.requests();
    const startedAt = performance.now();
    await sync.enable(stage.actor, kind, { ...defaults, firstSyncCap: options.records });
    const done = await stage.until(
      kind,
      ({ state, counters }) =>
        state === 'active' && counters.linked >= options.records && counters.waiting === 0,
    );
    const seconds = (performance.now() - startedAt) / 1000;
    const requests = (await stage.requests()) - before;
    // One request per record, one for the folder, one page of an empty folder.
    const fewestRequests = options.records + 2;
    return {
      records: options.records,
      seconds,
      recordsPerSecond: options.records / seconds,
      requests,
      fewestRequests,
      requestRatio: requests / fewestRequests,
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
      counters: done.counters,
    };
  } finally {
    await stage.stop();
  }
}
