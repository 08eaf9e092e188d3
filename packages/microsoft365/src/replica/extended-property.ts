import { isObject, listOf, textOf, type JsonObject } from '../json.ts';
import type { ContainerMarkerPlace, MarkerPlace } from './remote-kind.ts';

/** The name of an extended property of ours. Names stay the same for ever: each one occupies a mailbox for good (GRAPH 1.4). */
export const ownProperty = (name: string): string =>
  `String {5f1b2a5e-8f0a-4c57-9d0e-7d2b6a4c31e8} Name ${name}`;

/** The extended property that carries our identifier. */
export const markerProperty = ownProperty('CounterpartId');

const property = 'singleValueExtendedProperties';

/** Quotes a text for `$filter`. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** `$expand` that shows extended properties: nothing else does (GRAPH 1.4). */
export const expandProperties = (ids: readonly string[]): string =>
  `${property}($filter=${ids.map((id) => `id eq ${quoted(id)}`).join(' or ')})`;

/** What goes into a body to write extended properties. */
export const writeProperties = (values: { readonly [id: string]: string }): JsonObject => ({
  [property]: Object.entries(values).map(([id, value]) => ({ id, value })),
});

/** `$filter` for the items in which an extended property has a value. */
export const filterProperty = (id: string, value: string): string =>
  `${property}/Any(ep: ep/id eq ${quoted(id)} and ep/value eq ${quoted(value)})`;

/** The value of an extended property; undefined where it has none or was not shown. */
export function readProperty(item: JsonObject, id: string): string | undefined {
  for (const entry of listOf(item[property]))
    if (isObject(entry) && textOf(entry['id'])?.toLowerCase() === id.toLowerCase())
      return textOf(entry['value']);
  return undefined;
}

/** A marker in an extended property: written with the item in one request, visible by `$expand`, never in delta (GRAPH 1.4). */
export const extendedPropertyMarker = {
  expand: expandProperties([markerProperty]),
  write: (marker: string) => writeProperties({ [markerProperty]: marker }),
  read: (item: JsonObject) => readProperty(item, markerProperty),
  put: (path: string, marker: string) => ({
    method: 'PATCH' as const,
    path,
    body: writeProperties({ [markerProperty]: marker }),
  }),
  filter: (marker: string) => filterProperty(markerProperty, marker),
} satisfies MarkerPlace & ContainerMarkerPlace;
