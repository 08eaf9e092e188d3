import { occurrenceICalUId } from '../graph/calendar/ids.ts';
import type { JsonObject } from '../state/types.ts';
import { readIcsBlocks } from './icsBlocks.ts';
import { readIcsEvent, timesBody, type IcsDraft } from './icsEvent.ts';
import { graphRecurrence, ruleTimes } from './icsRecurrence.ts';
import { dayOf, inZoneOf, IcsProblem, laterBy, msBetween, type IcsTime } from './icsTimes.ts';
import type { Refusal } from './vcf.ts';

/** An event to put into a calendar; in its times, the zone '' stands for the mailbox's. */
export type IcsEvent = {
  line: number;
  iCalUId: string;
  /** As the body of `POST …/events`. */
  body: JsonObject;
  organizer: { name: string; address: string } | null;
  answers: Map<string, string>;
  isCancelled: boolean;
  /** Of a series: changed occurrences by planned day, and the days that do not take place. */
  exceptions: { day: string; body: JsonObject }[];
  cancelled: string[];
};

export type IcsEvents = {
  events: IcsEvent[];
  /** Events that cannot be read, each with its first line. */
  refused: Refusal[];
  /** What was read but cannot be expressed in Graph. */
  leftOut: Refusal[];
};

/** Occurrences that a rule without a counterpart in Graph is expanded into. */
const MOST_EXPANDED = 500;

/** The events of an iCalendar file. */
export function eventsFromIcs(text: string): IcsEvents {
  const file = readIcsBlocks(text);
  const result: IcsEvents = { events: [], refused: file.problem === null ? [] : [file.problem], leftOut: [] };
  const drafts: IcsDraft[] = [];
  for (const block of file.blocks) {
    try {
      drafts.push(readIcsEvent(block, file));
    } catch (error) {
      if (!(error instanceof IcsProblem)) throw error;
      result.refused.push({ line: block.line, reason: error.message });
    }
  }
  const overrides = new Map<string, IcsDraft[]>();
  for (const draft of drafts)
    if (draft.recurrenceId !== null) overrides.set(draft.uid, [...(overrides.get(draft.uid) ?? []), draft]);
  const uids = new Set<string>();
  for (const draft of drafts.filter(({ recurrenceId }) => recurrenceId === null)) {
    // A second event of the same UID is another one, and needs another id.
    const uid = draft.uid === '' || uids.has(draft.uid) ? `${draft.uid}#${draft.line}` : draft.uid;
    uids.add(draft.uid);
    addEvent(result, { ...draft, uid }, overrides.get(draft.uid) ?? []);
    overrides.delete(draft.uid);
  }
  for (const orphan of [...overrides.values()].flat()) addOrphan(result, orphan);
  return result;
}

function addEvent(result: IcsEvents, draft: IcsDraft, overrides: IcsDraft[]): void {
  const planned = new Map<string, IcsDraft>();
  for (const override of overrides) {
    if (override.isForFuture)
      result.leftOut.push({
        line: override.line,
        reason: 'a change of all later occurrences is read as a change of one',
      });
    if (override.recurrenceId !== null)
      planned.set(dayOf(inZoneOf(override.recurrenceId, draft.start)), override);
  }
  const except = new Set(draft.exceptDates.map((time) => dayOf(inZoneOf(time, draft.start))));
  const expressed = draft.rule === null ? null : graphRecurrence(draft.rule, draft.start);
  if (expressed?.ok === true) {
    result.events.push(series(draft, expressed.recurrence, planned, except));
  } else if (draft.rule === null) {
    if (!except.has(dayOf(draft.start)))
      pushOne(result, draft, draft.uid, draft.start, null, take(planned, dayOf(draft.start)));
  } else {
    expand(result, draft, planned, except, expressed?.reason ?? '');
  }
  if (draft.rule !== null && draft.extraDates.length > 0)
    result.leftOut.push({
      line: draft.line,
      reason: `RDATE has no place in a series: ${draft.extraDates.length} became single events`,
    });
  for (const { start, end } of draft.extraDates) {
    const own = inZoneOf(start, draft.start);
    const day = dayOf(own);
    if (!except.has(day))
      pushOne(
        result,
        draft,
        occurrenceICalUId(draft.uid, day),
        draft.start.isDate ? { ...own, isDate: true } : own,
        end,
        take(planned, day),
      );
  }
  for (const override of planned.values())
    if (draft.rule === null || expressed?.ok === false) addOrphan(result, override);
}

