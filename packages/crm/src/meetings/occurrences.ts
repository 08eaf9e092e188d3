import {
  isPlanned,
  plannedDays,
  whenOn,
  type Content,
  type FieldValue,
  type Recurrence,
  type When,
} from '@counterpart/engine';
import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { presentOne, type RecordRow } from '../records/rows.ts';
import { insertRecords } from '../records/store.ts';
import type { CrmRecord, RecordInput } from '../records/types.ts';
import { mustBeUsable } from '../records/validate.ts';
import { changeRecord, lockForEdit, setDeleted, type Target } from '../records/write.ts';
import { contentOn, occurrenceFields, occurrencesFrom, withOccurrence } from './differences.ts';
import { ownFields } from './hosted.ts';
import {
  asValue,
  dayOf,
  firstDay,
  fitted,
  isCancelled,
  moveSeries,
  mustNotCross,
  startOf,
  valuesOf,
  type Moved,
} from './series.ts';
import { mustConfirm, settle } from './settle.ts';
import { meetingTable } from './table.ts';
import { overridesOf, ruleOf, whenOf } from './times.ts';

/** Which occurrences of a series: this one, this and all that follow, or all. */
export type OccurrenceScope = 'one' | 'following' | 'all';

export interface OccurrenceTarget extends Target {
  /** The day on which the series planned the occurrence, `yyyy-mm-dd` in the series' zone. */
  readonly day: string;
}

/**
 * Changes an occurrence of a series, and with it those that the scope names. `values.when` is the new time of this occurrence: the others move by as
 * much. `rest`: the former series, where the change begins a new one.
 * @throws CrmError `notFound`, `notAllowed`, `changedMeanwhile`, `invalidValue`, `hostDecides`, `occurrenceUnknown`, `occurrenceCrosses`, `occurrencesLost`
 */
export async function changeOccurrence(
  crm: Crm,
  actor: Actor,
  input: OccurrenceTarget & {
    readonly scope: OccurrenceScope;
    readonly values: RecordInput;
    readonly confirmed?: boolean | undefined;
  },
): Promise<{ meeting: CrmRecord; rest: CrmRecord | null }> {
  const { content: values, fields } = mustBeUsable(meetingTable, input.values);
  const { day, scope, confirmed = false } = input;
  return crm.transaction(actor, async (tx) => {
    const row = await lockSeries(tx, actor, input);
    const series = row.content;
    const change = { values, fields };
    if (scope === 'one')
      return { meeting: await presentOne(tx, await changeOne(tx, row, day, change)), rest: null };
    if (day <= startOf(series) || scope === 'all') {
      const after = await write(tx, row, changeFrom(series, day, startOf(series), change, confirmed));
      return { meeting: await presentOne(tx, after), rest: null };
    }
    const next = changeFrom(following(series, day), day, day, change, confirmed);
    const rest = await write(tx, row, former(series, day));
    const imported = row.origin === 'import' || row.origin === 'migration';
    const arrival = {
      ownerId: row.owner_membership_id,
      origin: imported ? row.origin : actor.source === 'api' ? ('api' as const) : ('created' as const),
      massUpdatedAt: row.mass_updated_at,
    };
    const [made] = await insertRecords(tx, actor, meetingTable, arrival, [
      { id: crm.ids.next(), content: next },
    ]);
    if (made === undefined) throw new Error('A series was not stored.');
    return { meeting: await presentOne(tx, made), rest: await presentOne(tx, rest) };
  });
}

/** Cancels an occurrence, or it and all that follow, or deletes the whole series (null). @throws CrmError as `changeOccurrence` */
export async function cancelOccurrence(
  crm: Crm,
  actor: Actor,
  input: OccurrenceTarget & { readonly scope: OccurrenceScope },
): Promise<CrmRecord | null> {
  const { day, scope } = input;
  return crm.transaction(actor, async (tx) => {
    const row = await lockSeries(tx, actor, input);
    const series = row.content;
    if (scope === 'all' || (scope === 'following' && day <= startOf(series)))
      return remove(crm, tx, actor, row);
    if (scope === 'following') return presentOne(tx, await write(tx, row, former(series, day)));
    const occurrences = { ...overridesOf(series), [day]: { cancelled: true } };
    if (!takesPlace(series, occurrences)) return remove(crm, tx, actor, row);
    return presentOne(tx, await write(tx, row, { ...series, ...occurrencesFrom(occurrences) }));
  });
}

