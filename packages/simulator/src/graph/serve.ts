import { textOf } from './body.ts';
import { sleep } from '../clock.ts';
import type { RequestFault } from '../faults.ts';
import { ConnectionLost } from '../faults.ts';
import { newGuid } from '../state/ids.ts';
import type { Person } from '../state/types.ts';
import { authenticate } from './authenticate.ts';
import type { Caller, GraphAnswer, GraphCall } from './call.ts';
import type { GraphCore, IncomingRequest } from './core.ts';
import { findTarget, type Target } from './dispatch.ts';
import { disturbAfter, disturbBefore } from './disturb.ts';
import { errorAnswer, GraphError, graphError } from './errors.ts';
import { appliedPreferences } from './prefer.ts';
import { readTarget } from './path.ts';

/** What was learned about a request on the way, for the log. */
type Trace = { caller: Caller | null; person: Person | null; fault: RequestFault | null };

/**
 * Answers one Graph request, direct or a part of a $batch: token, route, permission, faults, throttling, handler, log.
 * Throws only ConnectionLost, when a fault breaks the connection.
 */
export async function answerRequest(core: GraphCore, request: IncomingRequest): Promise<GraphAnswer> {
  const requestId = newGuid(core.state);
  const trace: Trace = { caller: null, person: null, fault: null };
  let answer: GraphAnswer;
  try {
    answer = await answerOrThrow(core, request, trace);
  } catch (error) {
    if (!(error instanceof GraphError)) {
      if (error instanceof ConnectionLost) record(core, request, trace, requestId, 0);
      throw error;
    }
    answer = errorAnswer(core.state, error, requestId, request.header('client-request-id'));
  }
  record(core, request, trace, requestId, answer.status);
  return { ...answer, headers: { ...standardHeaders(request, requestId), ...answer.headers } };
}

async function answerOrThrow(core: GraphCore, request: IncomingRequest, trace: Trace): Promise<GraphAnswer> {
  const caller = authenticate(core.state, request);
  trace.caller = caller;
  const { method, origin, header, body, bytes } = request;
  const call: GraphCall = {
    state: core.state,
    method,
    origin,
    header,
    body,
    bytes,
    params: {},
    caller,
    ...readTarget(request.target),
  };
  if (request.bodyBroken) {
    throw graphError(
      400,
      'BadRequest',
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
  const target = findTarget(core, call);
  trace.person = target.person;
  const fault = core.faults.onRequest(struck(request, call, target.person));
  trace.fault = fault;
  if (fault !== null) disturbBefore(call, fault);
  const answer = await runThrottled(
    core,
    request,
    caller,
    target,
    fault?.kind === 'slow' ? fault.delayMs : 0,
  );
  if (target.person !== null && header('prefer') !== null) confirmPreferences(call, answer);
  return fault === null ? answer : disturbAfter(call, fault, answer);
}

function confirmPreferences(call: GraphCall, answer: GraphAnswer): void {
  const applied = appliedPreferences(call);
  if (applied.length > 0) answer.headers = { 'preference-applied': applied.join(', '), ...answer.headers };
}

function struck(request: IncomingRequest, call: GraphCall, person: Person | null) {
  const subject =
    person ?? (call.caller.personId === null ? null : call.caller.tenant.people.get(call.caller.personId));
  const names = subject
    ? [subject.id, subject.userPrincipalName.toLowerCase(), textOf(subject.properties['mail']).toLowerCase()]
    : [];
  return { method: request.method, path: request.target, names, batchPart: request.batchPart !== null };
}

async function runThrottled(
  core: GraphCore,
  request: IncomingRequest,
  caller: Caller,
  target: Target,
  slowMs: number,
): Promise<GraphAnswer> {
  const delayMs = core.latencyMs() + slowMs;
  const mailbox = target.countsAgainst;
  if (mailbox === null) {
    if (delayMs > 0) await sleep(core.state.clock, delayMs);
    return target.run();
  }
  const entry = core.throttle.enter(caller.appId, mailbox, request.uploadBytes);
  if (!entry.ok) {
    const headers = { 'retry-after': String(entry.retryAfterS) };
    if (entry.reason === 'concurrency') {
      throw graphError(
        429,
        'ApplicationThrottled',
        'Application is over its MailboxConcurrency limit.',
        headers,
      );
    }
    throw graphError(429, 'TooManyRequests', 'Please retry again later.', headers);
  }
  try {
    if (delayMs > 0) await sleep(core.state.clock, delayMs);
    return await target.run();
  } finally {
    entry.leave();
  }
}

function standardHeaders(request: IncomingRequest, requestId: string): Record<string, string> {
  return {
    'cache-control': 'private',
    'strict-transport-security': 'max-age=31536000',
    'request-id': requestId,
    'client-request-id': request.header('client-request-id') ?? requestId,
    'x-ms-ags-diagnostic':
      '{"ServerInfo":{"DataCenter":"Simulator","Slice":"E","Ring":"1","ScaleUnit":"000","RoleInstance":"SIM0"}}',
  };
}

function record(
  core: GraphCore,
  request: IncomingRequest,
  trace: Trace,
  requestId: string,
  status: number,
): void {
  core.log.add({
    atMs: core.state.clock.now(),
    method: request.method,
    path: request.target,
    tenantId: trace.caller?.tenant.id ?? null,
    appId: trace.caller?.appId ?? null,
    personId: trace.person?.id ?? trace.caller?.personId ?? null,
    status,
    requestId,
    batchPart: request.batchPart,
    fault: trace.fault?.kind ?? null,
  });
}
