import type { Json, JsonObject } from '../state/types.ts';
import { authenticate } from './authenticate.ts';
import { isObject } from './body.ts';
import type { GraphAnswer } from './call.ts';
import type { GraphCore, IncomingRequest } from './core.ts';
import { shuffled } from './disturb.ts';
import { graphError } from './errors.ts';
import { readParts, type Part } from './batchParts.ts';
import { answerRequest } from './serve.ts';
import { ConnectionLost } from '../faults.ts';

/** Graph hands at most four parts at a time to Outlook (GRAPH 3). */
const AT_A_TIME = 4;

type PartAnswer = { part: Part; answer: GraphAnswer };

/** `POST /$batch` (GRAPH 3). Throws GraphError for a batch that is malformed as a whole. */
export async function answerBatch(core: GraphCore, request: IncomingRequest): Promise<GraphAnswer> {
  authenticate(core.state, request);
  if (request.method !== 'POST')
    throw graphError(405, 'Request_BadRequest', 'Only POST is allowed on $batch.');
  if (request.bodyBroken || !isObject(request.body)) {
    throw graphError(400, 'BadRequest', 'Invalid batch payload format.');
  }
  const { parts, serial } = readParts(request.body);
  const run = (part: Part) => answerPart(core, request, part);
  const answers = serial ? await inOrder(parts, run) : await fourAtATime(shuffled(core.state, parts), run);
  // Answers come in any order.
  return { status: 200, body: { responses: shuffled(core.state, answers.map(partResponse)) } };
}

async function fourAtATime(parts: Part[], run: (part: Part) => Promise<PartAnswer>): Promise<PartAnswer[]> {
  const answers: PartAnswer[] = [];
  const queue = parts[Symbol.iterator]();
  let lost: ConnectionLost | null = null;
  async function work(): Promise<void> {
    for (const part of queue) {
      try {
        answers.push(await run(part));
      } catch (error) {
        // The other parts take effect all the same; the reply to all of them is lost.
        if (!(error instanceof ConnectionLost)) throw error;
        lost = error;
      }
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  if (lost !== null) throw lost;
  return answers;
}

/** One at a time; what depends on a failed part gets 424. */
async function inOrder(parts: Part[], run: (part: Part) => Promise<PartAnswer>): Promise<PartAnswer[]> {
  const failed = new Set<string>();
  const answers: PartAnswer[] = [];
  for (const part of parts) {
    const blocked = part.dependsOn.some((id) => failed.has(id));
    const answered = blocked ? { part, answer: dependencyFailed() } : await run(part);
    if (answered.answer.status >= 400) failed.add(part.id.toLowerCase());
    answers.push(answered);
  }
  return answers;
}

function dependencyFailed(): GraphAnswer {
  const message = 'The request was not executed because a request that it depends on failed.';
  return { status: 424, headers: {}, body: { error: { code: 'FailedDependency', message } } };
}

async function answerPart(core: GraphCore, batch: IncomingRequest, part: Part): Promise<PartAnswer> {
  const answer = await answerRequest(core, {
    method: part.method,
    origin: batch.origin,
    target: part.url,
    header: (name) =>
      part.headers.get(name) ??
      (name === 'authorization' || name === 'consistencylevel' ? batch.header(name) : null),
    body: part.body,
    bytes: undefined,
    bodyBroken: false,
    uploadBytes: part.method === 'GET' ? 0 : part.bytes,
    batchPart: part.id,
  });
  return { part, answer };
}

const SHOWN = ['retry-after', 'location', 'etag', 'preference-applied', 'request-id'];
const NAMES: Record<string, string> = {
  'retry-after': 'Retry-After',
  location: 'Location',
  etag: 'ETag',
  'preference-applied': 'Preference-Applied',
};

function partResponse({ part, answer }: PartAnswer): Json {
  const headers: JsonObject = { 'Cache-Control': 'private' };
  for (const name of SHOWN) {
    const value = answer.headers?.[name];
    if (value !== undefined) headers[NAMES[name] ?? name] = value;
  }
  const response: JsonObject = { id: part.id, status: answer.status, headers };
  if (answer.body instanceof Uint8Array) {
    headers['Content-Type'] = answer.headers?.['content-type'] ?? 'application/octet-stream';
    response['body'] = Buffer.from(answer.body).toString('base64');
  } else if (answer.body !== undefined) {
    headers['Content-Type'] =
      'application/json; odata.metadata=minimal; odata.streaming=true; IEEE754Compatible=false; charset=utf-8';
    response['body'] = answer.cutOff === true ? JSON.stringify(answer.body).slice(0, 40) : answer.body;
  }
  return response;
}
