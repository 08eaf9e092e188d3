import { normalisePropertyId } from '../../state/extended.ts';
import type { ExtendedProperty, Json, JsonObject } from '../../state/types.ts';
import { isObject } from '../body.ts';
import { graphError } from '../errors.ts';

/** A body cut into the properties of the entity and the custom data beside them (GRAPH 1.4). */
export type SplitBody = {
  rest: JsonObject;
  extendedProperties: ExtendedProperty[];
  extensions: [string, JsonObject][];
};

export function splitCustom(body: JsonObject): SplitBody {
  const { singleValueExtendedProperties: extended, extensions, ...rest } = body;
  return {
    rest,
    extendedProperties:
      extended === undefined ? [] : list(extended, 'singleValueExtendedProperties').map(readExtended),
    extensions: extensions === undefined ? [] : list(extensions, 'extensions').map(readExtension),
  };
}

function list(value: Json, name: string): Json[] {
  if (Array.isArray(value)) return value;
  throw graphError(400, 'RequestBodyRead', `The value of '${name}' must be a collection.`);
}

function readExtended(value: Json): ExtendedProperty {
  const given = isObject(value) ? value : {};
  const id = typeof given['id'] === 'string' ? normalisePropertyId(given['id']) : null;
  if (id === null) {
    throw graphError(
      400,
      'ErrorInvalidRequest',
      'An extended property needs an id such as "String {guid} Name X", "Integer {guid} Id 0x8012" or "String 0x4001001E".',
    );
  }
  if (typeof given['value'] !== 'string') {
    throw graphError(
      400,
      'ErrorInvalidRequest',
      `The extended property '${id}' needs a string as its value.`,
    );
  }
  return { id, value: given['value'] };
}

/** An open extension: a name and primitive values, or arrays of them. */
export function readExtension(value: Json): [string, JsonObject] {
  const given = isObject(value) ? value : {};
  const name = given['extensionName'];
  if (typeof name !== 'string' || name === '') {
    throw graphError(400, 'BadRequest', 'The extensionName of an open extension is required.');
  }
  return [name, readExtensionValues(given)];
}

export function readExtensionValues(given: JsonObject): JsonObject {
  const values: JsonObject = {};
  for (const [key, entry] of Object.entries(given)) {
    if (key === 'extensionName' || key === 'id' || key.startsWith('@')) continue;
    if (!(Array.isArray(entry) ? entry : [entry]).every(isPrimitive)) {
      throw graphError(
        400,
        'BadRequest',
        `The value of '${key}' in an open extension must be a primitive or a list of primitives.`,
      );
    }
    values[key] = entry;
  }
  return values;
}

function isPrimitive(value: Json): boolean {
  return value === null || typeof value !== 'object';
}
