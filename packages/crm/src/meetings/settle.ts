import type { Content, Recurrence } from '@counterpart/engine';
import { CrmError } from '../errors.ts';
import type { Checked } from '../records/validate.ts';
import {
  asValue,
  dayOf,
  firstDay,
  fitted,
  isCancelled,
  moveSeries,
  mustNotCross,
  valuesOf,
} from './series.ts';
import { overridesOf, ruleOf, whenOf } from './times.ts';

const timing = ['when', 'recurrence', 'occurrences'];

const refuse = (path: string, message: string): never => {
  throw new CrmError('invalidValue', undefined, { problems: [{ path, message }] });
};

/**
 * What a person's change of a meeting comes to: a series moves as a whole, and its times, pattern and changed occurrences go together.
 * @throws CrmError `invalidValue`; `occurrencesLost` where changed occurrences would be none any more, and nobody confirmed that
 */
export function settle(before: Content | null, change: Checked, confirmed: boolean): Checked {
  const { fields } = change;
  if (!fields.some((field) => timing.includes(field))) return change;
  const kept = Object.entries(before ?? {}).filter(([field]) => !fields.includes(field));
  const whole: Content = { ...Object.fromEntries(kept), ...change.content };
  if (whole['when'] === undefined) return change;
  if (change.content['rule'] !== undefined) return change;
  if (whole['rule'] !== undefined) return settleRule(whole, change);
  const rule = ruleOf(whole);
  if (rule === undefined) return settleSingle(before, whole, change, confirmed);
  return settleSeries(before, whole, change, rule, confirmed);
}

/** E8: a rule that cannot be expressed names times of its own, so it is replaced as a whole or stays. */
function settleRule(whole: Content, change: Checked): Checked {
  if (!change.fields.includes('recurrence'))
    refuse(
      change.fields[0] ?? 'when',
      'This meeting repeats by a rule that cannot be expressed here, so its times cannot be changed. Give it another recurrence, or none.',
    );
  const { rule: _replaced, ...content } = whole;
  const fields = [...change.fields, 'rule'];
  return settle(null, { fields: [...new Set([...fields, ...Object.keys(content)])], content }, true);
}

function settleSingle(before: Content | null, whole: Content, change: Checked, confirmed: boolean): Checked {
  if (whole['occurrences'] === undefined) return change;
  if (change.fields.includes('occurrences'))
    refuse('occurrences', 'Only a series has occurrences that can be changed.');
  mustConfirm(
    Object.entries(overridesOf(before ?? {})).flatMap(([day, own]) => (isCancelled(own) ? [] : [day])),
    confirmed,
  );
  return { fields: [...change.fields, 'occurrences'], content: change.content };
}

function settleSeries(
  before: Content | null,
  whole: Content,
  change: Checked,
  rule: Recurrence,
  confirmed: boolean,
): Checked {
  const { fields } = change;
  if (
    before !== null &&
    ruleOf(before) !== undefined &&
    !fields.includes('recurrence') &&
    fields.includes('when')
  ) {
    const { lost, ...moved } = moveSeries(whole, dayOf(whenOf(before)), whenOf(whole));
    mustConfirm(lost, confirmed);
    const values = valuesOf(moved);
    const all = {
      fields: [...new Set([...fields, ...timing])],
      content: { ...without(change.content), ...values },
    };
    return settleSeries(null, { ...without(whole), ...values }, all, moved.recurrence, confirmed);
  }
  mustBegin(whole, rule);
  const found = fitted(rule, overridesOf(whole));
  if (fields.includes('occurrences')) {
    const [unknown] = Object.keys(overridesOf(whole)).filter((day) => !(day in found.occurrences));
    if (unknown !== undefined)
      refuse(`occurrences.${unknown}`, `The series has no occurrence on ${unknown}.`);
    for (const day of Object.keys(found.occurrences)) mustNotCross(whole, day);
  } else mustConfirm(found.lost, confirmed);
  const content: Content = {
    ...without(change.content),
    recurrence: asValue(rule),
    ...(Object.keys(found.occurrences).length === 0 ? {} : { occurrences: asValue(found.occurrences) }),
  };
  return { fields: [...new Set([...fields, 'recurrence', 'occurrences'])], content };
}

const without = ({ occurrences: _replaced, ...content }: Content): Content => content;

/** A series begins on the day of its first occurrence, which its pattern has. */
function mustBegin(whole: Content, rule: Recurrence): void {
  const day = dayOf(whenOf(whole));
  const path = 'recurrence.range.startDate';
  if (rule.range.startDate !== day)
    refuse(path, `The series begins on ${day}, the day of the meeting itself.`);
  const first = firstDay(rule, day);
  if (first === undefined) refuse('recurrence', 'The series ends before its first occurrence.');
  if (first !== day) refuse(path, `${day} is no day of the pattern. The first one is ${String(first)}.`);
}

/** @throws CrmError `occurrencesLost` where changed occurrences are lost and nobody confirmed it */
export function mustConfirm(lost: readonly string[], confirmed: boolean): void {
  if (lost.length === 0 || confirmed) return;
  const days = lost.length > 5 ? `${lost.slice(0, 5).join(', ')} …` : lost.join(', ');
  const what = lost.length === 1 ? 'A changed occurrence' : `${lost.length} changed occurrences`;
  throw new CrmError('occurrencesLost', `${what} would be lost: ${days}.`);
}
