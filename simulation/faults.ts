import type { FaultSeed } from '@counterpart/simulator';

/** What may go wrong between connector and tenant, each at a rate at which histories still get somewhere. */
const catalogue: readonly FaultSeed[] = [
  { fault: { kind: 'replyLost' }, probability: 0.05 },
  { fault: { kind: 'connectionLost' }, probability: 0.05 },
  { fault: { kind: 'throttled', retryAfter: 'seconds', seconds: 3 }, probability: 0.05 },
  { fault: { kind: 'throttled', retryAfter: 'date', seconds: 3 }, probability: 0.03 },
  { fault: { kind: 'throttled', retryAfter: 'none' }, probability: 0.03 },
  { fault: { kind: 'status', status: 503 }, probability: 0.03 },
  { fault: { kind: 'status', status: 504, afterWrite: true }, probability: 0.03 },
  { fault: { kind: 'status', status: 404 }, match: { method: 'PATCH' }, probability: 0.05 },
  { fault: { kind: 'status', status: 412 }, match: { method: 'PATCH' }, probability: 0.05 },
  { fault: { kind: 'status', status: 409 }, match: { method: 'PATCH' }, probability: 0.03 },
  { fault: { kind: 'deltaExpired', status: 410 }, probability: 0.05 },
  { fault: { kind: 'deltaExpired', status: 400 }, probability: 0.03 },
  { fault: { kind: 'cutOff' }, probability: 0.03 },
  { fault: { kind: 'emptyPage' }, probability: 0.1 },
  { fault: { kind: 'repeatEntries' }, probability: 0.2 },
  { fault: { kind: 'shuffleEntries' }, probability: 0.2 },
  { fault: { kind: 'unknownRemoved', count: 2 }, probability: 0.2 },
  { fault: { kind: 'tokenExpired' }, probability: 0.03 },
];

/** A swarm's share of the faults. */
export function drawFaults(isOn: () => boolean): FaultSeed[] {
  return catalogue.filter(() => isOn());
}
