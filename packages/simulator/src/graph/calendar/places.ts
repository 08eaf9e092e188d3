import type { Json, JsonObject } from '../../state/types.ts';
import { isObject, textOf } from '../body.ts';

const NOWHERE: JsonObject = {
  displayName: '',
  locationType: 'default',
  uniqueIdType: 'unknown',
  address: {},
  coordinates: {},
};

/** `location` and `locations` mirror each other: whichever is written decides both (GRAPH 2.2). */
export function mirrorPlaces(values: JsonObject): JsonObject {
  const { location, locations } = values;
  if (Array.isArray(locations) && (locations.length > 0 || location === undefined || location === null))
    return fromList(locations);
  if (location === undefined) return {};
  const place = isObject(location) && textOf(location['displayName']) !== '' ? [location] : [];
  return fromList(place);
}

function fromList(list: Json[]): JsonObject {
  const locations = list.filter(isObject).map(filled);
  const names = locations.map(({ displayName }) => textOf(displayName));
  const [first] = locations;
  if (first === undefined) return { location: NOWHERE, locations: [] };
  return { location: locations.length === 1 ? first : filled({ displayName: names.join('; ') }), locations };
}

/** What the service adds to a place. */
function filled(place: JsonObject): JsonObject {
  const uniqueId = textOf(place['uniqueId']) || textOf(place['displayName']);
  return {
    ...place,
    displayName: textOf(place['displayName']),
    locationType: place['locationType'] ?? 'default',
    uniqueId,
    uniqueIdType: 'private',
  };
}

export const NO_PLACE: JsonObject = { location: NOWHERE, locations: [] };
