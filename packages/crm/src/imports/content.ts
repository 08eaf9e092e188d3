import type { Content } from '@counterpart/engine';
import { contactLabels } from '../contacts/labels.ts';
import { isContactField } from '../contacts/columns.ts';
import { checkedValues } from '../contacts/validate.ts';
import { dateIn, isNoDate } from './dates.ts';
import type { Mapping } from './types.ts';

/** The canonical content that a row stands for by a mapping, or the reason why it is refused. */
export function contentOf(
  values: { readonly [column: string]: string },
  mapping: Mapping,
): { readonly content: Content } | { readonly reason: string } {
  const input: { [field: string]: string } = {};
  for (const [column, field] of Object.entries(mapping)) {
    const value = values[column] ?? '';
    if (field === 'dateOfBirth') input[field] = isNoDate(value) ? '' : (dateIn(value) ?? value);
    else input[field] = value;
  }
  const { content, problems } = checkedValues(input);
  if (problems.length > 0) {
    return {
      reason: problems
        .map(({ path, message }) => `${isContactField(path) ? contactLabels[path] : path}: ${message}`)
        .join(' '),
    };
  }
  return Object.keys(content).length === 0
    ? { reason: 'None of the chosen columns has a value.' }
    : { content };
}
