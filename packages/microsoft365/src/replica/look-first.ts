import type { Outcome, WriteOperation } from '@counterpart/engine';
import { sendParts } from '../client/batch.ts';
import { query } from '../client/link.ts';
import { channelCodeOf, problemOf } from '../client/problem.ts';
import type { Result } from '../client/result.ts';
import { isObject, textOf, type JsonObject } from '../json.ts';
import { failureOf } from './outcome.ts';
import { headersOf, pathOfItem, type Setting } from './setting.ts';

interface Look {
  /** What may be carried out, with the item as it is now where it was looked at. */
  readonly ready: readonly { readonly operation: WriteOperation; readonly before?: JsonObject }[];
  readonly settled: readonly Outcome[];
}

/**
 * The guard against lost updates where no service promises `If-Match` (GRAPH 2.7, 10): all items that a batch would change or delete are read in one batch
 * right before it, and what has another version than the one observed is left alone (V3). Between the two lie milliseconds instead of the time since
 * the last run. Creations need no look, so a first sync costs nothing more. @throws ChannelProblem
 */
export async function lookFirst(setting: Setting, operations: readonly WriteOperation[]): Promise<Look> {
  const { remote, client } = setting;
  if (remote.guard === 'ifMatch')
    return { ready: operations.map((operation) => ({ operation })), settled: [] };
  const known = operations.filter((operation) => operation.op === 'update' || operation.op === 'delete');
  const results = await sendParts(
    client,
    known.map(({ id }) => ({
      method: 'GET',
      path: pathOfItem(setting, id) + query(remote.readOptions),
      headers: headersOf(setting),
    })),
  );
  stopIfHopeless(setting, results);
  const settled: Outcome[] = [];
  const fresh = new Map<WriteOperation, JsonObject>();
  for (const [index, operation] of known.entries()) {
    const result = results[index];
    if (!result?.ok) {
      if (result) settled.push(failureOf(setting, operation, result));
    } else if (isObject(result.body) && isSame(operation, textOf(result.body['@odata.etag'])))
      fresh.set(operation, { ...remote.expanded, ...result.body });
    else settled.push({ key: operation.key, outcome: 'stale' });
  }
  const ready = operations.flatMap((operation): Look['ready'][number][] => {
    if (operation.op === 'create' || operation.op === 'restore') return [{ operation }];
    const before = fresh.get(operation);
    return before ? [{ operation, before }] : [];
  });
  return { ready, settled };
}

/** A write of our marker alone overwrites nothing of anybody's, whatever the version. */
const isSame = (operation: Extract<WriteOperation, { version: string }>, version: string | undefined) =>
  operation.version === version || (operation.op === 'update' && operation.fields.length === 0);

/** Nothing was written yet: what concerns the channel may stop it, unless a single record is refused by itself. */
function stopIfHopeless({ remote }: Setting, results: readonly Result[]): void {
  if (results.some((result) => result.ok)) return;
  for (const result of results) {
    if (result.ok || remote.isGone(result) || result.reason !== 'refused') continue;
    const code = channelCodeOf(result);
    if (code !== null && !(code === 'accessDenied' && results.length < 2)) throw problemOf(result);
  }
}
