import { isObject, listOf, textOf, type Json, type JsonObject } from '../json.ts';
import type { GraphClient } from './client.ts';
import type { GraphRequest, Method } from './message.ts';
import { resultOf, type Failure, type Result } from './result.ts';
import { backoffMs } from './retry-after.ts';

/** Graph's limit ("Combine multiple HTTP requests using JSON batching"). */
export const largestBatch = 20;

/** One part of a batch. Its path is as in a single request. */
export type Part = Pick<GraphRequest, 'method' | 'path' | 'headers' | 'body'>;

/**
 * Sends requests together, 20 at a time, and answers in their order. Only the parts that the service did not take are sent again, after the
 * longest pause that one of them was given; a part that is missing from the reply is `unknown` when it writes.
 * @throws ChannelProblem where the connection has no authority.
 */
export async function sendParts(client: GraphClient, parts: readonly Part[]): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < parts.length; at += largestBatch)
    results.push(...(await sendSome(client, parts.slice(at, at + largestBatch))));
  return results;
}

/** What came of a part. `again`: the service did not take it, or its reading got lost, and it may be sent once more. */
interface PartOutcome {
  readonly result: Result;
  readonly again: boolean;
}

async function sendSome(client: GraphClient, parts: readonly Part[]): Promise<Result[]> {
  const results = new Map<Part, Result>();
  let pending = parts;
  let renewed = false;
  for (let attempt = 1; ; attempt += 1) {
    const outcomes = await sendOnce(client, pending);
    for (const [part, { result }] of outcomes) results.set(part, result);
    const tokenRefused = renewed ? [] : pending.filter((part) => outcomes.get(part)?.result.status === 401);
    const again = pending.filter((part) => outcomes.get(part)?.again);
    pending = [...tokenRefused, ...again];
    if (pending.length === 0 || attempt >= client.attempts) break;
    if (tokenRefused.length > 0) {
      renewed = true;
      await client.renewToken();
    }
    const waitMs = again.length === 0 ? 0 : longestPause(client, again, results, attempt);
    if (waitMs > client.longestWaitMs) break;
    client.pause(waitMs);
    if (waitMs > 0) await client.clock.sleep(waitMs);
  }
  return parts.map((part) => results.get(part) ?? lostPart(part));
}

function longestPause(
  client: GraphClient,
  parts: readonly Part[],
  results: ReadonlyMap<Part, Result>,
  attempt: number,
): number {
  const asked = parts.flatMap((part) => {
    const result = results.get(part);
    return result?.ok === false && result.retryAfterMs !== undefined ? [result.retryAfterMs] : [];
  });
  return asked.length > 0 ? Math.max(...asked) : backoffMs(attempt, client.random);
}

/** One exchange. A batch that is refused whole is split: one bad part must not stop the others (V18). */
async function sendOnce(client: GraphClient, parts: readonly Part[]): Promise<Map<Part, PartOutcome>> {
  const result = await client.send({
    method: 'POST',
    path: '/$batch',
    headers: { accept: 'application/json' },
    body: { requests: parts.map(asPart) },
    parts: parts.length,
    repeatable: parts.every((part) => part.method === 'GET'),
  });
  // Older services answer 424 around parts that have replies of their own (GRAPH 3).
  if (result.ok || isBatchReply(result.body)) return partResults(client, parts, result.body);
  const malformed = result.status === 400 || result.status === 413;
  if (malformed && parts.length > 1) {
    const half = Math.ceil(parts.length / 2);
    const first = await sendOnce(client, parts.slice(0, half));
    return new Map([...first, ...(await sendOnce(client, parts.slice(half)))]);
  }
  // The client has waited out what may be waited out: no part is sent again here.
  return new Map(
    parts.map((part) => {
      const reason = result.reason === 'unknown' ? undecided(part.method) : result.reason;
      return [part, { result: { ...result, reason, wholeBatch: true }, again: false }];
    }),
  );
}

function asPart(part: Part, index: number): JsonObject {
  const { method, path, headers, body } = part;
  // Graph wants the content type of a part named whenever it has a body.
  const named = { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
  return {
    id: String(index + 1),
    method,
    url: path,
    headers: named,
    ...(body === undefined ? {} : { body }),
  };
}

const isBatchReply = (body: Json | undefined): boolean => isObject(body) && Array.isArray(body['responses']);

function partResults(
  client: GraphClient,
  parts: readonly Part[],
  body: Json | undefined,
): Map<Part, PartOutcome> {
  const replies = new Map<string, JsonObject>();
  for (const reply of listOf(isObject(body) ? body['responses'] : undefined)) {
    if (!isObject(reply)) continue;
    const id = textOf(reply['id'])?.toLowerCase();
    if (id !== undefined && !replies.has(id)) replies.set(id, reply);
  }
  return new Map(
    parts.map((part, index) => {
      const reply = replies.get(String(index + 1));
      const result = reply === undefined ? lostPart(part) : partResult(client, part, reply);
      return [part, { result, again: !result.ok && result.reason === 'later' }];
    }),
  );
}

function partResult(client: GraphClient, part: Part, reply: JsonObject): Result {
  const status = reply['status'];
  // Every reading and writing that succeeds shows its item, deleting alone shows nothing: anything else was cut off.
  const isWhole = status === 204 || status === 202 || (typeof status === 'number' && status >= 300);
  if (typeof status !== 'number' || (!isWhole && !isObject(reply['body']))) return lostPart(part);
  const headers = new Headers();
  for (const [name, value] of Object.entries(isObject(reply['headers']) ? reply['headers'] : {}))
    if (typeof value === 'string' || typeof value === 'number') headers.set(name, String(value));
  return resultOf(part, { answer: 'reply', status, headers, body: reply['body'] }, client.clock.now());
}

const undecided = (method: Method): Failure['reason'] => (method === 'GET' ? 'later' : 'unknown');

function lostPart(part: Part): Failure {
  return {
    ok: false,
    reason: undecided(part.method),
    status: null,
    code: '',
    message: 'The batch has no reply for it',
  };
}
