import { changesAfter } from '../../state/changes.ts';
import { knownUntilMs } from '../../state/lag.ts';
import type { ChangeEntry, ChangeLog, Container, Json, JsonObject } from '../../state/types.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import { deltaLink, newDeltaToken, readDeltaToken, type DeltaToken } from '../delta.ts';
import { contextUrl } from '../odata/collection.ts';
import { option, readSelect } from '../odata/query.ts';
import { graphError } from '../errors.ts';
import { preferences } from '../prefer.ts';
import type { ItemType } from './type.ts';
import { idFor, itemView } from './view.ts';

/** What a delta collection is made of: shared by items and containers. */
export type DeltaSource = {
  /** Names the collection in tokens. */
  of: string;
  log: ChangeLog;
  context: string;
  odataType: string;
  /** The entity of an entry that is there; undefined to leave it out. */
  entity(entry: ChangeEntry, select: Set<string> | null): JsonObject | undefined;
  /** The id to give for an entry that is gone. */
  goneId(removed: { id: string; immutableId: string }): string;
};

/** `…/delta` of the items of one container (GRAPH 6). */
export function itemDelta(call: MailboxCall, type: ItemType, container: Container): GraphAnswer {
  return deltaPage(call, {
    of: `${type.kind}:${container.id}`,
    log: container.log,
    context: type.context(call, container),
    odataType: `#microsoft.graph.${type.entity}`,
    entity(entry, select) {
      const item = call.mailbox.items.get(entry.key);
      return item === undefined ? undefined : itemView(call, type, item, { select, expand: new Map() });
    },
    goneId: (removed) => idFor(call, type, removed),
  });
}

const UNSUPPORTED = ['$filter', '$orderby', '$search', '$expand', '$top', '$skip'];

export function deltaPage(call: MailboxCall, source: DeltaSource): GraphAnswer {
  const { state, mailbox } = call;
  for (const name of UNSUPPORTED) {
    if (option(call.query, name) !== null) {
      throw graphError(
        400,
        'ErrorInvalidUrlQuery',
        `The following parameters are not supported with change tracking over this resource: '${name}'.`,
      );
    }
  }
  const token =
    readDeltaToken(call, mailbox, source.of) ??
    newDeltaToken(state, mailbox, source.of, option(call.query, '$select'));
  const { maxPageSize } = preferences(call);
  const size = Math.max(1, maxPageSize ?? state.unknowns.defaultDeltaPageSize);
  const empty = state.unknowns.emptyFirstDeltaPage && token.firstUntil !== null && !token.opened;
  const page = empty
    ? { entries: [], position: token.position, more: true }
    : changesAfter(source.log, token.position, size, knownUntilMs(state, mailbox));
  const select = token.select === null ? null : readSelect(token.select);
  const value: Json[] = [];
  for (const entry of page.entries) {
    const shown = deltaEntry(source, token, entry, select);
    if (shown !== undefined) value.push(shown);
  }
  const next = { ...token, position: page.position, opened: true, issuedAtMs: state.clock.now() };
  const applied = [
    'odata.track-changes',
    ...(maxPageSize === null ? [] : [`odata.maxpagesize=${maxPageSize}`]),
  ];
  return {
    status: 200,
    headers: { 'preference-applied': applied.join(', ') },
    body: {
      '@odata.context': contextUrl(call, source.context),
      value,
      ...(page.more
        ? { '@odata.nextLink': deltaLink(call, '$skiptoken', next) }
        : { '@odata.deltaLink': deltaLink(call, '$deltatoken', { ...next, firstUntil: null }) }),
    },
  };
}

function deltaEntry(
  source: DeltaSource,
  token: DeltaToken,
  entry: ChangeEntry,
  select: Set<string> | null,
): JsonObject | undefined {
  if (entry.removed === null) {
    const entity = source.entity(entry, select);
    return entity === undefined ? undefined : { '@odata.type': source.odataType, ...entity };
  }
  // Gone before this client's first round began: it never knew of it.
  if (token.firstUntil !== null && entry.sequence <= token.firstUntil) return undefined;
  return {
    '@odata.type': source.odataType,
    id: source.goneId(entry.removed),
    '@removed': { reason: 'deleted' },
  };
}
