import type { Json, JsonObject } from '../state/types.ts';
import { isObject, textOf } from './body.ts';
import { graphError } from './errors.ts';

export type Part = {
  id: string;
  method: string;
  url: string;
  headers: Map<string, string>;
  body: Json | undefined;
  bytes: number;
  /** Lower-case ids. */
  dependsOn: string[];
};

const MOST_PARTS = 20;

/** The parts of a batch, in an order that respects dependencies when they are `serial`. Throws 400 for a malformed batch (GRAPH 3). */
export function readParts(body: JsonObject): { parts: Part[]; serial: boolean } {
  const { requests } = body;
  if (!Array.isArray(requests) || requests.length === 0) throw malformed('Invalid batch payload format.');
  if (requests.length > MOST_PARTS) {
    throw graphError(
      400,
      'MaximumValueExceeded',
      `Number of batch request steps exceeds the maximum value of ${MOST_PARTS}.`,
    );
  }
  const parts = requests.map(readPart);
  const ids = new Set<string>();
  for (const { id } of parts) {
    if (ids.has(id.toLowerCase())) throw malformed(`Request Id ${id} has to be unique in a batch.`);
    ids.add(id.toLowerCase());
  }
  for (const { id, dependsOn } of parts) {
    for (const other of dependsOn)
      if (!ids.has(other)) throw malformed(`Request ${id} depends on ${other}, which is not in the batch.`);
  }
  if (parts.every(({ dependsOn }) => dependsOn.length === 0)) return { parts, serial: false };
  return { parts: inDependencyOrder(parts), serial: true };
}

function readPart(value: Json): Part {
  const given = isObject(value) ? value : {};
  const { id, method, url, headers, body, dependsOn } = given;
  if (typeof id !== 'string' || id === '' || typeof method !== 'string' || typeof url !== 'string') {
    throw malformed('Each batch request needs id, method and url.');
  }
  if (/^https?:/i.test(url)) throw malformed(`The url of batch request ${id} must be relative.`);
  const target = url.startsWith('/') ? url : `/${url}`;
  if (/^\/\$batch/i.test(target)) throw malformed('A batch cannot hold another batch.');
  const part: Part = {
    id,
    method: method.toUpperCase(),
    url: target,
    headers: new Map(),
    body,
    bytes: 0,
    dependsOn: [],
  };
  for (const [name, text] of Object.entries(isObject(headers) ? headers : {}))
    part.headers.set(name.toLowerCase(), textOf(text));
  if (Array.isArray(dependsOn)) part.dependsOn = dependsOn.map((other) => textOf(other).toLowerCase());
  if (body !== undefined && body !== null) {
    if (!part.headers.has('content-type'))
      throw malformed(`Write request id : ${id} does not contain Content-Type header or body.`);
    part.bytes = JSON.stringify(body).length;
  }
  return part;
}

/** Only three shapes of dependency are supported: none, each on the one before, all on the same one (GRAPH 3). */
function inDependencyOrder(parts: Part[]): Part[] {
  const first = parts.filter(({ dependsOn }) => dependsOn.length === 0);
  const [root] = first;
  const rest = parts.filter((part) => part !== root);
  if (root === undefined || first.length > 1) throw unsupported();
  const rootId = root.id.toLowerCase();
  if (rest.every(({ dependsOn }) => dependsOn.length === 1 && dependsOn[0] === rootId))
    return [root, ...rest];
  const chain = [root];
  while (chain.length < parts.length) {
    const last = chain.at(-1)?.id.toLowerCase() ?? '';
    const followers = rest.filter(({ dependsOn }) => dependsOn.length === 1 && dependsOn[0] === last);
    const [next] = followers;
    if (next === undefined || followers.length > 1) throw unsupported();
    chain.push(next);
  }
  return chain;
}

function unsupported(): Error {
  return malformed(
    'Batch request dependencies must be none, each on the previous one, or all on the same one.',
  );
}

function malformed(message: string): Error {
  return graphError(400, 'BadRequest', message);
}
