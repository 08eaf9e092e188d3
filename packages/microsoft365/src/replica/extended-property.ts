import { isObject, listOf, textOf, type JsonObject } from '../json.ts';
import type { ContainerMarkerPlace, MarkerPlace } from './remote-kind.ts';

/** The extended property that carries our identifier. Its name stays the same for ever: each name occupies a mailbox for good (GRAPH 1.4). */
export const markerProperty = 'String {5f1b2a5e-8f0a-4c57-9d0e-7d2b6a4c31e8} Name CounterpartId';

const property = 'singleValueExtendedProperties';

/** Quotes a text for `$filter`. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A marker in an extended property: written with the item in one request, visible by `$expand`, never in delta (GRAPH 1.4). */
export const extendedPropertyMarker = {
  expand: `${property}($filter=id eq ${quoted(markerProperty)})`,
  write: (marker: string) => ({ [property]: [{ id: markerProperty, value: marker }] }),
  read: readMarker,
  put: (path: string, marker: string) => ({
    method: 'PATCH' as const,
    path,
    body: { [property]: [{ id: markerProperty, value: marker }] },
  }),
  filter: (marker: string) =>
    `${property}/Any(ep: ep/id eq ${quoted(markerProperty)} and ep/value eq ${quoted(marker)})`,
} satisfies MarkerPlace & ContainerMarkerPlace;

function readMarker(item: JsonObject): string | undefined {
  for (const entry of listOf(item[property]))
    if (isObject(entry) && textOf(entry['id'])?.toLowerCase() === markerProperty.toLowerCase())
      return textOf(entry['value']);
  return undefined;
}
