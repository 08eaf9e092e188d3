import { isNumeric, normalisePropertyId } from '../../state/extended.ts';
import type { ExtendedProperty, Item } from '../../state/types.ts';
import type { Expression } from './expression.ts';

type Marker = { id: string; value: string };

/**
 * The items that a filter `singleValueExtendedProperties/Any(ep: ep/id eq '…' and ep/value eq '…')` can mean, found by one look each:
 * clients ask this once for every record that they search for (25 ms over 4,000 items without this). Other filters: all items.
 */
export function* candidates(items: Iterable<Item>, filter: Expression | null): Iterable<Item> {
  const marker = filter === null ? null : markerOf(filter);
  for (const item of items)
    if (marker === null || carries(item.extendedProperties.get(marker.id), marker)) yield item;
}

function carries(property: ExtendedProperty | undefined, marker: Marker): boolean {
  if (property === undefined) return false;
  return isNumeric(property) || property.value.toLowerCase() === marker.value;
}

function markerOf(filter: Expression): Marker | null {
  if (filter.op !== 'any' || filter.path.join('/').toLowerCase() !== 'singlevalueextendedproperties')
    return null;
  const { inner, variable } = filter;
  if (inner?.op !== 'and') return null;
  const id = literalOf(inner.left, `${variable}/id`) ?? literalOf(inner.right, `${variable}/id`);
  const value = literalOf(inner.left, `${variable}/value`) ?? literalOf(inner.right, `${variable}/value`);
  const known = id === null ? null : normalisePropertyId(id);
  return known === null || value === null ? null : { id: known, value: value.toLowerCase() };
}

function literalOf(expression: Expression, path: string): string | null {
  if (expression.op !== 'compare' || expression.operator !== 'eq') return null;
  const { left, right } = expression;
  if (left.is !== 'path' || left.path.join('/') !== path || right.is !== 'literal') return null;
  return typeof right.value === 'string' ? right.value : null;
}
