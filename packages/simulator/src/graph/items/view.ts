import type { Item, Json, JsonObject } from '../../state/types.ts';
import type { MailboxCall } from '../call.ts';
import { graphError } from '../errors.ts';
import type { Row } from '../odata/evaluate.ts';
import { extendedRows, matchesExtended } from '../odata/evaluate.ts';
import type { Query } from '../odata/query.ts';
import { preferences } from '../prefer.ts';
import type { ItemType } from './type.ts';

/** `id`, by the kind of id that the client prefers. */
export function idFor(call: MailboxCall, type: ItemType, ids: { id: string; immutableId: string }): string {
  return type.hasImmutableIds && preferences(call).immutableIds ? ids.immutableId : ids.id;
}

export function etagOf(changeKey: string): string {
  return `W/"${changeKey}"`;
}

/** The entity: etag and id always, the rest by `$select`, then what `$expand` asks for (GRAPH 1.4, 2.1). */
export function itemView(
  call: MailboxCall,
  type: ItemType,
  item: Item,
  query: Pick<Query, 'select' | 'expand'>,
): JsonObject {
  const entity: JsonObject = { '@odata.etag': etagOf(item.changeKey), id: idFor(call, type, item) };
  const { select } = query;
  for (const name of type.names) {
    if (name === 'id' || (select !== null && !select.has(name.toLowerCase()))) continue;
    const value = type.read(item, name);
    if (value === undefined || value === null) {
      if (!type.omitsEmpty) entity[name] = null;
    } else {
      entity[name] = value;
    }
  }
  type.present?.(call, call.mailbox, entity, item);
  if (query.expand.size > 0) expandInto(call, type, item, query, entity);
  return entity;
}

function expandInto(
  call: MailboxCall,
  type: ItemType,
  item: Item,
  query: Pick<Query, 'expand'>,
  entity: JsonObject,
): void {
  for (const [name, options] of query.expand) {
    if (name === 'singlevalueextendedproperties' && type.hasExtendedProperties) {
      const { filter } = options;
      if (filter === null)
        throw graphError(400, 'ErrorInvalidRequest', '$expand of extended properties needs a $filter on id.');
      const found = [...item.extendedProperties.values()].filter((property) =>
        matchesExtended(filter, property),
      );
      if (found.length > 0)
        entity['singleValueExtendedProperties'] = found.map(({ id, value }) => ({ id, value }));
    } else if (name === 'extensions') {
      entity['extensions'] = extensionViews(item);
    } else {
      const expand = Object.entries(type.expand ?? {}).find(([known]) => known.toLowerCase() === name);
      if (expand === undefined) {
        throw graphError(
          400,
          'BadRequest',
          `Could not find a property named '${name}' on type 'microsoft.graph.${type.entity}'.`,
        );
      }
      entity[expand[0]] = expand[1](call, item);
    }
  }
}

export function extensionViews(item: Pick<Item, 'extensions'>): Json[] {
  return Array.from(item.extensions, ([name, values]) => extensionView(name, values));
}

export function extensionView(name: string, values: JsonObject): JsonObject {
  return { '@odata.type': '#microsoft.graph.openTypeExtension', id: name, extensionName: name, ...values };
}

/** The item as a row for `$filter` and `$orderby`. */
export function itemRow(call: MailboxCall, type: ItemType, item: Item): Row {
  return (name) => {
    if (name === 'id') return idFor(call, type, item);
    if (name.toLowerCase() === 'singlevalueextendedproperties') return extendedRows(item.extendedProperties);
    return type.read(item, name);
  };
}

/** Refuses names that the entity does not have, in `$select` and `$orderby`. */
export function checkNames(type: ItemType, query: Query): void {
  if (query.select === null && query.orderBy.length === 0) return;
  const known = lowerNames(type);
  for (const name of [
    ...(query.select ?? []),
    ...query.orderBy.map(({ path }) => (path[0] ?? '').toLowerCase()),
  ]) {
    if (!known.has(name)) {
      throw graphError(
        400,
        'BadRequest',
        `Could not find a property named '${name}' on type 'microsoft.graph.${type.entity}'.`,
      );
    }
  }
}

const LOWER_NAMES = new WeakMap<ItemType, Set<string>>();

function lowerNames(type: ItemType): Set<string> {
  let names = LOWER_NAMES.get(type);
  if (names === undefined) {
    const expandable = [
      ...Object.keys(type.expand ?? {}),
      'extensions',
      'singleValueExtendedProperties',
      '*',
    ];
    names = new Set([...type.names, ...expandable].map((name) => name.toLowerCase()));
    LOWER_NAMES.set(type, names);
  }
  return names;
}
