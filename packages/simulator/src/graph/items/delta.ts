import { changesAfter } from '../../state/changes.ts';
import { knownUntilMs } from '../../state/lag.ts';
import type { ChangeEntry, ChangeLog, Container, Json, JsonObject } from '../../state/types.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import { deltaLink, newDeltaToken, readDeltaToken, type DeltaToken } from '../delta.ts';
import { contextUrl } from '../odata/collection.ts';
import { option, readSelect } from '../odata/query.ts';
import { graphError } from '../errors.ts';
import { appliedPreferences, preferences } from '../prefer.ts';
import type { ItemType } from './type.ts';
import { idFor, itemView } from './view.ts';

/** What a delta collection is made of: shared by items and containers. */
export type DeltaSource = {
  /** Names the collection in tokens. */
  of: string;
  log: ChangeLog;
  context: string;
  odataType: string;
  /** What to show of an entry that is there: usually one entity, none to leave it out, several for a series. */
  entities(entry: ChangeEntry, select: Set<string> | null, token: DeltaToken): JsonObject[];
  /** The id to give for an entry that is gone. */
  goneId(removed: { id: string; immutableId: string }): string;
  /** What the kind freezes in the token of a new round, such as a calendar window. */
  more?: string;
  /** Page size where the client prefers none and the first request named one; null: none was named. */
  pageSize?(token: DeltaToken): number | null;
  /** Query options that this collection takes though others do not. */
  allowed?: readonly string[];
};

/** `…/delta` of the items of one container (GRAPH 6). */
export function itemDelta(call: MailboxCall, type: ItemType, container: Container): GraphAnswer {
  return deltaPage(call, {
    of: `${type.kind}:${container.id}`,
    log: container.log,
    context: type.context(call, container),
    odataType: `#microsoft.graph.${type.entity}`,
    entities(entry, select) {
      const item = call.mailbox.items.get(entry.key);
      return item === undefined ? [] : [itemView(call, type, item, { select, expand: new Map() })];
    },
    goneId: (removed) => idFor(call, type, removed),
  });
}

/** However much a client asks for. */
const LARGEST_PAGE = 1000;
const UNSUPPORTED = ['$filter', '$orderby', '$search', '$expand', '$top', '$skip'];

export function deltaPage(call: MailboxCall, source: DeltaSource): GraphAnswer {
  const { state, mailbox } = call;
  for (const name of UNSUPPORTED) {
    if (option(call.query, name) !== null && source.allowed?.includes(name) !== true) {
      throw graphError(
        400,
        'ErrorInvalidUrlQuery',
        `The following parameters are not supported with change tracking over this resource: '${name}'.`,
      );
    }
  }
  const token =
    readDeltaToken(call, source.of, mailbox.deltaEpoch) ??
    newDeltaToken(state, source.of, {
      epoch: mailbox.deltaEpoch,
      sequence: mailbox.sequence,
      select: option(call.query, '$select'),
      more: source.more ?? '',
    });
  const { maxPageSize } = preferences(call);
  const wanted = maxPageSize ?? source.pageSize?.(token) ?? state.unknowns.defaultDeltaPageSize;
  const size = Math.min(LARGEST_PAGE, Math.max(1, wanted));
  const empty = state.unknowns.emptyFirstDeltaPage && token.firstUntil !== null && !token.opened;
  const page = empty
    ? { entries: [], position: token.position, more: true }
    : changesAfter(source.log, token.position, size, knownUntilMs(state, mailbox));
  const select = token.select === null ? null : readSelect(token.select);
  const value = page.entries.flatMap((entry): Json[] => deltaEntries(source, token, entry, select));
  const next = { ...token, position: page.position, opened: true, issuedAtMs: state.clock.now() };
  return {
    status: 200,
    headers: { 'preference-applied': ['odata.track-changes', ...appliedPreferences(call)].join(', ') },
    body: {
      '@odata.context': contextUrl(call, source.context),
      value,
      ...(page.more
        ? { '@odata.nextLink': deltaLink(call, '$skiptoken', next) }
        : { '@odata.deltaLink': deltaLink(call, '$deltatoken', { ...next, firstUntil: null }) }),
    },
  };
}

function deltaEntries(
  source: DeltaSource,
  token: DeltaToken,
  entry: ChangeEntry,
  select: Set<string> | null,
): JsonObject[] {
  const { odataType } = source;
  if (entry.removed === null) {
    return source.entities(entry, select, token).map((entity) => ({ '@odata.type': odataType, ...entity }));
  }
  // Gone before this client's first round began: it never knew of it.
  if (token.firstUntil !== null && entry.sequence <= token.firstUntil) return [];
  return [{ '@odata.type': odataType, id: source.goneId(entry.removed), '@removed': { reason: 'deleted' } }];
}