/** Takes back the change or cancellation of an occurrence. @throws CrmError as `changeOccurrence` */
export async function resetOccurrence(crm: Crm, actor: Actor, input: OccurrenceTarget): Promise<CrmRecord> {
  return crm.transaction(actor, async (tx) => {
    const row = await lockSeries(tx, actor, input, 'cancelled too');
    const { occurrences: _all, ...series } = row.content;
    const { [input.day]: _own, ...others } = overridesOf(row.content);
    return presentOne(tx, await write(tx, row, { ...series, ...occurrencesFrom(others) }));
  });
}

interface Change {
  readonly values: Content;
  readonly fields: readonly string[];
}

async function lockSeries(
  tx: Tx,
  actor: Actor,
  target: OccurrenceTarget,
  which: 'living' | 'cancelled too' = 'living',
): Promise<RecordRow> {
  const row = await lockForEdit(tx, actor, meetingTable, target);
  const rule = ruleOf(row.content);
  const cancelled = which === 'living' && isCancelled(overridesOf(row.content)[target.day]);
  if (rule === undefined || cancelled || !isPlanned(rule, target.day))
    throw new CrmError('occurrenceUnknown', `The series has no occurrence on ${target.day}.`);
  return row;
}

async function changeOne(
  tx: Tx,
  row: RecordRow,
  day: string,
  { values, fields }: Change,
): Promise<RecordRow> {
  const whole = fields.filter((field) => !occurrenceFields.some((own) => own === field));
  if (whole.length > 0) {
    const problems = whole.map((path) => ({ path, message: 'This is the same in the whole series.' }));
    throw new CrmError('invalidValue', undefined, { problems });
  }
  const before = contentOn(row.content, day) ?? {};
  const kept = Object.entries(before).filter(([field]) => !fields.includes(field));
  const { occurrences: _all, ...series } = row.content;
  const after = {
    ...series,
    ...withOccurrence(row.content, day, { ...Object.fromEntries(kept), ...values }),
  };
  if (fields.includes('when')) mustNotCross(after, day);
  // What is a person's own of the series is so of its occurrences as well (B12).
  return write(tx, row, after, fields.every((field) => ownFields.has(field)) ? 'own' : 'shared');
}

/** The content that a series has when an occurrence of it is changed together with the others; `from` is its first day. */
function changeFrom(
  series: Content,
  day: string,
  from: string,
  { values, fields }: Change,
  confirmed: boolean,
): Content {
  const { when: given, recurrence, ...others } = values;
  const kept = Object.entries(series).filter(
    ([field]) => !fields.includes(field) || field === 'when' || field === 'recurrence',
  );
  const whole: Content = { ...Object.fromEntries(kept), ...others };
  const to = (given ?? contentOn(series, day)?.['when']) as unknown as When;
  const base = given === undefined ? whenOn(whenOf(series), day) : to;
  // Of the occurrence itself the new values count, whatever it had of its own.
  const ofDay = withoutFields(whole, day, fields);
  if (fields.includes('recurrence') && recurrence === undefined) return single(ofDay, to, confirmed);
  const moved =
    recurrence === undefined
      ? moveSeries(ofDay, day, base)
      : repatterned(ofDay, recurrence as unknown as Recurrence, day, from, base);
  return settled(ofDay, moved, confirmed);
}

function settled(series: Content, { lost, ...moved }: Moved, confirmed: boolean): Content {
  mustConfirm(lost, confirmed);
  const { occurrences: _all, ...rest } = series;
  const content = { ...rest, ...valuesOf(moved) };
  const fields = Object.keys(content).filter((field) => field !== 'occurrences');
  return settle(null, { fields, content }, true).content;
}

/** A series with another pattern: it begins on the pattern's first day from where it began, moved as far as the occurrence was. */
function repatterned(series: Content, rule: Recurrence, day: string, from: string, base: When): Moved {
  const days = Date.parse(dayOf(base)) - Date.parse(day);
  const earliest = new Date(Date.parse(from) + days).toISOString().slice(0, 10);
  const start = firstDay(rule, earliest);
  if (start === undefined) {
    const problems = [{ path: 'recurrence', message: 'The series ends before its first occurrence.' }];
    throw new CrmError('invalidValue', undefined, { problems });
  }
  const recurrence = { ...rule, range: { ...rule.range, startDate: start } };
  return { when: whenOn(base, start), recurrence, ...fitted(recurrence, overridesOf(series)) };
}

