import { setStage } from './stage.ts';

/** A first sync of a full CRM into an empty mailbox, from "Enable" until everything is in step. */
export async function firstSync(options: { readonly kind: string; readonly records: number }) {
  if (options.kind !== 'contact') throw new Error('first-sync knows the kind contact');
  const stage = await setStage();
  try {
    await stage.addContacts(options.records);
    const { sync } = stage.running.services;
    const { defaults } = await sync.configuration(stage.actor, 'contact');
    const before = await stage.requests();
    const startedAt = performance.now();
    await sync.enable(stage.actor, 'contact', { ...defaults, firstSyncCap: options.records });
    const done = await stage.until(
      'contact',
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
