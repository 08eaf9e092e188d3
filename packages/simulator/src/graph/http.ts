import type { Json } from '../state/types.ts';
import type { GraphAnswer } from './call.ts';
import { answerBatch } from './batch.ts';
import type { GraphCore, IncomingRequest } from './core.ts';
import { BATCH_PATH } from '../faults.ts';
import { disturbAfter, disturbBefore } from './disturb.ts';
import { errorAnswer, GraphError, newRequestId } from './errors.ts';
import { answerRequest } from './serve.ts';

const JSON_TYPE =
  'application/json; odata.metadata=minimal; odata.streaming=true; IEEE754Compatible=false; charset=utf-8';

/** Pages of any origin may call Graph. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'ETag, Location, Preference-Applied, Content-Range, request-id, client-request-id, ReadWriteConsistencyToken, Retry-After, SdkVersion, WWW-Authenticate, x-ms-client-gcc-tenant, X-PII-Encryption-Key-Version',
};
const PREFLIGHT = {
  ...CORS,
  'access-control-allow-methods': 'GET, POST, PATCH, PUT, DELETE, OPTIONS',
  'access-control-allow-headers':
    'authorization, content-type, prefer, if-match, client-request-id, consistencylevel, sdkversion',
};

/** Answers an HTTP request below `/v1.0`. Rejects with ConnectionLost when a fault breaks the connection. */
export async function answerGraph(
  core: GraphCore,
  request: Request,
  origin: string,
  target: string,
): Promise<Response> {
  if (request.method === 'OPTIONS') return new Response(null, { status: 200, headers: PREFLIGHT });
  const incoming = await readRequest(request, origin, belowVersion(target));
  const path = target.split('?', 1)[0] ?? '';
  const isBatch = path.toLowerCase() === '/$batch' || path.toLowerCase() === '/%24batch';
  const answer = isBatch ? await batchOrError(core, incoming) : await answerRequest(core, incoming);
  return toResponse(core, answer);
}

/** Microsoft's JavaScript client writes a link that is not https behind the base: `/v1.0/http://host/v1.0/me/…`. */
function belowVersion(target: string): string {
  const start = target.startsWith('/http://') ? target.indexOf('/v1.0/') : -1;
  return start < 0 ? target : target.slice(start + '/v1.0'.length);
}

async function batchOrError(core: GraphCore, request: IncomingRequest): Promise<GraphAnswer> {
  const requestId = newRequestId(core.state);
  const add = (status: number) =>
    core.log.add({
      atMs: core.state.clock.now(),
      method: request.method,
      path: BATCH_PATH,
      tenantId: null,
      appId: null,
      personId: null,
      status,
      requestId,
      batchPart: null,
      fault: null,
    });
  const whole = {
    state: core.state,
    origin: request.origin,
    rawPath: BATCH_PATH,
    query: new URLSearchParams(),
  };
  let answer: GraphAnswer;
  const caller = request.header('authorization');
  const fault =
    caller === null
      ? null
      : core.faults.onRequest({ method: 'POST', path: BATCH_PATH, names: [], batchPart: false });
  try {
    if (fault !== null) disturbBefore(whole, fault);
    answer = await answerBatch(core, request);
    if (fault !== null) answer = disturbAfter(whole, fault, answer);
  } catch (error) {
    add(error instanceof GraphError ? error.status : 0);
    if (!(error instanceof GraphError)) throw error;
    return errorAnswer(core.state, error, requestId, request.header('client-request-id'));
  }
  add(answer.status);
  return {
    ...answer,
    headers: {
      'request-id': requestId,
      'client-request-id': request.header('client-request-id') ?? requestId,
    },
  };
}

async function readRequest(request: Request, origin: string, target: string): Promise<IncomingRequest> {
  const incoming: IncomingRequest = {
    method: request.method,
    origin,
    target,
    header: (name) => request.headers.get(name),
    body: undefined,
    bytes: undefined,
    bodyBroken: false,
    uploadBytes: 0,
    batchPart: null,
  };
  if (request.method === 'GET' || request.method === 'HEAD') return incoming;
  const type = request.headers.get('content-type') ?? '';
  if (type !== '' && !/json/i.test(type)) {
    incoming.bytes = new Uint8Array(await request.arrayBuffer());
    incoming.uploadBytes = incoming.bytes.length;
    return incoming;
  }
  const text = await request.text();
  incoming.uploadBytes = text.length;
  if (text === '') return incoming;
  try {
    incoming.body = JSON.parse(text) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    incoming.bodyBroken = true;
  }
  return incoming;
}

function toResponse(core: GraphCore, answer: GraphAnswer): Response {
  const headers: Record<string, string> = {
    ...CORS,
    ...answer.headers,
    date: new Date(core.state.clock.now()).toUTCString(),
  };
  const { body } = answer;
  if (body === undefined) return new Response(null, { status: answer.status, headers });
  if (body instanceof Uint8Array) {
    headers['content-type'] ??= 'application/octet-stream';
    return new Response(new Uint8Array(body), { status: answer.status, headers });
  }
  headers['content-type'] ??= JSON_TYPE;
  headers['odata-version'] = '4.0';
  const text = JSON.stringify(body);
  return new Response(answer.cutOff === true ? text.slice(0, Math.floor(text.length / 2)) : text, {
    status: answer.status,
    headers,
  });
}
