import {
  isPlanned,
  occurrenceOn,
  plannedDays,
  weekdays,
  weekIndexes,
  whenOn,
  type Content,
  type FieldValue,
  type Recurrence,
  type When,
} from '@counterpart/engine';
import { Temporal } from 'temporal-polyfill';
import { CrmError } from '../errors.ts';
import { overridesOf, ruleOf, whenOf } from './times.ts';

type Overrides = ReturnType<typeof overridesOf>;

/** A series after a change of its times, and the days whose changed occurrences it has no place for. */
export interface Moved {
  readonly when: When;
  readonly recurrence: Recurrence;
  readonly occurrences: Overrides;
  readonly lost: readonly string[];
}

export const dayOf = (when: When): string => when.start.slice(0, 10);
export const isCancelled = (own: Overrides[string] | undefined): boolean => own?.['cancelled'] === true;

const shifted = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();
const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days;

/** The first day of a pattern on or after a day; undefined where the range has none. */
export const firstDay = (rule: Recurrence, day: string): string | undefined => {
  const range = { ...rule.range, startDate: day };
  return plannedDays({ ...rule, range }).next().value ?? undefined;
};

/**
 * The series whose occurrence of a day gets another time: all of it moves by as much. Its pattern moves along (Tuesdays become Wednesdays, the second
 * Tuesday the third Thursday, the 5th the 7th), and so do its changed and cancelled occurrences.
 */
export function moveSeries(series: Content, day: string, to: When): Moved {
  const rule = ruleOf(series) as Recurrence;
  const days = daysBetween(day, dayOf(to));
  if (days === 0) {
    const when = whenOn(to, rule.range.startDate);
    return { when, recurrence: rule, occurrences: overridesOf(series), lost: [] };
  }
  const pattern = patternOn(rule, dayOf(to), days);
  const start = nearest({ ...pattern, interval: 1 }, shifted(rule.range.startDate, days));
  const { endDate } = rule.range;
  const range = {
    ...rule.range,
    startDate: start,
    ...(endDate === undefined ? {} : { endDate: later(shifted(endDate, days), start) }),
  };
  const recurrence = { ...pattern, range };
  const occurrences: { [day: string]: Overrides[string] } = {};
  for (const [planned, own] of Object.entries(overridesOf(series)))
    occurrences[nearest(recurrence, shifted(planned, days))] = own;
  return { when: whenOn(to, start), recurrence, ...fitted(recurrence, occurrences) };
}

const later = (a: string, b: string): string => (a > b ? a : b);

/** The changed and cancelled occurrences that a series still plans. That others were cancelled needs no remembering. */
export function fitted(rule: Recurrence, occurrences: Overrides): { occurrences: Overrides; lost: string[] } {
  const entries = Object.entries(occurrences);
  const kept = entries.filter(([day]) => isPlanned(rule, day));
  const lost = entries.filter(([day, own]) => !isPlanned(rule, day) && !isCancelled(own)).map(([day]) => day);
  return { occurrences: Object.fromEntries(kept), lost };
}

/** The day of a pattern that lies next to a day: itself where it is one. Months and years differ in length. */
function nearest(rule: Recurrence, day: string): string {
  if (rule.type === 'daily' || rule.type === 'weekly') return day;
  const from = shifted(day, -16);
  const startDate = later(from, rule.range.startDate > day ? from : rule.range.startDate);
  const open = { ...rule, range: { type: 'noEnd' as const, startDate } };
  const distance = (other: string) => Math.abs(daysBetween(day, other));
  const [found] = [...plannedDays(open, from, shifted(day, 16))].sort((a, b) => distance(a) - distance(b));
  return found ?? day;
}

/** The pattern that has a day where the old one had the day `days` before it. */
function patternOn(rule: Recurrence, day: string, days: number): Recurrence {
  const date = Temporal.PlainDate.from(day);
  const { daysOfWeek = [] } = rule;
  switch (rule.type) {
    case 'daily':
      return rule;
    case 'weekly':
      return {
        ...rule,
        daysOfWeek: weekdays.filter((_, number) =>
          daysOfWeek.some((name) => (weekdays.indexOf(name) + (((days % 7) + 7) % 7)) % 7 === number),
        ),
      };
    case 'absoluteMonthly':
      return { ...rule, dayOfMonth: date.day };
    case 'absoluteYearly':
      return { ...rule, dayOfMonth: date.day, month: date.month };
    case 'relativeMonthly':
    case 'relativeYearly': {
      const isLast = date.day + 7 > date.daysInMonth;
      const index =
        isLast && (rule.index === 'last' || date.day > 28)
          ? 'last'
          : weekIndexes[Math.ceil(date.day / 7) - 1];
      const name = weekdays[date.dayOfWeek % 7];
      return {
        ...rule,
        ...(index === undefined ? {} : { index }),
        daysOfWeek: daysOfWeek.length === 1 && name !== undefined ? [name] : daysOfWeek,
        ...(rule.type === 'relativeYearly' ? { month: date.month } : {}),
      };
    }
  }
}

/**
 * An occurrence cannot be moved to or over the day of the one before or after it, as in Microsoft 365 (ErrorOccurrenceCrossingBoundary).
 * @throws CrmError `occurrenceCrosses`
 */
export function mustNotCross(series: Content, day: string): void {
  const rule = ruleOf(series);
  const own = occurrenceOn(series, day, 'UTC');
  if (rule === undefined || own === null || overridesOf(series)[day]?.['when'] === undefined) return;
  const at = dayOf(own.when);
  const earlier = neighbours(series, day, -1).find((other) => other.planned < day && other.at >= at);
  const after = neighbours(series, day, 1).find((other) => other.planned > day && other.at <= at);
  const crossed = earlier ?? after;
  if (crossed === undefined) return;
  throw new CrmError(
    'occurrenceCrosses',
    `The occurrence of ${day} cannot be moved to ${at}: it must stay between its neighbours, and the one planned for ${crossed.planned} takes place on ${crossed.at}.`,
    { problems: [{ path: `occurrences.${day}`, message: 'It must stay between its neighbours.' }] },
  );
}

/** The nearest occurrence on one side of a day that takes place, with the day on which it does. */
function neighbours(series: Content, day: string, side: 1 | -1): { planned: string; at: string }[] {
  const rule = ruleOf(series) as Recurrence;
  for (let span = 40; span < 200_000; span *= 8) {
    const reach = shifted(day, side * span);
    const [from, until] = side === 1 ? [shifted(day, 1), reach] : [reach, shifted(day, -1)];
    const days = [...plannedDays(rule, from, until)];
    const found = (side === 1 ? days : days.reverse()).flatMap((planned) => {
      const one = occurrenceOn(series, planned, 'UTC');
      return one === null ? [] : [{ planned, at: dayOf(one.when) }];
    });
    if (found.length > 0) return found.slice(0, 1);
    if (side === -1 && reach < rule.range.startDate) return [];
    if (side === 1 && rule.range.endDate !== undefined && reach > rule.range.endDate) return [];
  }
  return [];
}

export const asValue = (value: When | Recurrence | Overrides): FieldValue => value as unknown as FieldValue;

/** The values of a moved series; `whenOf` and `ruleOf` read them again. */
export const valuesOf = ({ when, recurrence, occurrences }: Omit<Moved, 'lost'>): Content => ({
  when: asValue(when),
  recurrence: asValue(recurrence),
  ...(Object.keys(occurrences).length === 0 ? {} : { occurrences: asValue(occurrences) }),
});

/** The day on which a series begins. */
export const startOf = (series: Content): string => ruleOf(series)?.range.startDate ?? dayOf(whenOf(series));
