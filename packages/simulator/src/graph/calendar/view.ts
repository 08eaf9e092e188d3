import { knownUntilMs, lagging } from '../../state/lag.ts';
import type { Container, Item } from '../../state/types.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import { graphError } from '../errors.ts';
import { checkNames, itemRow, itemView } from '../items/view.ts';
import { arrange, enoughFor, pageAnswer } from '../odata/collection.ts';
import { candidates } from '../odata/marker.ts';
import { readQuery } from '../odata/query.ts';
import { invalidRequest } from './errors.ts';
import { exceptionsOf, occurrencesIn, recurrenceOf } from './series.ts';
import { overlaps, spanOf, type Span } from './times.ts';
import { EVENT } from './type.ts';

const DAY_MS = 86_400_000;

/** `GET …/events`: single events and masters (GRAPH 1.3). */
export function listEvents(call: MailboxCall, calendar: Container): GraphAnswer {
  return answer(call, calendar, storedEvents(call, calendar), true);
}

function* storedEvents(call: MailboxCall, calendar: Container): Iterable<Item> {
  for (const item of eventsIn(call, calendar)) {
    yield item;
    if (call.state.unknowns.eventListsExceptions) yield* exceptionsOf(item);
  }
}

/** `GET …/calendarView`: single events, occurrences and exceptions with something in the window (GRAPH 1.3). */
export function calendarView(call: MailboxCall, calendar: Container): GraphAnswer {
  return answer(call, calendar, eventsBetween(call, calendar, readWindow(call)), false);
}

export function eventsBetween(call: MailboxCall, calendar: Container, window: Span): Item[] {
  const found: Item[] = [];
  for (const item of eventsIn(call, calendar)) found.push(...partsIn(item, window));
  return sorted(found);
}

/** What a calendar view shows of a stored event. */
export function partsIn(item: Item, window: Span): Item[] {
  if (recurrenceOf(item) !== null) return occurrencesIn(item, window);
  return overlaps(spanOf(item.properties), window) ? [item] : [];
}

/** `GET …/events/{id}/instances`: occurrences and exceptions of one series. */
export function listInstances(call: MailboxCall, item: Item): GraphAnswer {
  const calendar = call.mailbox.containers.get(item.containerId);
  const window = readWindow(call);
  if (recurrenceOf(item) === null || calendar === undefined)
    throw invalidRequest('Instances can be listed of a series master only.');
  return answer(call, calendar, sorted(occurrencesIn(item, window)), false);
}

function sorted(items: Item[]): Item[] {
  return items.sort((left, right) => spanOf(left.properties).startMs - spanOf(right.properties).startMs);
}

function answer(
  call: MailboxCall,
  calendar: Container,
  items: Iterable<Item>,
  mayStop: boolean,
): GraphAnswer {
  const query = readQuery(call.query);
  checkNames(EVENT, query);
  const enough = mayStop ? enoughFor(call, query) : Infinity;
  const rows = arrange(candidates(items, query.filter), query, (item) => itemRow(call, EVENT, item), enough);
  return pageAnswer(call, query, rows, EVENT.context(call, calendar), (item) =>
    itemView(call, EVENT, item, query),
  );
}

function* eventsIn(call: MailboxCall, calendar: Container): Iterable<Item> {
  for (const key of calendar.members) {
    const item = call.mailbox.items.get(key);
    const seen = item === undefined ? null : lagging(call.state, call.mailbox, item);
    if (seen !== null && seen.createdAtMs <= knownUntilMs(call.state, call.mailbox)) yield seen;
  }
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:\d{2})?$/i;

/** `startDateTime` and `endDateTime`: an offset is honoured, none means UTC; preferred zones do not matter (GRAPH 1.3). Throws 400. */
export function readWindow(call: MailboxCall): Span {
  const [startMs, endMs] = [readInstant(call, 'startdatetime'), readInstant(call, 'enddatetime')];
  if (endMs < startMs) throw invalidRequest('The end of the range is before its start.');
  const { calendarViewMostDays } = call.state.unknowns;
  if (calendarViewMostDays !== null && endMs - startMs > calendarViewMostDays * DAY_MS)
    throw invalidRequest(
      `The range between the start and end dates is greater than the allowed range. Maximum number of days: ${calendarViewMostDays}`,
    );
  return { startMs, endMs };
}

function readInstant(call: MailboxCall, name: string): number {
  const given = [...call.query].find(([key]) => key.toLowerCase() === name)?.[1];
  if (given === undefined)
    throw graphError(
      400,
      'ErrorInvalidParameter',
      'This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.',
    );
  const [, time, , , offset] = INSTANT.exec(given) ?? [];
  const atMs = INSTANT.test(given)
    ? Date.parse(time === undefined || offset !== undefined ? given : `${given}Z`)
    : Number.NaN;
  if (Number.isNaN(atMs))
    throw graphError(400, 'ErrorInvalidParameter', `The value '${given}' of ${name} is not a date and time.`);
  return atMs;
}
