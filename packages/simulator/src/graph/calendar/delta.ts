import type { ChangeEntry, Container, Item, JsonObject } from '../../state/types.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import type { DeltaToken } from '../delta.ts';
import { deltaPage } from '../items/delta.ts';
import { etagOf, idFor, itemView } from '../items/view.ts';
import { option } from '../odata/query.ts';
import { recurrenceOf } from './series.ts';
import type { Span } from './times.ts';
import { EVENT } from './type.ts';
import { partsIn, readWindow } from './view.ts';

/**
 * `…/calendarView/delta` (GRAPH 6): the window is frozen in the token; a change to any part of a series sends the master and all its
 * occurrences in the window again, on one page; what lies outside the window comes as removed, whether the client ever saw it or not.
 */
export function calendarViewDelta(call: MailboxCall, calendar: Container): GraphAnswer {
  const isNew = option(call.query, '$deltatoken') === null && option(call.query, '$skiptoken') === null;
  return deltaPage(call, {
    of: `calendarView:${calendar.id}`,
    log: calendar.log,
    context: `Collection(event)`,
    odataType: '#microsoft.graph.event',
    entities: (entry, _select, token) => entitiesOf(call, entry, token),
    goneId: (removed) => idFor(call, EVENT, removed),
    ...(isNew ? { more: JSON.stringify(readWindow(call)) } : {}),
  });
}

function entitiesOf(call: MailboxCall, entry: ChangeEntry, token: DeltaToken): JsonObject[] {
  const item = call.mailbox.items.get(entry.key);
  if (item === undefined) return [];
  const parts = partsIn(item, JSON.parse(token.more) as Span);
  if (parts.length === 0) {
    // The first round does not speak of what has long been elsewhere.
    const isOld = token.firstUntil !== null && entry.sequence <= token.firstUntil;
    return isOld ? [] : [{ id: idFor(call, EVENT, item), '@removed': { reason: 'deleted' } }];
  }
  if (recurrenceOf(item) === null) return [whole(call, item)];
  return [
    whole(call, item),
    ...parts.map((part) => (part.properties['type'] === 'exception' ? whole(call, part) : bare(call, part))),
  ];
}

/** $select is not supported here, so it changes nothing. */
function whole(call: MailboxCall, item: Item): JsonObject {
  return itemView(call, EVENT, item, { select: null, expand: new Map() });
}

const BARE = new Set(['seriesmasterid', 'type', 'start', 'end']);

/** An occurrence says when it is, and nothing that its master says. */
function bare(call: MailboxCall, item: Item): JsonObject {
  const {
    seriesMasterId = null,
    type = null,
    start = null,
    end = null,
  } = itemView(call, EVENT, item, { select: BARE, expand: new Map() });
  return {
    '@odata.etag': etagOf(item.changeKey),
    id: idFor(call, EVENT, item),
    seriesMasterId,
    type,
    start,
    end,
  };
}
