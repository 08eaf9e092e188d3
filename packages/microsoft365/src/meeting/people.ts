import type { FieldValue } from '@counterpart/engine';
import { isObject, listOf, textOf, type Json, type JsonObject } from '../json.ts';

const answers: { readonly [response: string]: string } = {
  accepted: 'accepted',
  tentativelyAccepted: 'tentative',
  declined: 'declined',
};

/** An answer in the CRM's words; undefined where there is none. */
export const responseOf = (status: Json | undefined): string | undefined =>
  isObject(status) ? answers[textOf(status['response']) ?? ''] : undefined;

interface Person {
  readonly address: string;
  readonly name: string | undefined;
}

/** A recipient of Graph. Where nobody knows a name, Outlook shows the address as one. */
export function personOf(recipient: Json | undefined): Person | undefined {
  const email = isObject(recipient) ? recipient['emailAddress'] : undefined;
  const address = isObject(email) ? textOf(email['address'])?.trim() : undefined;
  if (!isObject(email) || !address) return undefined;
  const name = textOf(email['name']);
  return { address, name: name?.toLowerCase() === address.toLowerCase() ? undefined : name };
}

const isSame = (one: Person, other: Person | undefined): boolean =>
  one.address.toLowerCase() === other?.address.toLowerCase();

/** The attendees by address, without the host; undefined where there are none. */
export function participantsOf(item: JsonObject): { [address: string]: JsonObject } | undefined {
  const host = personOf(item['organizer']);
  const found: { [address: string]: JsonObject } = {};
  for (const attendee of listOf(item['attendees'])) {
    const person = personOf(attendee);
    if (!isObject(attendee) || person === undefined || isSame(person, host)) continue;
    const response = responseOf(attendee['status']);
    found[person.address] = {
      ...(person.name === undefined ? {} : { name: person.name }),
      ...(textOf(attendee['type']) === undefined ? {} : { role: attendee['type'] }),
      ...(response === undefined ? {} : { response }),
    };
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

/** Participants as attendees: whoever is written so is invited by mail (E11). */
export function attendeesFor(participants: FieldValue | undefined): JsonObject[] {
  return Object.entries(isObject(participants) ? participants : {}).map(([address, entry]) => {
    const name = isObject(entry) ? textOf(entry['name']) : undefined;
    const role = isObject(entry) ? textOf(entry['role']) : undefined;
    return { emailAddress: { address, ...(name === undefined ? {} : { name }) }, type: role ?? 'required' };
  });
}
