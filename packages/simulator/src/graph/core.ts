import type { Faults } from '../faults.ts';
import type { RequestLog } from '../requestLog.ts';
import type { SimulatorState } from '../state/types.ts';
import type { Throttle } from '../throttle.ts';
import type { GraphAnswer, GraphCall, MailboxCall } from './call.ts';
import type { Router } from './router.ts';

/** All that answering a Graph request needs. */
export type GraphCore = {
  state: SimulatorState;
  throttle: Throttle;
  faults: Faults;
  log: RequestLog;
  /** How long each Graph request takes of the clock's time. */
  latencyMs: () => number;
  /** Routes with the whole path, and routes below `/me` and `/users/{id}` that need a mailbox. */
  root: Router<GraphCall, GraphAnswer>;
  mailbox: Router<MailboxCall, GraphAnswer>;
};

/** A request as it came, direct or as a part of a $batch, before anybody is known. */
export type IncomingRequest = {
  method: string;
  origin: string;
  /** Path and query after `/v1.0`, as written. */
  target: string;
  header: (name: string) => string | null;
  body: GraphCall['body'];
  bytes: GraphCall['bytes'];
  /** The body could not be read as JSON. */
  bodyBroken: boolean;
  uploadBytes: number;
  batchPart: string | null;
};
