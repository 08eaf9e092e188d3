import type { FieldValue } from '@counterpart/engine';
import { dateIn, isNoDate } from '../imports/dates.ts';
import { castType, type Column } from '../records/columns.ts';

const shown = (given: unknown): string => (typeof given === 'string' ? `"${given}"` : 'This');

const isGiven = (given: unknown): boolean =>
  given !== null &&
  !(typeof given === 'string' && given.trim() === '') &&
  !(Array.isArray(given) && given.length === 0);

/** An objection to everything that is given and stands for no value. */
export const objectTo =
  (sentence: string) =>
  (given: unknown, value: FieldValue | undefined): string | undefined =>
    value === undefined && isGiven(given) ? `${shown(given)} ${sentence}` : undefined;

/** PostgreSQL has no year 0. */
export const dateCell: Partial<Column> = {
  ...castType('date'),
  fromText: (text) => (isNoDate(text) ? '' : (dateIn(text) ?? text)),
  objection: (given, value) =>
    isGiven(given) && (value === undefined || (typeof value === 'string' && value < '0001'))
      ? `${shown(given)} is no date. Write it as year-month-day, like 2026-03-05.`
      : undefined,
};

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** "In progress", "in-progress" and "inProgress" are one. What is no choice stays as it is, to be objected to. */
export const choiceFrom =
  (values: readonly string[], others: { readonly [name: string]: string }) =>
  (text: string): string =>
    values.find((value) => plain(value) === plain(text)) ?? others[plain(text)] ?? text;

export const choiceObjection =
  (values: readonly string[]) =>
  (given: unknown): string | undefined =>
    isGiven(given) && !values.some((value) => value === given)
      ? `${shown(given)} is none of ${values.join(', ')}.`
      : undefined;

/** One step a line: `[x] done`, `[ ] to be done`. */
export const checklistCell: Pick<Column, 'toText' | 'fromText' | 'objection'> = {
  toText: (value) =>
    (Array.isArray(value) ? value : [])
      .map(
        (step: { title?: unknown; done?: unknown }) =>
          `[${step.done === true ? 'x' : ' '}] ${String(step.title)}`,
      )
      .join('\n'),
  fromText: (text) =>
    text.split('\n').flatMap((line) => {
      const [, mark = ' ', title = ''] = /^\s*(?:[-*]\s*)?(?:\[([ xX])\])?(.*)$/.exec(line) ?? [];
      return title.trim() === '' ? [] : [{ title, done: mark.toLowerCase() === 'x' }];
    }),
  objection: objectTo('is no list of steps, each with a title.'),
};
