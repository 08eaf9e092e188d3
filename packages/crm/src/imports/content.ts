import type { Content } from '@counterpart/engine';
import { fileColumns, type Taker } from '../records/files.ts';
import { columnOfField, type RecordTable } from '../records/table.ts';
import { checkedValues, lacking, type Checked } from '../records/validate.ts';
import { CrmError, type InputProblem } from '../errors.ts';
import type { Mapping } from './types.ts';

/** The canonical content that a row stands for by a mapping, or the reason why it is refused. */
export function contentOf(
  table: RecordTable,
  values: { readonly [column: string]: string },
  mapping: Mapping,
  taker: Taker,
): { readonly content: Content } | { readonly reason: string } {
  const cells: { [field: string]: unknown } = {};
  const columns = fileColumns(table);
  for (const [column, field] of Object.entries(mapping))
    cells[field] = columns.find((known) => known.field === field)?.fromText(values[column] ?? '');
  const input = table.files?.valuesOf(cells, taker) ?? cells;
  const { problems, ...checked } = checkedValues(table, input);
  if (problems.length > 0) return { reason: reasonOf(table, problems) };
  const settled = settledOf(table, checked);
  if ('reason' in settled) return settled;
  const { content } = settled;
  if (Object.keys(content).length === 0) return { reason: 'None of the chosen columns has a value.' };
  const [problem] = lacking(table, content);
  return problem ? { reason: problem.message } : { content };
}

const reasonOf = (table: RecordTable, problems: readonly InputProblem[]): string =>
  problems.map(({ path, message }) => `${columnOfField(table, path)?.label ?? path}: ${message}`).join(' ');

/** The values as they go together, or why they do not. */
function settledOf(
  table: RecordTable,
  checked: Checked,
): { readonly content: Content } | { readonly reason: string } {
  try {
    return table.settle?.(null, checked, false) ?? checked;
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    return { reason: error.problems.length > 0 ? reasonOf(table, error.problems) : error.message };
  }
}
