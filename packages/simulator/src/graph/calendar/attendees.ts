import { addressOf } from '../../mail/outbox.ts';
import type { Address } from '../../mail/state.ts';
import { findPerson } from '../../state/people.ts';
import type { Item, Json, JsonObject, Person, Tenant } from '../../state/types.ts';
import { isObject, textOf } from '../body.ts';
import { invalidRequest } from './errors.ts';

export const NEVER = '0001-01-01T00:00:00Z';
const MOST = 500;
const TYPES = ['required', 'optional', 'resource'];

/** Attendees as written; those who were there before keep their answers (GRAPH 2.2). Throws 400. */
export function readAttendees(tenant: Tenant, given: Json[], before: JsonObject[]): JsonObject[] {
  if (given.length > MOST) throw invalidRequest(`An event can have at most ${MOST} attendees.`);
  const known = new Map(before.map((attendee) => [addressIn(attendee), attendee]));
  const attendees = new Map<string, JsonObject>();
  for (const entry of given) {
    const { emailAddress, type = 'required' } = isObject(entry) ? entry : {};
    const address = isObject(emailAddress) ? textOf(emailAddress['address']).trim() : '';
    if (address === '') throw invalidRequest('An attendee needs an e-mail address.');
    const name =
      (isObject(emailAddress) && textOf(emailAddress['name'])) ||
      (findPerson(tenant, address)?.displayName ?? address);
    const kind = TYPES.find((known) => known === textOf(type).toLowerCase());
    if (kind === undefined)
      throw invalidRequest(`An attendee is ${TYPES.join(', ')}, not '${textOf(type)}'.`);
    const earlier = known.get(address.toLowerCase());
    attendees.set(address.toLowerCase(), {
      ...(earlier?.['proposedNewTime'] === undefined ? {} : { proposedNewTime: earlier['proposedNewTime'] }),
      type: kind,
      status: earlier?.['status'] ?? { response: 'none', time: NEVER },
      emailAddress: { name, address },
    });
  }
  return [...attendees.values()];
}

export function attendeesOf({ properties }: Pick<Item, 'properties'>): JsonObject[] {
  const { attendees } = properties;
  return Array.isArray(attendees) ? attendees.filter(isObject) : [];
}

/** In lower case. */
export function addressIn(recipient: JsonObject): string {
  const { emailAddress } = recipient;
  return isObject(emailAddress) ? textOf(emailAddress['address']).toLowerCase() : '';
}

export function mailAddress(recipient: JsonObject): Address {
  const { emailAddress } = recipient;
  if (!isObject(emailAddress)) return { name: '', address: '' };
  return { name: textOf(emailAddress['name']), address: textOf(emailAddress['address']) };
}

/** Nobody has answered: after a change of time, and in the attendees' own copies. */
export function unanswered(attendees: JsonObject[]): JsonObject[] {
  return attendees.map(({ type = 'required', emailAddress = null }) => ({
    type,
    status: { response: 'none', time: NEVER },
    emailAddress,
  }));
}

export function recipientOf(person: Person): JsonObject {
  return { emailAddress: { name: person.displayName, address: addressOf(person) } };
}

/** The others of a meeting; its organizer may be on the list too. */
export function othersOf(item: Pick<Item, 'properties'>): JsonObject[] {
  const { organizer } = item.properties;
  const own = isObject(organizer) ? addressIn(organizer) : '';
  return attendeesOf(item).filter((attendee) => addressIn(attendee) !== own);
}
