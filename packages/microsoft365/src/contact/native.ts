import type { FieldValue } from '@counterpart/engine';
import { isObject, listOf, textOf, type Json, type JsonObject } from '../json.ts';
import { placed } from './placement.ts';
import { addressParts, capacities, type CollectionName } from './slots.ts';

export type Texts = { readonly [name: string]: string };

/** An entry of a collection: a number or chat address as text, an e-mail address as `{address, name}`. '' and `{}` are holes. */
export type Entry = string | Texts;

/**
 * What is kept of a contact beside its content (`Snapshot.native`): everything that a later PATCH has to send again whole, with the entries of
 * its collections in their slots. What has no value is left out; a display name that is not there is ''.
 */
export type ContactNative = {
  readonly displayName: string;
  /** The parts that a display name may be made of. */
  readonly names: Texts;
  readonly collections: { readonly [name: string]: readonly Entry[] };
  readonly addresses: { readonly [name: string]: Texts };
};

export const collectionNames = Object.keys(capacities) as CollectionName[];
export const addressNames = ['businessAddress', 'homeAddress', 'otherAddress'] as const;
export const nameParts = [
  'title',
  'givenName',
  'middleName',
  'surname',
  'generation',
  'companyName',
] as const;

export const hole = (name: CollectionName): Entry => (name === 'emailAddresses' ? {} : '');

export function keyOf(entry: Entry): string {
  return typeof entry === 'string' ? entry : (entry['address'] ?? entry['name'] ?? '');
}

/** @param known what was last known of the same contact. */
export function nativeOf(contact: JsonObject, known: ContactNative | undefined): ContactNative {
  const collections: { [name: string]: readonly Entry[] } = {};
  for (const name of collectionNames) {
    const entries = entriesOf(name, contact[name]);
    const slots = placed(entries, keyOf, known?.collections[name], capacities[name], hole(name));
    if (slots.some((entry) => keyOf(entry) !== '')) collections[name] = slots;
  }
  return {
    displayName: textOf(contact['displayName']) ?? '',
    names: textsOf(contact, nameParts),
    collections,
    addresses: addressesOf(contact),
  };
}

/** Takes back what was stored; undefined where there is nothing, or nothing of ours. */
export function readNative(stored: FieldValue | undefined): ContactNative | undefined {
  if (!isObject(stored) || !isObject(stored['collections']) || !isObject(stored['addresses']))
    return undefined;
  const collections: { [name: string]: readonly Entry[] } = {};
  for (const name of collectionNames) {
    const entries = entriesOf(name, stored['collections'][name]);
    if (entries.length > 0) collections[name] = entries;
  }
  return {
    displayName: textOf(stored['displayName']) ?? '',
    names: textsOf(stored['names'], nameParts),
    collections,
    addresses: addressesOf(stored['addresses']),
  };
}

function entriesOf(collection: CollectionName, value: Json | undefined): Entry[] {
  return listOf(value).map((entry) =>
    collection === 'emailAddresses' ? textsOf(entry, ['name', 'address']) : (textOf(entry) ?? ''),
  );
}

function addressesOf(from: JsonObject): { readonly [name: string]: Texts } {
  const found: { [name: string]: Texts } = {};
  for (const name of addressNames) {
    const parts = textsOf(from[name], addressParts);
    if (Object.keys(parts).length > 0) found[name] = parts;
  }
  return found;
}

function textsOf(from: Json | undefined, names: readonly string[]): Texts {
  const found: { [name: string]: string } = {};
  if (!isObject(from)) return found;
  for (const name of names) {
    const text = textOf(from[name]);
    if (text) found[name] = text;
  }
  return found;
}
