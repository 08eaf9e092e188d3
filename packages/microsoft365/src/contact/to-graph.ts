import type { Content } from '@counterpart/engine';
import type { Json, JsonObject } from '../json.ts';
import { birthdayToGraph } from './birthday.ts';
import { displayNameFor } from './display-name.ts';
import type { MappedField } from './mapping.ts';
import { hole, keyOf, nameParts, type ContactNative, type Entry } from './native.ts';
import { addressParts, capacities, type CollectionName, type Slot } from './slots.ts';

export interface ContactWrite {
  /** What to send: only what changes, collections and addresses whole. */
  readonly body: JsonObject;
  /** What is then known of the contact. */
  readonly native: ContactNative;
}

/**
 * The body of a POST or PATCH that gives a contact the content.
 * @param fields the mapped fields to write; undefined: those that have a value (a new contact).
 * @param native what is known of the contact; undefined for a new one.
 */
export function contactToGraph(
  content: Content,
  mapping: readonly MappedField[],
  fields?: readonly string[],
  native?: ContactNative,
): ContactWrite {
  const draft = new Draft(native);
  for (const { field, slot } of mapping) {
    const value = content[field];
    const written = fields === undefined ? value !== undefined : fields.includes(field);
    if (written) draft.set(slot, typeof value === 'string' ? value : undefined);
  }
  return draft.finish();
}

class Draft {
  readonly #before: ContactNative | undefined;
  readonly #body: { [property: string]: Json } = {};
  readonly #names: { [part: string]: string };
  readonly #collections: { [name in CollectionName]?: Entry[] } = {};
  readonly #addresses: { [name: string]: { [part: string]: string } } = {};

  constructor(before: ContactNative | undefined) {
    this.#before = before;
    this.#names = { ...before?.names };
  }

  set({ place, type }: Slot, value: string | undefined): void {
    switch (place.in) {
      case 'property':
        this.#body[place.property] =
          value === undefined ? null : type === 'date' ? birthdayToGraph(value) : value;
        if (nameParts.some((part) => part === place.property))
          setOrDelete(this.#names, place.property, value);
        return;
      case 'collection': {
        const slots = (this.#collections[place.property] ??= [
          ...(this.#before?.collections[place.property] ?? []),
        ]);
        while (slots.length <= place.index) slots.push(hole(place.property));
        slots[place.index] = entryFor(place.property, slots[place.index], value);
        return;
      }
      case 'address': {
        const parts = (this.#addresses[place.property] ??= { ...this.#before?.addresses[place.property] });
        setOrDelete(parts, place.part, value);
      }
    }
  }

  finish(): ContactWrite {
    for (const [name, slots] of Object.entries(this.#collections) as [CollectionName, Entry[]][])
      this.#body[name] = slots.filter((entry) => keyOf(entry) !== '').slice(0, limitOf(name));
    for (const [name, parts] of Object.entries(this.#addresses))
      this.#body[name] = Object.fromEntries(addressParts.map((part) => [part, parts[part] ?? null]));
    const names = this.#names;
    const collections = { ...this.#before?.collections, ...this.#collections };
    const displayName = displayNameFor(this.#before, { names, collections });
    if (displayName) this.#body['displayName'] = displayName;
    const addresses = { ...this.#before?.addresses, ...this.#addresses };
    return { body: this.#body, native: { displayName, names, collections, addresses } };
  }
}

/** Only where a limit is known to be refused may anything be cut; a read never shows more there, so nothing is. */
const limitOf = (name: CollectionName): number | undefined =>
  name === 'emailAddresses' || name === 'businessPhones' ? capacities[name] : undefined;

function setOrDelete(target: { [name: string]: string }, name: string, value: string | undefined): void {
  if (value === undefined) delete target[name];
  else target[name] = value;
}

function entryFor(collection: CollectionName, before: Entry | undefined, value: string | undefined): Entry {
  if (collection !== 'emailAddresses') return value ?? '';
  if (value === undefined) return {};
  const { name, address: old } = typeof before === 'object' ? before : {};
  if (name === undefined) return { address: value };
  // Outlook shows "Name" or "Name (address)"; the old address must not stay behind in it.
  return { name: old ? name.replaceAll(old, value) : name, address: value };
}
