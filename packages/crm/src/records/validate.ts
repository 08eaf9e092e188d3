import type { Content } from '@counterpart/engine';
import type { Actor } from '../actor.ts';
import type { Tx } from '../crm.ts';
import { CrmError, type InputProblem } from '../errors.ts';
import { canonical, columnOfField, type RecordTable } from './table.ts';
import type { RecordInput } from './types.ts';

/** Values that were checked and made canonical. */
export interface Checked {
  /** The named fields that have a value. */
  readonly content: Content;
  /** All named fields, those without a value included. */
  readonly fields: readonly string[];
}

/**
 * Checks values that a person or a program gives and makes them canonical. What Microsoft 365 holds does not come this way: it is kept as
 * it is.
 */
export function checkedValues(
  table: RecordTable,
  input: RecordInput,
): Checked & { readonly problems: InputProblem[] } {
  const content = canonical(table, input);
  const fields: string[] = [];
  const problems: InputProblem[] = [];
  for (const [field, given] of Object.entries(input)) {
    if (given === undefined) continue;
    const column = columnOfField(table, field);
    if (column === undefined || column.computed) {
      problems.push({ path: field, message: `There is no field "${field}".` });
      continue;
    }
    fields.push(field);
    const message = column.objection?.(given, content[field]);
    if (message !== undefined) problems.push({ path: field, message });
  }
  return { content, fields, problems };
}

/** @throws CrmError `invalidValue` naming each field that cannot be used */
export function mustBeUsable(table: RecordTable, input: RecordInput): Checked {
  const { problems, ...checked } = checkedValues(table, input);
  const { required } = table;
  for (const path of checked.fields)
    if (columnOfField(table, path)?.byHand === false)
      problems.push({ path, message: 'This is not set by hand.' });
  if (required !== null && checked.fields.includes(required.field) && problems.length === 0)
    problems.push(...lacking(table, checked.content));
  if (problems.length > 0) throw new CrmError('invalidValue', undefined, { problems });
  return checked;
}

/** What a whole content lacks to be a record. */
export function lacking({ required, words }: RecordTable, content: Content): InputProblem[] {
  if (required === null) {
    return Object.keys(content).length > 0
      ? []
      : [{ path: '', message: `A ${words.one} needs a value in at least one field.` }];
  }
  return content[required.field] === undefined ? [{ path: required.field, message: required.sentence }] : [];
}

/** @throws CrmError `invalidValue` where the content lacks what makes a record */
export function mustBeWhole(table: RecordTable, content: Content): void {
  const [problem] = lacking(table, content);
  if (problem) throw new CrmError('invalidValue', problem.message, { problems: [problem] });
}

/** @throws CrmError `invalidValue` for values that refer to what is not there, or out of the actor's reach */
export async function mustRefer(tx: Tx, table: RecordTable, actor: Actor, content: Content): Promise<void> {
  const problems = (await table.checkReferences?.(tx, actor, content)) ?? [];
  if (problems.length > 0) throw new CrmError('invalidValue', undefined, { problems });
}
