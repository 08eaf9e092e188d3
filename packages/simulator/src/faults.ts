import { newGuid } from './state/ids.ts';

/** What goes wrong with a Graph request. */
export type RequestFault =
  /** The connection breaks before anything happens. */
  | { kind: 'connectionLost' }
  /** The effect happens, then the connection breaks: the reply is lost. */
  | { kind: 'replyLost' }
  /** 429; `retryAfter` tells how the wait is written. */
  | { kind: 'throttled'; retryAfter?: 'seconds' | 'date' | 'none'; seconds?: number }
  /** Any status with Graph's error body; `afterWrite` lets the effect happen first (503, 504, 404, 409, 412 …). */
  | {
      kind: 'status';
      status: number;
      code?: string;
      message?: string;
      retryAfterS?: number;
      afterWrite?: boolean;
    }
  /** The delta token of this request has expired: 410 with Location, or 40x with syncStateNotFound. */
  | { kind: 'deltaExpired'; status?: 400 | 404 | 410 }
  /** The JSON of the answer breaks off in the middle. */
  | { kind: 'cutOff' }
  /** A page of a collection: no entries, and a nextLink that leads to them. */
  | { kind: 'emptyPage' }
  /** Entries of a delta page come twice, or in another order. */
  | { kind: 'repeatEntries' }
  | { kind: 'shuffleEntries' }
  /** A delta page tells of removed ids that nobody ever saw. */
  | { kind: 'unknownRemoved'; count?: number }
  /** 401: the token is said to have expired. */
  | { kind: 'tokenExpired' }
  /** 403: the permission is missing. */
  | { kind: 'accessDenied' }
  /** 404 MailboxNotEnabledForRESTAPI. */
  | { kind: 'mailboxGone' }
  /** The answer comes that much later. */
  | { kind: 'slow'; delayMs: number };

/** What goes wrong with a change notification on its way. */
export type NotificationFault =
  | { kind: 'notificationLost' }
  | { kind: 'notificationDoubled' }
  | { kind: 'notificationLate'; delayMs: number }
  | { kind: 'notificationsReordered' }
  /** A second notification with a wrong clientState comes beside the true one. */
  | { kind: 'notificationForged' };

export type Fault = RequestFault | NotificationFault;

export type FaultRule = {
  id: string;
  fault: Fault;
  match: {
    method?: string;
    /** Regular expression on path and query after `/v1.0` (`^/\\$batch` for a whole batch), or on the resource of a notification. */
    path?: string;
    /** Person id, userPrincipalName or mail. */
    person?: string;
    /** True: only parts of a $batch; false: only direct calls. */
    batchPart?: boolean;
  };
  /** How often it strikes; absent: always. */
  times?: number;
  /** How many matching requests pass before the first. */
  skip?: number;
  /** Chance of each strike, 0 to 1; absent: 1. */
  probability?: number;
  /** How often it has struck. */
  struck: number;
};

export type FaultSeed = Omit<FaultRule, 'id' | 'struck' | 'match'> & {
  id?: string;
  match?: FaultRule['match'];
};

export type Struck = { method: string; path: string; names: readonly string[]; batchPart: boolean };

/** Path of a batch as a whole. */
export const BATCH_PATH = '/$batch';

const NOTIFICATION_KINDS: ReadonlySet<string> = new Set<NotificationFault['kind']>([
  'notificationLost',
  'notificationDoubled',
  'notificationLate',
  'notificationsReordered',
  'notificationForged',
]);

const REQUEST_KINDS: RequestFault['kind'][] = [
  'connectionLost',
  'replyLost',
  'throttled',
  'status',
  'deltaExpired',
  'cutOff',
  'emptyPage',
  'repeatEntries',
  'shuffleEntries',
  'unknownRemoved',
  'tokenExpired',
  'accessDenied',
  'mailboxGone',
  'slow',
];

/** All kinds by name. */
export const FAULT_KINDS: readonly string[] = [...REQUEST_KINDS, ...NOTIFICATION_KINDS];

export type Faults = {
  add(seed: FaultSeed): FaultRule;
  remove(id: string): boolean;
  clear(): void;
  rules(): FaultRule[];
  /** The fault that strikes this request: the first rule that matches, is not used up, and wins its chance. */
  onRequest(request: Struck): RequestFault | null;
  onNotification(request: Struck): NotificationFault | null;
};

export function createFaults(random: () => number): Faults {
  let rules: { rule: FaultRule; pattern: RegExp | null; passed: number }[] = [];

  function strike(request: Struck, notification: boolean): Fault | null {
    for (const entry of rules) {
      const { rule, pattern } = entry;
      if (NOTIFICATION_KINDS.has(rule.fault.kind) !== notification || !applies(rule, pattern, request))
        continue;
      if (rule.times !== undefined && rule.struck >= rule.times) continue;
      if (entry.passed++ < (rule.skip ?? 0)) continue;
      if (rule.probability !== undefined && random() >= rule.probability) continue;
      rule.struck++;
      return rule.fault;
    }
    return null;
  }

  return {
    add(seed) {
      const rule: FaultRule = { match: {}, ...seed, id: seed.id ?? newGuid({ random }), struck: 0 };
      const { path } = rule.match;
      rules.push({ rule, pattern: path === undefined ? null : new RegExp(path, 'i'), passed: 0 });
      return rule;
    },
    remove(id) {
      const before = rules.length;
      rules = rules.filter(({ rule }) => rule.id !== id);
      return rules.length < before;
    },
    clear: () => void (rules = []),
    rules: () => rules.map(({ rule }) => rule),
    onRequest: (request) => (rules.length === 0 ? null : (strike(request, false) as RequestFault | null)),
    onNotification: (request) =>
      rules.length === 0 ? null : (strike(request, true) as NotificationFault | null),
  };
}

function applies(rule: FaultRule, pattern: RegExp | null, request: Struck): boolean {
  const { method, person, batchPart } = rule.match;
  if (method !== undefined && method.toUpperCase() !== request.method) return false;
  if (batchPart !== undefined && batchPart !== request.batchPart) return false;
  // A whole batch is struck only by a rule that names it: others mean its parts.
  if (request.path === BATCH_PATH && pattern === null) return false;
  if (person !== undefined && !request.names.includes(person.toLowerCase())) return false;
  return pattern === null || pattern.test(request.path);
}

/** A broken connection: what `fetch` throws, and what the HTTP server turns into a closed socket. */
export class ConnectionLost extends TypeError {
  constructor() {
    super('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) });
  }
}
