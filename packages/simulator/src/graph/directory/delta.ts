import { changesAfter } from '../../state/changes.ts';
import type { JsonObject } from '../../state/types.ts';
import type { GraphAnswer, GraphCall } from '../call.ts';
import { deltaLink, newDeltaToken, readDeltaToken } from '../delta.ts';
import { graphError } from '../errors.ts';
import { contextUrl } from '../odata/collection.ts';
import { option, readSelect } from '../odata/query.ts';
import { userView } from './user.ts';

const PAGE = 200;
/** Tokens of the directory live seven days (GRAPH 1.1, 6). */
const TOKEN_LIFE_MS = 7 * 24 * 3600_000;

/** `GET /users/delta` (GRAPH 1.1); `$deltatoken=latest` begins from now. */
export function userDelta(call: GraphCall): GraphAnswer {
  const { state, caller } = call;
  const { tenant } = caller;
  for (const name of ['$expand', '$top', '$orderby', '$search', '$filter']) {
    if (option(call.query, name) !== null)
      throw graphError(400, 'Request_BadRequest', `${name} is not supported with delta here.`);
  }
  const start = newDeltaToken(state, 'users', {
    epoch: 0,
    sequence: tenant.sequence,
    select: option(call.query, '$select'),
  });
  const latest = option(call.query, '$deltatoken')?.toLowerCase() === 'latest';
  const token = latest
    ? { ...start, position: tenant.sequence }
    : (readDeltaToken(call, 'users', 0, TOKEN_LIFE_MS) ?? start);
  const page = changesAfter(tenant.log, token.position, PAGE, state.clock.now());
  const select = token.select === null ? null : new Set([...readSelect(token.select), 'id']);
  const value = page.entries.flatMap(({ key }) => {
    const person = tenant.people.get(key);
    return person === undefined
      ? [{ id: key, '@removed': { reason: 'changed' } }]
      : [userView(person, select, false)];
  });
  const next = { ...token, position: page.position, issuedAtMs: state.clock.now() };
  const link: JsonObject = page.more
    ? { '@odata.nextLink': deltaLink(call, '$skiptoken', next) }
    : { '@odata.deltaLink': deltaLink(call, '$deltatoken', { ...next, firstUntil: null }) };
  return { status: 200, body: { '@odata.context': contextUrl(call, 'users'), ...link, value } };
}
