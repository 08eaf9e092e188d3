import type { RequestFault } from '../faults.ts';
import { ConnectionLost } from '../faults.ts';
import { newItemIds } from '../state/ids.ts';
import type { Json, JsonObject, SimulatorState } from '../state/types.ts';
import { unauthorised } from './authenticate.ts';
import { isObject } from './body.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { deltaExpired } from './delta.ts';
import { graphError } from './errors.ts';

/** As much of a call as faults need: a whole batch has no more. */
type Disturbed = Pick<GraphCall, 'state' | 'origin' | 'rawPath' | 'query'>;

/** What the fault does before the request takes effect: throws, or lets it pass. */
export function disturbBefore(call: Disturbed, fault: RequestFault): void {
  switch (fault.kind) {
    case 'connectionLost':
      throw new ConnectionLost();
    case 'throttled':
      throw throttledError(call.state, fault);
    case 'status':
      if (fault.afterWrite !== true) throw statusError(fault);
      break;
    case 'deltaExpired':
      throw deltaExpired(call, fault.status);
    case 'tokenExpired':
      throw unauthorised(call, 'Lifetime validation failed, the token is expired.');
    case 'accessDenied':
      throw graphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
    case 'mailboxGone':
      throw graphError(404, 'MailboxNotEnabledForRESTAPI', 'REST API is not yet supported for this mailbox.');
    default:
  }
}

/** What the fault does to the answer, after the effect. */
export function disturbAfter(call: Disturbed, fault: RequestFault, answer: GraphAnswer): GraphAnswer {
  switch (fault.kind) {
    case 'replyLost':
      throw new ConnectionLost();
    case 'status':
      throw statusError(fault);
    case 'cutOff':
      return { ...answer, cutOff: true };
    case 'emptyPage':
      return emptied(call, answer);
    case 'repeatEntries':
      return withEntries(answer, (entries) =>
        entries
          .flatMap((entry) => (call.state.random() < 0.5 ? [entry, entry] : [entry]))
          .concat(entries.slice(0, 1)),
      );
    case 'shuffleEntries':
      return withEntries(answer, (entries) => shuffled(call.state, entries));
    case 'unknownRemoved':
      return withEntries(answer, (entries) =>
        shuffled(call.state, [...entries, ...inventedRemovals(call.state, fault.count ?? 1)]),
      );
    default:
      return answer;
  }
}

/** A 429, its wait written as seconds, as an HTTP date, or left out (GRAPH 4, 9). */
function throttledError(state: SimulatorState, fault: RequestFault & { kind: 'throttled' }): Error {
  const seconds = fault.seconds ?? 10;
  const headers: Record<string, string> = {};
  if (fault.retryAfter === 'date')
    headers['retry-after'] = new Date(state.clock.now() + seconds * 1000).toUTCString();
  else if (fault.retryAfter !== 'none') headers['retry-after'] = String(seconds);
  return graphError(429, 'TooManyRequests', 'Please retry again later.', headers);
}

const CODES: Record<number, string> = {
  404: 'ErrorItemNotFound',
  409: 'ErrorSaveConflict',
  412: 'ErrorIrresolvableConflict',
  500: 'ErrorInternalServerError',
  503: 'ServiceNotAvailable',
  504: 'GatewayTimeout',
};

function statusError(fault: RequestFault & { kind: 'status' }): Error {
  const headers: Record<string, string> =
    fault.retryAfterS === undefined ? {} : { 'retry-after': String(fault.retryAfterS) };
  const { status, code = CODES[status] ?? 'UnknownError', message = '' } = fault;
  return graphError(status, code, message, headers);
}

function withEntries(answer: GraphAnswer, change: (entries: Json[]) => Json[]): GraphAnswer {
  const body = answer.body;
  if (!isPage(body)) return answer;
  return { ...answer, body: { ...body, value: change(body.value) } };
}

/** The request's own URL becomes the nextLink of an empty page: the fault must have a limit of times, or it never ends. */
function emptied(call: Disturbed, answer: GraphAnswer): GraphAnswer {
  const body = answer.body;
  if (!isPage(body)) return answer;
  const { '@odata.deltaLink': _delta, ...rest } = body;
  const query = call.query.size === 0 ? '' : `?${call.query.toString()}`;
  return {
    ...answer,
    body: { ...rest, value: [], '@odata.nextLink': `${call.origin}/v1.0${call.rawPath}${query}` },
  };
}

function isPage(body: GraphAnswer['body']): body is JsonObject & { value: Json[] } {
  return !(body instanceof Uint8Array) && isObject(body) && Array.isArray(body['value']);
}

function inventedRemovals(state: SimulatorState, count: number): Json[] {
  return Array.from({ length: count }, () => ({
    id: newItemIds(state).id,
    '@removed': { reason: 'deleted' },
  }));
}

/** A copy in another order, by the simulator's chance. */
export function shuffled<T>(state: SimulatorState, entries: readonly T[]): T[] {
  const copy = [...entries];
  for (let index = copy.length - 1; index > 0; index--) {
    const other = Math.floor(state.random() * (index + 1));
    const [a, b] = [copy[index], copy[other]];
    if (a !== undefined && b !== undefined) [copy[index], copy[other]] = [b, a];
  }
  return copy;
}
