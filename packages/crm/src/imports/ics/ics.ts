import { isPlanned, type Content, type FieldValue, type Recurrence, type When } from '@counterpart/engine';
import type ICAL from 'ical.js';
import { CrmError } from '../../errors.ts';
import { withOccurrence } from '../../meetings/differences.ts';
import { meetingFiles } from '../../meetings/files.ts';
import { overridesOf } from '../../meetings/times.ts';
import type { Source, SourceRow } from '../rows.ts';
import { blocksOf, rawValue, type Block } from './blocks.ts';
import { eventOf, timesIn, type FileEvent } from './event.ts';
import { localRule, recurrenceOf } from './recurrence.ts';
import { Unreadable, wallIn } from './times.ts';
import { zonesOf, type FileZones } from './zones.ts';

/**
 * An iCalendar file: one row a meeting, a series with its changed and cancelled occurrences being one. Its columns are those of meetings in files that its
 * events fill.
 * @throws CrmError `unreadableFile` when there is no event in it
 */
export function icsSource(text: string): Source {
  const file = blocksOf(text);
  if (file.events.length === 0)
    throw new CrmError('unreadableFile', 'There is no event in this calendar file.');
  const zones = zonesOf(file);
  const groups = grouped(file.events);
  const filled = new Set<string>();
  for (const row of rowsOf(groups, zones))
    if ('values' in row) for (const column of Object.keys(row.values)) filled.add(column);
  return {
    columns: meetingFiles.columns.map(({ label }) => label).filter((label) => filled.has(label)),
    rows: () => rowsOf(groups, zones),
  };
}

/** A meeting's event, and those that change occurrences of it. */
interface Group {
  readonly master: Block;
  readonly overrides: Block[];
}

/** In the order of the file. What changes an occurrence of a series that is not in the file is a meeting of its own. */
function grouped(events: readonly Block[]): Group[] {
  const groups: Group[] = [];
  const byUid = new Map<string, Group>();
  const isOverride = (block: Block) => rawValue(block, 'RECURRENCE-ID') !== undefined;
  for (const block of events.filter((one) => !isOverride(one))) {
    const group = { master: block, overrides: [] };
    groups.push(group);
    const uid = rawValue(block, 'UID');
    if (uid !== undefined && !byUid.has(uid)) byUid.set(uid, group);
  }
  for (const block of events.filter(isOverride)) {
    const group = byUid.get(rawValue(block, 'UID') ?? '');
    if (group === undefined) groups.push({ master: block, overrides: [] });
    else group.overrides.push(block);
  }
  return groups.sort((a, b) => a.master.line - b.master.line);
}

function* rowsOf(groups: readonly Group[], zones: FileZones): Iterable<SourceRow> {
  for (const group of groups) {
    const { line } = group.master;
    const raw = [group.master, ...group.overrides].map((block) => block.raw).join('\n');
    try {
      for (const { content, floating } of meetingsOf(group, zones))
        yield { line, raw, values: cellsOf(content, floating) };
    } catch (error) {
      if (error instanceof Unreadable) yield { line, raw, unreadable: error.message };
      else if (error instanceof Error)
        yield { line, raw, unreadable: `It is no valid event: ${error.message}.` };
      else throw error;
    }
  }
}

interface FileMeeting {
  readonly content: Content;
  readonly floating: boolean;
}

function meetingsOf({ master, overrides }: Group, zones: FileZones): FileMeeting[] {
  const event = eventOf(master, zones);
  if (event.cancelled) throw new Unreadable('The meeting was cancelled.');
  const { content, floating, component } = event;
  // An occurrence without its series shares the series' uid with others like it.
  if (event.recurrenceId !== undefined) return [{ content: withoutUid(content), floating }];
  const repeats = ['rrule', 'rdate', 'exrule'].some((name) => component.hasProperty(name));
  if (!repeats) return [{ content, floating }, ...alone(overrides, zones)];
  return seriesOf(
    event,
    overrides.map((block) => eventOf(block, zones)),
    zones,
  );
}

const withoutUid = ({ uid: _shared, ...content }: Content): Content => content;

const alone = (overrides: readonly Block[], zones: FileZones): FileMeeting[] =>
  overrides
    .map((block) => eventOf(block, zones))
    .flatMap(({ content, floating, cancelled }) =>
      cancelled ? [] : [{ content: withoutUid(content), floating }],
    );