function take(planned: Map<string, IcsDraft>, day: string): IcsDraft | undefined {
  const override = planned.get(day);
  planned.delete(day);
  return override;
}

function series(
  draft: IcsDraft,
  recurrence: JsonObject,
  planned: Map<string, IcsDraft>,
  except: Set<string>,
): IcsEvent {
  const extra = new Set(draft.extraDates.map(({ start }) => dayOf(inZoneOf(start, draft.start))));
  const own = [...planned].filter(([day]) => !extra.has(day));
  for (const [day] of own) planned.delete(day);
  return {
    ...eventOf(draft, draft.uid, draft.start, draft.end),
    body: { ...draft.content, ...timesBody(draft.start, draft.end), recurrence },
    exceptions: own
      .filter(([, { isCancelled }]) => !isCancelled)
      .map(([day, override]) => ({ day, body: changed(draft, override) })),
    cancelled: [...except, ...own.filter(([, { isCancelled }]) => isCancelled).map(([day]) => day)],
  };
}

/** What an override says otherwise than its series; its times always. */
function changed(draft: IcsDraft, override: IcsDraft): JsonObject {
  const body = timesBody(override.start, override.end);
  for (const [name, value] of Object.entries(override.content))
    if (JSON.stringify(value) !== JSON.stringify(draft.content[name] ?? null)) body[name] = value;
  return body;
}

function expand(
  result: IcsEvents,
  draft: IcsDraft,
  planned: Map<string, IcsDraft>,
  except: Set<string>,
  reason: string,
): void {
  const rule = draft.rule;
  if (rule === null) return;
  const times = [...ruleTimes(rule, draft.start, MOST_EXPANDED + 1)];
  const isWhole = times.length <= MOST_EXPANDED;
  for (const start of times.slice(0, MOST_EXPANDED)) {
    const day = dayOf(start);
    if (!except.has(day))
      pushOne(result, draft, occurrenceICalUId(draft.uid, day), start, null, take(planned, day));
  }
  const rest = isWhole
    ? 'it became single events'
    : `its first ${MOST_EXPANDED} occurrences became single events, the rest is left out`;
  result.leftOut.push({
    line: draft.line,
    reason: `${draft.ruleText} cannot be expressed (${reason}): ${rest}`,
  });
}

function pushOne(
  result: IcsEvents,
  draft: IcsDraft,
  iCalUId: string,
  start: IcsTime,
  end: IcsTime | null,
  override?: IcsDraft,
): void {
  if (override?.isCancelled === true) return;
  const until = end ?? laterBy(start, msBetween(draft.start, draft.end));
  if (override === undefined) result.events.push(eventOf(draft, iCalUId, start, until));
  else result.events.push(eventOf(override, iCalUId, override.start, override.end));
}

/** An override whose series is not in the file, or plans nothing for it. */
function addOrphan(result: IcsEvents, orphan: IcsDraft): void {
  const day =
    orphan.recurrenceId === null ? dayOf(orphan.start) : dayOf(inZoneOf(orphan.recurrenceId, orphan.start));
  result.events.push(eventOf(orphan, occurrenceICalUId(orphan.uid, day), orphan.start, orphan.end));
}

function eventOf(draft: IcsDraft, iCalUId: string, start: IcsTime, end: IcsTime): IcsEvent {
  const { line, content, organizer, answers, isCancelled } = draft;
  return {
    line,
    iCalUId,
    body: { ...content, ...timesBody(start, end) },
    organizer,
    answers,
    isCancelled,
    exceptions: [],
    cancelled: [],
  };
}
