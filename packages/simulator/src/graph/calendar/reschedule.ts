import type { Item, Json, JsonObject } from '../../state/types.ts';
import type { MailboxCall } from '../call.ts';
import { graphError } from '../errors.ts';
import { validationFailure } from './errors.ts';
import { isRecurrence } from './recurrence.ts';
import { isPlanned, masterOf, neighboursOf, plannedDayOf, recurrenceOf, seriesOf } from './series.ts';
import { dateOf, isMoment, isSameZone, momentAt, momentOf, spanOf } from './times.ts';
import { settleTimes } from './write.ts';

/** Another zone for the same instant moves nothing. */
export function movesTime(before: JsonObject, values: JsonObject): boolean {
  const [was, is] = [spanOf(before), spanOf({ ...before, ...values })];
  return (
    was.startMs !== is.startMs ||
    was.endMs !== is.endMs ||
    !isSame({ ...before, ...values }['recurrence'], before['recurrence'])
  );
}

/** Times of a single event or master, and what a change of them does to the series. Throws 400. */
export function seriesChanges(call: MailboxCall, item: Item, values: JsonObject): JsonObject {
  const { properties: before } = item;
  const recurrence = recurrenceOf(item);
  const own = momentOf(before, 'start').timeZone;
  const moments = [values['start'], values['end']].filter(isMoment);
  if (
    recurrence !== null &&
    !('recurrence' in values) &&
    moments.some(({ timeZone }) => !isSameZone(timeZone, own))
  )
    throw validationFailure('The zone of a series changes only together with its recurrence.');
  const settled = settleTimes({ ...before, ...values });
  const after = { ...before, ...values, ...settled };
  const next = after['recurrence'] ?? null;
  if (!isRecurrence(next)) return { ...settled, ...(recurrence === null ? {} : { series: null }) };
  if (recurrence === null) return settled;
  const { seriesChangeDropsExceptions } = call.state.unknowns;
  const isNew =
    !isSame(next.pattern, recurrence.pattern) ||
    ['start', 'end'].some((name) => !isSame(after[name], before[name]));
  if (isNew && seriesChangeDropsExceptions) return { ...settled, series: null };
  const { exceptions, cancelled } = seriesOf(item);
  const isKept = (day: string) => isPlanned(next, day);
  return {
    ...settled,
    series: {
      exceptions: Object.fromEntries(Object.entries(exceptions).filter(([day]) => isKept(day))),
      cancelled: cancelled.filter(isKept),
    },
  };
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/** An exception has no recurrence of its own, and stays between its neighbours (GRAPH 2.2). Throws 400. */
export function checkOccurrence(call: MailboxCall, item: Item, values: JsonObject): void {
  if (isRecurrence(values['recurrence'])) throw validationFailure('An occurrence cannot have a recurrence.');
  delete values['recurrence'];
  settleTimes({ ...item.properties, ...values });
  const day = plannedDayOf(item);
  if (day === null || !isMoment(values['start'])) return;
  const master = masterOf(call.mailbox, item);
  const { timeZone } = momentOf(master.properties, 'start');
  const date = dateOf(momentAt(spanOf({ ...item.properties, ...values }).startMs, timeZone));
  const { before, after } = neighboursOf(master, day);
  if ((before === null || date > before) && (after === null || date < after)) return;
  throw graphError(
    400,
    'ErrorOccurrenceCrossingBoundary',
    "Your request can't be completed. Modified occurrence is crossing or overlapping adjacent occurrence.",
  );
}
