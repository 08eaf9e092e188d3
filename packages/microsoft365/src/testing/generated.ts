import { contact, contactFields, normaliseContent, type Content } from '@counterpart/engine';
import * as fc from 'fast-check';
import { checkMapping, contactFieldTypes, type ContactMapping } from '../contact/mapping.ts';
import { contactSlots } from '../contact/slots.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';

const day = fc
  .date({ min: new Date('1601-01-01'), max: new Date('4500-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const word = fc.oneof(
  fc.constantFrom('A', 'B', 'C', 'Zoë', 'O’Neil', '李', '+49 30 1234'),
  fc.string({ maxLength: 12, unit: 'grapheme' }),
);
const values = {
  line: word,
  text: fc.array(word, { maxLength: 3 }).map((lines) => lines.join('\r\n')),
  email: fc.constantFrom('a@x.example', 'b@x.example', 'c@x.example', "d'e@x.example"),
  date: day,
};

/** Any mapping that may be used: some fields, each in a slot of its own that can hold it. */
export const anyMapping: fc.Arbitrary<ContactMapping> = fc
  .tuple(
    fc.shuffledSubarray(contactFields.map((field) => field.name)),
    fc.shuffledSubarray([...contactSlots], { minLength: contactSlots.length }),
  )
  .map(([fields, slots]) => {
    const mapping: { [field: string]: string } = {};
    const free = new Set(slots);
    for (const field of fields) {
      for (const slot of free) {
        if (checkMapping({ [field]: slot.name }).length > 0) continue;
        mapping[field] = slot.name;
        free.delete(slot);
        break;
      }
    }
    return mapping;
  });

/** Canonical content of some of the fields. */
export function anyContent(fields: readonly string[]): fc.Arbitrary<Content> {
  const model = Object.fromEntries(
    fields.map((field) => [field, fc.option(values[contactFieldTypes[field] ?? 'line'], { nil: undefined })]),
  );
  return fc.record(model).map((input) => normaliseContent(contact, input));
}

const phone = fc.constantFrom('+1', '+2', '+3', '+4');
const address = fc.record(
  { street: word, city: word, state: word, postalCode: word, countryOrRegion: word },
  { requiredKeys: [] },
);

/** A contact as a person may have it in Outlook, with more in it than any mapping carries. */
export const anyOutlookContact: fc.Arbitrary<JsonObject> = fc.record({
  displayName: word,
  givenName: word,
  surname: word,
  middleName: word,
  emailAddresses: fc.array(fc.record({ name: word, address: values.email }), { maxLength: 3 }),
  businessPhones: fc.array(phone, { maxLength: 2 }),
  homePhones: fc.array(phone, { maxLength: 2 }),
  imAddresses: fc.array(phone, { maxLength: 3 }),
  mobilePhone: phone,
  businessAddress: address,
  homeAddress: address,
  otherAddress: address,
  spouseName: word,
  personalNotes: values.text,
});

/** What Graph stores of a write: named properties replaced, the parts of addresses merged, nothing else touched (GRAPH 2.4). */
export function stored(before: JsonObject, body: JsonObject): JsonObject {
  const after: { [name: string]: Json | undefined } = { ...before };
  for (const [name, value] of Object.entries(body)) {
    if (name === 'singleValueExtendedProperties') continue;
    const old = before[name];
    after[name] = isObject(value) && isObject(old) ? { ...old, ...value } : value;
  }
  return after;
}