/** A series. What its recurrence does not plan stands beside it as meetings of their own; a rule that cannot be expressed is kept as it is (E8). */
function seriesOf(event: FileEvent, overrides: readonly FileEvent[], zones: FileZones): FileMeeting[] {
  const { component, content, floating } = event;
  if (component.hasProperty('exrule'))
    throw new Unreadable('It excludes days by a rule (EXRULE), which nobody writes any more.');
  const first = content['when'] as unknown as When;
  const zone = 'zone' in first ? (floating ? null : first.zone) : null;
  const wallsOf = (name: string): string[] =>
    component
      .getAllProperties(name)
      .flatMap((property) => timesIn(property, zones).map((time) => wallIn(time, zone)));
  const rules = component
    .getAllProperties('rrule')
    .map((property) => property.getFirstValue() as unknown as ICAL.Recur);
  const [rule] = rules;
  const [rdates, exdates] = [wallsOf('rdate'), wallsOf('exdate')];
  const until = untilOf(rule, zone, first);
  const recurrence =
    rules.length === 1 && rule !== undefined && rdates.length === 0
      ? recurrenceOf(rule, first, until === null ? null : lastDayOf(until, first))
      : undefined;
  const changed = overrides.map((one) => ({
    one,
    at: one.recurrenceId === undefined ? '' : wallIn(one.recurrenceId, zone),
  }));
  if (recurrence === undefined) {
    const skipped = [...exdates, ...changed.map(({ at }) => at)];
    const kept = { ...content, rule: ruleText(rules, zone, first, rdates, skipped) };
    return [{ content: kept, floating }, ...standing(overrides)];
  }
  const planned = changed.filter(({ at }) => isPlanned(recurrence, at.slice(0, 10)));
  const others = changed.filter(({ at }) => !isPlanned(recurrence, at.slice(0, 10)));
  const series = withOverrides(
    { ...content, recurrence: recurrence as unknown as FieldValue },
    recurrence,
    exdates,
    planned,
  );
  return [{ content: series, floating }, ...standing(others.map(({ one }) => one))];
}

const standing = (events: readonly FileEvent[]): FileMeeting[] =>
  events.flatMap(({ content, floating, cancelled }) =>
    cancelled ? [] : [{ content: withoutUid(content), floating }],
  );

function withOverrides(
  series: Content,
  rule: Recurrence,
  exdates: readonly string[],
  changed: readonly { readonly one: FileEvent; readonly at: string }[],
): Content {
  const cancelled = (day: string, whole: Content): Content => ({
    ...whole,
    occurrences: { ...(overridesOf(whole) as { [day: string]: FieldValue }), [day]: { cancelled: true } },
  });
  let whole = series;
  for (const day of exdates.map((at) => at.slice(0, 10)))
    if (isPlanned(rule, day)) whole = cancelled(day, whole);
  for (const { one, at } of changed) {
    const day = at.slice(0, 10);
    if (one.cancelled) whole = cancelled(day, whole);
    else {
      const { occurrences: _all, ...rest } = whole;
      whole = { ...rest, ...withOccurrence(whole, day, { ...one.content, when: inZoneOf(series, one) }) };
    }
  }
  return whole;
}

/** The time of a changed occurrence on the clock of its series, so that it is seen where it is the same. */
function inZoneOf(series: Content, { content }: FileEvent): FieldValue {
  const [first, own] = [series['when'], content['when']] as unknown as [When, When];
  if (!('zone' in first) || !('zone' in own)) return content['when'] ?? {};
  const [start, end] = [own.start, own.end].map((wall) => wallIn({ wall, zone: own.zone }, first.zone)) as [
    string,
    string,
  ];
  return { start, end, zone: first.zone };
}

/** The end of a rule on the clock of the meeting's zone. */
function untilOf(rule: ICAL.Recur | undefined, zone: string | null, first: When): string | null {
  const { until } = rule ?? {};
  if (until === null || until === undefined) return null;
  const wall = until.isDate ? until.toString() : until.toString().replace(/Z$/, '');
  if (until.isDate || 'allDay' in first) return wall.slice(0, 10);
  return until.zone?.tzid === 'UTC' ? wallIn({ wall, zone: 'UTC' }, zone) : wall;
}

/** The last day on which an occurrence may begin at its time before the end. */
function lastDayOf(until: string, first: When): string {
  const day = until.slice(0, 10);
  if (until.length <= 10 || until.slice(11) >= first.start.slice(11)) return day;
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}

const compact = (wall: string): string => wall.replace(/[-:]/g, '');

function ruleText(
  rules: readonly ICAL.Recur[],
  zone: string | null,
  first: When,
  rdates: readonly string[],
  exdates: readonly string[],
): string {
  return [
    ...rules.map((rule) => `RRULE:${localRule(rule, untilOf(rule, zone, first))}`),
    ...rdates.map((at) => `RDATE${value(at)}:${compact(at)}`),
    ...exdates.map((at) => `EXDATE${value(at)}:${compact(at)}`),
  ].join('\n');
}

const value = (at: string): string => (at.length === 10 ? ';VALUE=DATE' : '');

/** A content as cells by the labels of their columns. Times of no zone name none. */
function cellsOf(content: Content, floating: boolean): { [label: string]: string } {
  return Object.fromEntries(
    meetingFiles.columns.flatMap(({ field, label, toText }) => {
      const text = toText(content);
      return text === '' || (field === 'zone' && floating) ? [] : [[label, text]];
    }),
  );
}
