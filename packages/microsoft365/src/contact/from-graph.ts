import { contact, normaliseContent, type Content } from '@counterpart/engine';
import { textOf, type JsonObject } from '../json.ts';
import { birthdayFromGraph } from './birthday.ts';
import type { MappedField } from './mapping.ts';
import { nativeOf, type ContactNative } from './native.ts';
import type { Slot } from './slots.ts';

/**
 * A contact of Graph as canonical content of its mapped fields, with what is kept beside it.
 * @param known what was last known of the same contact; it says which entry of a collection is which slot.
 */
export function contactFromGraph(
  item: JsonObject,
  fields: readonly MappedField[],
  known: ContactNative | undefined,
): { content: Content; native: ContactNative } {
  const native = nativeOf(item, known);
  const values = Object.fromEntries(fields.map(({ field, slot }) => [field, valueOf(item, native, slot)]));
  return { content: normaliseContent(contact, values), native };
}

function valueOf(item: JsonObject, native: ContactNative, { place, type }: Slot): string | undefined {
  switch (place.in) {
    case 'property': {
      const text = textOf(item[place.property]);
      return type === 'date' ? birthdayFromGraph(text) : text;
    }
    case 'collection': {
      const entry = native.collections[place.property]?.[place.index];
      return typeof entry === 'object' ? entry['address'] : entry;
    }
    case 'address':
      return native.addresses[place.property]?.[place.part];
  }
}
