/** One Graph request as it was answered. */
export type LoggedRequest = {
  /** Position in the log, from 1. */
  sequence: number;
  atMs: number;
  method: string;
  /** Path with query, after `/v1.0`. */
  path: string;
  tenantId: string | null;
  appId: string | null;
  /** Whose mailbox or directory entry was asked for, or null. */
  personId: string | null;
  /** HTTP status; 0 when the connection was dropped before an answer. */
  status: number;
  requestId: string;
  /** Id of the part when it came in a $batch. */
  batchPart: string | null;
  /** Kind of the fault that was put in, or null. */
  fault: string | null;
};

export type RequestCounters = {
  requests: number;
  batches: number;
  reads: number;
  writes: number;
  throttled: number;
  failed: number;
  byMailbox: Record<string, { reads: number; writes: number; throttled: number }>;
};

/** The newest requests, and counters over all of them. */
export type RequestLog = {
  add(request: Omit<LoggedRequest, 'sequence'>): void;
  /** Requests after a sequence number, oldest first, as far as they are still kept. */
  since(sequence: number): LoggedRequest[];
  counters(): RequestCounters;
  reset(): void;
};

export function createRequestLog(capacity: number): RequestLog {
  let ring: LoggedRequest[] = [];
  let last = 0;
  let totals = emptyCounters();

  function count(request: Omit<LoggedRequest, 'sequence'>): void {
    const isRead = request.method === 'GET';
    if (request.path === '/$batch') {
      totals.batches++;
      return;
    }
    totals.requests++;
    if (isRead) totals.reads++;
    else totals.writes++;
    if (request.status === 429) totals.throttled++;
    if (request.status >= 400 || request.status === 0) totals.failed++;
    if (request.personId === null) return;
    const mailbox = (totals.byMailbox[request.personId] ??= { reads: 0, writes: 0, throttled: 0 });
    if (isRead) mailbox.reads++;
    else mailbox.writes++;
    if (request.status === 429) mailbox.throttled++;
  }

  return {
    add(request) {
      last++;
      count(request);
      ring[(last - 1) % capacity] = { sequence: last, ...request };
    },
    since(sequence) {
      const found: LoggedRequest[] = [];
      for (let at = Math.max(sequence, last - capacity) + 1; at <= last; at++) {
        const request = ring[(at - 1) % capacity];
        if (request !== undefined) found.push(request);
      }
      return found;
    },
    counters: () => structuredClone(totals),
    reset() {
      ring = [];
      last = 0;
      totals = emptyCounters();
    },
  };
}

function emptyCounters(): RequestCounters {
  return { requests: 0, batches: 0, reads: 0, writes: 0, throttled: 0, failed: 0, byMailbox: {} };
}
