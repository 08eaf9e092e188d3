import type { Content } from '@counterpart/engine';
import type { Actor } from '../actor.ts';
import { contactTable } from '../contacts/table.ts';
import { meetingTable } from '../meetings/table.ts';
import { insertRecords } from '../records/store.ts';
import type { RecordTable } from '../records/table.ts';
import type { BulkItem } from '../records/types.ts';
import { taskTable } from '../tasks/table.ts';
import type { Crm } from '../crm.ts';
import { createAccount } from '../people/accounts.ts';
import { addMembership, actorForMembership } from '../people/memberships.ts';
import { createOrganisation } from '../people/organisations.ts';
import { chance, inventContact } from './people.ts';
import { inventMeeting } from './meetings.ts';
import { inventTask } from './tasks.ts';

export interface DemoPerson {
  readonly name: string;
  /** Their login; taken as verified (P5). */
  readonly email: string;
  readonly password: string;
  readonly timeZone?: string;
}

export interface DemoInput {
  /** The organisation's name. */
  readonly organisation: string;
  readonly administrator: DemoPerson;
  readonly salespeople: readonly DemoPerson[];
  /** Contacts of each person. */
  readonly contactsEach: number;
  /** Tasks of each person; none when left out. */
  readonly tasksEach?: number;
  /** Meetings of each person; none when left out. */
  readonly meetingsEach?: number;
  /** The same seed gives the same records. */
  readonly seed: number;
}

export interface SeededPerson {
  readonly email: string;
  readonly accountId: string;
  readonly membershipId: string;
}

/** Rows of one statement. */
const chunkRows = 1_000;

/**
 * Creates an organisation with people, invented contacts, tasks and meetings, as if made one by one on the pages.
 * @throws Error when an address belongs to an account already: a demo begins on an empty database
 */
export async function seedDemo(
  crm: Crm,
  input: DemoInput,
): Promise<{ orgId: string; people: SeededPerson[] }> {
  const organisation = await createOrganisation(crm, { name: input.organisation });
  const { orgId, administratorProfileId, standardProfileId } = organisation;
  const people: SeededPerson[] = [];
  const random = chance(input.seed);
  for (const [index, person] of [input.administrator, ...input.salespeople].entries()) {
    const account = await createAccount(crm, { ...person, emailVerified: true });
    if (account.outcome === 'emailTaken')
      throw new Error(`There is an account with the address ${person.email} already.`);
    const profileId = index === 0 ? administratorProfileId : standardProfileId;
    const { accountId } = account;
    const { membershipId } = await addMembership(crm, { orgId, accountId, profileId });
    people.push({ email: person.email, accountId, membershipId });
    const actor = await actorForMembership(crm, { orgId, membershipId, source: 'page' });
    if (!actor) throw new Error('A member who was just added is not active.');
    const first = index * input.contactsEach + 1;
    await insertInvented(crm, actor, random, first, input.contactsEach);
    await insertInventedTasks(crm, actor, chance(input.seed + index), 1, input.tasksEach ?? 0);
    const zone = person.timeZone ?? 'UTC';
    await insertInventedMeetings(crm, actor, chance(input.seed + index), 1, input.meetingsEach ?? 0, zone);
  }
  return { orgId, people };
}

/** Invented contacts of one person, numbered from `first` on. */
export function insertInvented(
  crm: Crm,
  actor: Actor,
  random: () => number,
  first: number,
  count: number,
): Promise<void> {
  return insertMany(crm, actor, contactTable, first, count, (number) => inventContact(random, number));
}

/** As `insertInvented`, with tasks. */
export function insertInventedTasks(
  crm: Crm,
  actor: Actor,
  random: () => number,
  first: number,
  count: number,
): Promise<void> {
  const nowMs = crm.clock.now();
  return insertMany(crm, actor, taskTable, first, count, (number) => inventTask(random, number, nowMs));
}

/** As `insertInvented`, with meetings, in a zone (IANA). */
export function insertInventedMeetings(
  crm: Crm,
  actor: Actor,
  random: () => number,
  first: number,
  count: number,
  zone = 'UTC',
): Promise<void> {
  const place = { nowMs: crm.clock.now(), zone };
  return insertMany(crm, actor, meetingTable, first, count, (number) => inventMeeting(random, number, place));
}

async function insertMany(
  crm: Crm,
  actor: Actor,
  table: RecordTable,
  first: number,
  count: number,
  invent: (number: number) => Content,
): Promise<void> {
  const arrival = { ownerId: actor.membershipId, origin: 'created' as const };
  for (let done = 0; done < count; done += chunkRows) {
    const items: BulkItem[] = [];
    for (let number = first + done; number < first + Math.min(done + chunkRows, count); number += 1)
      items.push({ id: crm.ids.next(), content: invent(number) });
    await crm.transaction(actor, (tx) => insertRecords(tx, actor, table, arrival, items));
  }
}
