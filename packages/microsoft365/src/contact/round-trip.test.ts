import { contactFields } from '@counterpart/engine';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { anyContent, anyMapping, anyOutlookContact, stored } from '../testing/generated.ts';
import { contactFromGraph } from './from-graph.ts';
import { mappedFields } from './mapping.ts';
import { addressNames, collectionNames, keyOf, nativeOf, readNative } from './native.ts';
import { addressParts, capacities } from './slots.ts';
import { contactToGraph } from './to-graph.ts';

const names: readonly string[] = contactFields.map((field) => field.name);
const within = (native: unknown) => JSON.parse(JSON.stringify(native));

/** A mapping with two contents of its fields, one after the other. */
const anyEdit = anyMapping.chain((mapping) => {
  const content = anyContent(Object.keys(mapping));
  return fc.record({ mapping: fc.constant(mappedFields(mapping)), first: content, second: content });
});

describe('V16 a contact survives the way to Microsoft 365 and back', () => {
  test('a new contact: what is read is what was written, for every content and mapping', () => {
    fc.assert(
      fc.property(anyEdit, ({ mapping, first }) => {
        const { body, native } = contactToGraph(first, mapping);
        const known = readNative(within(native));
        expect(contactFromGraph(stored({}, body), mapping, known).content).toEqual(first);
      }),
      { numRuns: 1000 },
    );
  });

  test('any edit of any contact: what is read is what was written, and reading it again tells the same', () => {
    fc.assert(
      fc.property(anyEdit, anyOutlookContact, ({ mapping, first, second }, contact) => {
        let item = contact;
        let native = nativeOf(item, undefined);
        for (const content of [first, second]) {
          const before = contactFromGraph(item, mapping, native).content;
          const fields = mapping
            .map(({ field }) => field)
            .filter((field) => before[field] !== content[field]);
          const write = contactToGraph(content, mapping, fields, native);
          item = stored(item, write.body);
          const read = contactFromGraph(item, mapping, readNative(within(write.native)));
          expect(read.content).toEqual(content);
          expect(contactFromGraph(item, mapping, read.native).content).toEqual(content);
          native = read.native;
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('V12 reading and writing nothing changes nothing', () => {
    fc.assert(
      fc.property(anyEdit, anyOutlookContact, ({ mapping }, contact) => {
        const native = nativeOf(contact, undefined);
        const { body } = contactToGraph({}, mapping, [], native);
        expect(Object.keys(body)).toEqual(body['displayName'] === undefined ? [] : ['displayName']);
        if (contact['displayName']) expect(body['displayName']).toBe(contact['displayName']);
      }),
    );
  });
});

describe('V3 what a mapping does not carry is never lost', () => {
  /** Everything in the contact that no mapped slot holds, as text by place. */
  function unmapped(
    item: JsonObject,
    mapping: ReturnType<typeof mappedFields>,
    native = nativeOf(item, undefined),
  ) {
    const mapped = new Set(mapping.map(({ slot }) => slot.name));
    const rest: { [place: string]: string } = {};
    for (const name of collectionNames)
      (native.collections[name] ?? []).forEach((entry, index) => {
        if (!mapped.has(`${name}[${index}]`) && keyOf(entry))
          rest[`${name}[${index}]`] = JSON.stringify(entry);
      });
    for (const name of addressNames)
      for (const part of addressParts) {
        const value = native.addresses[name]?.[part];
        if (!mapped.has(`${name}.${part}`) && value) rest[`${name}.${part}`] = value;
      }
    for (const name of ['spouseName', 'middleName', 'mobilePhone', 'personalNotes'])
      if (!mapped.has(name)) rest[name] = JSON.stringify(item[name]);
    return rest;
  }

  test('after an edit of any fields, everything else stands where it stood', () => {
    fc.assert(
      fc.property(
        anyEdit,
        anyOutlookContact,
        fc.subarray([...names]),
        ({ mapping, first }, contact, changed) => {
          const native = nativeOf(contact, undefined);
          const before = unmapped(contact, mapping, native);
          const write = contactToGraph(first, mapping, changed, native);
          const after = stored(contact, write.body);
          expect(unmapped(after, mapping, nativeOf(after, write.native))).toEqual(before);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('only properties of changed fields are sent, and the display name', () => {
    fc.assert(
      fc.property(
        anyEdit,
        anyOutlookContact,
        fc.subarray([...names]),
        ({ mapping, first }, contact, changed) => {
          const { body } = contactToGraph(first, mapping, changed, nativeOf(contact, undefined));
          const allowed = mapping
            .filter(({ field }) => changed.includes(field))
            .map(({ slot }) => slot.place.property);
          for (const name of Object.keys(body)) expect([...allowed, 'displayName']).toContain(name);
        },
      ),
    );
  });

  test("Outlook's limits: never more than three e-mail addresses and two business phones", () => {
    fc.assert(
      fc.property(anyEdit, anyOutlookContact, ({ mapping, first }, contact) => {
        const { body } = contactToGraph(first, mapping, names, nativeOf(contact, undefined));
        for (const name of collectionNames) {
          const sent = body[name];
          if (Array.isArray(sent)) expect(sent.length).toBeLessThanOrEqual(capacities[name]);
        }
      }),
    );
  });
});
