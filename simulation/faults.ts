import type { FaultSeed } from '@counterpart/simulator';

const changes = { path: '/delta' };
const token = { path: 'deltatoken=' };
const patch = { method: 'PATCH' };

/** What may go wrong between connector and tenant, by name. */
export const requestFaults: { readonly [name: string]: FaultSeed } = {
  replyLost: { fault: { kind: 'replyLost' } },
  'replyLost to a write': { fault: { kind: 'replyLost' }, match: { path: '^/\\$batch' } },
  connectionLost: { fault: { kind: 'connectionLost' } },
  'throttled, seconds': { fault: { kind: 'throttled', retryAfter: 'seconds', seconds: 3 } },
  'throttled, date': { fault: { kind: 'throttled', retryAfter: 'date', seconds: 3 } },
  'throttled, no wait named': { fault: { kind: 'throttled', retryAfter: 'none' } },
  '503': { fault: { kind: 'status', status: 503 } },
  '504 after the write': { fault: { kind: 'status', status: 504, afterWrite: true } },
  '500': { fault: { kind: 'status', status: 500 } },
  '404 on update': { fault: { kind: 'status', status: 404 }, match: patch },
  '412 on update': { fault: { kind: 'status', status: 412 }, match: patch },
  '409 on update': { fault: { kind: 'status', status: 409 }, match: patch },
  '403 on a look': { fault: { kind: 'accessDenied' }, match: { method: 'GET', batchPart: true } },
  'cursor expired, 410': { fault: { kind: 'deltaExpired', status: 410 }, match: token },
  'cursor expired, 400': { fault: { kind: 'deltaExpired', status: 400 }, match: token },
  'answer cut off': { fault: { kind: 'cutOff' } },
  'empty page': { fault: { kind: 'emptyPage' }, match: changes },
  'entries repeated': { fault: { kind: 'repeatEntries' }, match: changes },
  'entries shuffled': { fault: { kind: 'shuffleEntries' }, match: changes },
  'unknown removed': { fault: { kind: 'unknownRemoved', count: 2 }, match: changes },
  tokenExpired: { fault: { kind: 'tokenExpired' } },
};
