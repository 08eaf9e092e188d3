import type { SimulatorState } from '../state/types.ts';
import type { GraphCall } from './call.ts';
import { graphError } from './errors.ts';
import { linkWith } from './odata/collection.ts';
import { option } from './odata/query.ts';

/** What a delta link remembers: where, how far, and all the parameters of the first request (GRAPH 6). */
export type DeltaToken = {
  /** The collection, such as `contacts:<folder id>`; a token of another one is refused. */
  of: string;
  /** Sequence number up to which changes were told. */
  position: number;
  /** In the first round: the sequence at its start. Removals up to there were never known to the client. Null later. */
  firstUntil: number | null;
  /** `$select` of the first request, as written. */
  select: string | null;
  /** Whatever else the kind froze, such as a calendar window. */
  more: string;
  epoch: number;
  issuedAtMs: number;
  /** The first page was empty on purpose. */
  opened: boolean;
};

/** The token of this request's link; null at the start of a first round. Throws 400 for a bad one, 410 or 40x for an expired one. */
export function readDeltaToken(
  call: GraphCall,
  of: string,
  epoch: number,
  lifetimeMs = call.state.unknowns.deltaTokenLifetimeMs,
): DeltaToken | null {
  const text = option(call.query, '$skiptoken') ?? option(call.query, '$deltatoken');
  if (text === null || text === '') return null;
  const token = decode(text);
  if (token === null || token.of !== of) throw graphError(400, 'BadRequest', 'Badly formed token.');
  const tooOld = lifetimeMs !== null && token.issuedAtMs + lifetimeMs <= call.state.clock.now();
  if (token.epoch !== epoch || tooOld) throw deltaExpired(call);
  return token;
}

/** Directory tokens live 7 days, others until the service forgets them; how it says so is not sure (GRAPH 6, 8). */
export function deltaExpired(call: Pick<GraphCall, 'state' | 'origin' | 'rawPath'>, status?: number): Error {
  const { expiredDeltaStatus, syncStateCode } = call.state.unknowns;
  const message = 'The sync state generation is not found; the delta query must start again.';
  if ((status ?? expiredDeltaStatus) !== 410)
    return graphError(status ?? expiredDeltaStatus, syncStateCode, message);
  const location = `${call.origin}/v1.0${call.rawPath}?$deltatoken=`;
  return graphError(410, 'resyncRequired', message, { location });
}

export function deltaLink(call: GraphCall, name: '$skiptoken' | '$deltatoken', token: DeltaToken): string {
  return linkWith({ ...call, query: new URLSearchParams() }, { [name]: encode(token) });
}

/** The token of a first round that begins now. */
export function newDeltaToken(
  state: SimulatorState,
  of: string,
  start: { epoch: number; sequence: number; select: string | null; more?: string },
): DeltaToken {
  return {
    of,
    position: 0,
    firstUntil: start.sequence,
    select: start.select,
    more: start.more ?? '',
    epoch: start.epoch,
    issuedAtMs: state.clock.now(),
    opened: false,
  };
}

function encode(token: DeltaToken): string {
  const text = JSON.stringify(token);
  return Buffer.from(`${checksum(text)}${text}`).toString('base64url');
}

function decode(encoded: string): DeltaToken | null {
  const text = Buffer.from(encoded, 'base64url').toString();
  const json = text.slice(8);
  return text.slice(0, 8) === checksum(json) ? (JSON.parse(json) as DeltaToken) : null;
}

/** FNV-1a: enough to tell a token from text that somebody made up or cut short. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
