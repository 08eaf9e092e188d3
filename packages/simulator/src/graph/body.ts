import type { Json, JsonObject } from '../state/types.ts';
import type { GraphCall } from './call.ts';
import { graphError } from './errors.ts';

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The request body, which must be a JSON object. */
export function bodyObject(call: GraphCall): JsonObject {
  if (isObject(call.body)) return call.body;
  throw graphError(400, 'BadRequest', 'Empty Payload. JSON content expected.');
}

/** The type of a property in a body, as far as the simulator checks it. */
export type PropertyType =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'instant'
  | 'strings'
  | 'object'
  | 'objects'
  /** Ignored when it is sent. */
  | 'readOnly';

/**
 * Checks each property of a body: unknown names and wrong types are refused with 400 RequestBodyRead, as the service's reader does.
 * Answers the writable ones.
 */
export function readBody(entity: string, types: Record<string, PropertyType>, body: JsonObject): JsonObject {
  const values: JsonObject = {};
  for (const [name, value] of Object.entries(body)) {
    if (name.includes('@')) continue;
    const type = types[name];
    if (type === undefined) {
      throw graphError(
        400,
        'RequestBodyRead',
        `The property '${name}' does not exist on type 'microsoft.graph.${entity}'. Make sure to only use property names that are defined by the type or mark the type as open type.`,
      );
    }
    if (type === 'readOnly') continue;
    if (!fits(type, value)) {
      throw graphError(
        400,
        'RequestBodyRead',
        `Cannot convert the value of '${name}' to the expected type: ${expected(type)}.`,
      );
    }
    values[name] = type === 'instant' && typeof value === 'string' ? normaliseInstant(value) : value;
  }
  return values;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})$/;

function fits(type: PropertyType, value: Json): boolean {
  if (value === null) return true;
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isInteger(value);
    case 'instant':
      return typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value));
    case 'strings':
      return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
    case 'object':
      return isObject(value);
    case 'objects':
      return Array.isArray(value) && value.every(isObject);
    case 'readOnly':
      return true;
  }
}

function expected(type: PropertyType): string {
  const names: Record<PropertyType, string> = {
    string: 'Edm.String',
    boolean: 'Edm.Boolean',
    integer: 'Edm.Int32',
    instant: 'Edm.DateTimeOffset',
    strings: 'Collection(Edm.String)',
    object: 'an object',
    objects: 'a collection of objects',
    readOnly: 'nothing',
  };
  return names[type];
}

/** UTC, whole seconds, as Outlook answers it. */
function normaliseInstant(text: string): string {
  return `${new Date(text).toISOString().slice(0, 19)}Z`;
}

/** A JSON value as text: strings as they are, other primitives written out, the rest empty. */
export function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
