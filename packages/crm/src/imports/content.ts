import type { Content } from '@counterpart/engine';
import { columnOfField, type RecordTable } from '../records/table.ts';
import { checkedValues, lacking } from '../records/validate.ts';
import type { Mapping } from './types.ts';

/** The canonical content that a row stands for by a mapping, or the reason why it is refused. */
export function contentOf(
  table: RecordTable,
  values: { readonly [column: string]: string },
  mapping: Mapping,
): { readonly content: Content } | { readonly reason: string } {
  const input: { [field: string]: unknown } = {};
  for (const [column, field] of Object.entries(mapping))
    input[field] = columnOfField(table, field)?.fromText(values[column] ?? '');
  const { content, problems } = checkedValues(table, input);
  if (problems.length > 0) {
    return {
      reason: problems
        .map(({ path, message }) => `${columnOfField(table, path)?.label ?? path}: ${message}`)
        .join(' '),
    };
  }
  if (Object.keys(content).length === 0) return { reason: 'None of the chosen columns has a value.' };
  const [problem] = lacking(table, content);
  return problem ? { reason: problem.message } : { content };
}