/** The occurrence alone, where nothing recurs any more. */
function single(series: Content, to: When, confirmed: boolean): Content {
  const { recurrence: _none, occurrences: _neither, ...rest } = series;
  const { content } = settle(series, { fields: ['recurrence'], content: {} }, confirmed);
  return { ...rest, ...content, when: asValue(to) };
}

function withoutFields(series: Content, day: string, fields: readonly string[]): Content {
  const own = overridesOf(series)[day];
  if (own === undefined) return series;
  const { occurrences: _all, ...rest } = series;
  const kept = Object.entries(own).filter(([field]) => !fields.includes(field) && field !== 'cleared');
  const cleared = Array.isArray(own['cleared'])
    ? own['cleared'].filter((field) => !fields.includes(String(field)))
    : [];
  const entry = { ...Object.fromEntries(kept), ...(cleared.length > 0 ? { cleared } : {}) };
  return { ...rest, ...occurrencesFrom({ ...overridesOf(series), [day]: entry }) };
}

/** What a series is from one of its days on: a meeting of its own, with the occurrences that are left of a numbered one. */
function following(series: Content, day: string): Content {
  const rule = ruleOf(series) as Recurrence;
  const { uid: _other, joinUrl, occurrences: _all, response: _none, ...rest } = series;
  const { numberOfOccurrences } = rule.range;
  const range = {
    ...rule.range,
    startDate: day,
    ...(numberOfOccurrences === undefined
      ? {}
      : { numberOfOccurrences: numberOfOccurrences - before(rule, day).length }),
  };
  return {
    ...rest,
    // The link of an online meeting belongs to the former one; another is made for this one.
    ...(joinUrl === undefined || series['online'] === true ? {} : { joinUrl }),
    when: asValue(whenOn(whenOf(series), day)),
    recurrence: asValue({ ...rule, range }),
    ...occurrencesFrom(
      Object.fromEntries(Object.entries(overridesOf(series)).filter(([other]) => other >= day)),
    ),
  };
}

const before = (rule: Recurrence, day: string): string[] =>
  [...plannedDays(rule, undefined, day)].filter((other) => other < day);

/** What a series is until the day before one of its days. */
function former(series: Content, day: string): Content {
  const { range, ...pattern } = ruleOf(series) as Recurrence;
  const days = before({ ...pattern, range }, day);
  const end =
    range.type === 'numbered'
      ? { type: range.type, startDate: range.startDate, numberOfOccurrences: days.length }
      : { type: 'endDate' as const, startDate: range.startDate, endDate: days.at(-1) ?? range.startDate };
  const { occurrences: _all, ...rest } = series;
  const kept = Object.entries(overridesOf(series)).filter(([other]) => other < day);
  return {
    ...rest,
    recurrence: asValue({ ...pattern, range: end }),
    ...occurrencesFrom(Object.fromEntries(kept)),
  };
}

/** Whether any occurrence is left. */
function takesPlace(
  series: Content,
  occurrences: { readonly [day: string]: { readonly [field: string]: FieldValue } },
): boolean {
  for (const day of plannedDays(ruleOf(series) as Recurrence))
    if (!isCancelled(occurrences[day])) return true;
  return false;
}

async function remove(crm: Crm, tx: Tx, actor: Actor, row: RecordRow): Promise<null> {
  const deletion = { at: new Date(crm.clock.now()), by: actor.membershipId };
  await setDeleted(tx, meetingTable, sql`c.id = ${row.id}`, deletion);
  return null;
}

/** Gives a meeting its whole content anew. */
async function write(
  tx: Tx,
  row: RecordRow,
  content: Content,
  what: 'own' | 'shared' = 'shared',
): Promise<RecordRow> {
  const fields = [...new Set([...Object.keys(row.content), ...Object.keys(content)])];
  const change = { fields, content, ownerId: undefined };
  const table = what === 'own' ? { ...meetingTable, mayChange: () => Promise.resolve() } : meetingTable;
  return (await changeRecord(tx, table, row, change)) ?? row;
}
