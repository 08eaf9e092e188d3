/** The services to come, by name and shape; each moves into its own file as it is built. */
import type { Actor, ChangeSource, Permission } from './actor.ts';
import type { Crm } from './crm.ts';
import type { MembershipState } from './database/tables.ts';
import type {
  Contact,
  ContactFilter,
  ContactInput,
  ContactListInput,
  Page,
  Selection,
  TimelineItem,
} from './contacts/types.ts';
import type { ImportPreview, ImportStatus, StartImportInput } from './imports/types.ts';

// people
export interface NamedProfile {
  readonly id: string;
  readonly name: string;
  readonly system: boolean;
  readonly permissions: readonly Permission[];
}
export interface User {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly profile: { readonly id: string; readonly name: string };
  readonly state: MembershipState;
}
export interface SessionView {
  readonly account: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly emailVerified: boolean;
    readonly timeZone: string;
    readonly locale: string;
  };
  readonly organisation: { readonly id: string; readonly name: string };
  readonly organisations: readonly { readonly id: string; readonly name: string }[];
  readonly membershipId: string;
  readonly profile: { readonly id: string; readonly name: string };
  readonly permissions: readonly Permission[];
  readonly expiresAt: string;
}
export declare function createOrganisation(
  crm: Crm,
  input: { name: string },
): Promise<{ orgId: string; administratorProfileId: string; standardProfileId: string }>;
export declare function createAccount(
  crm: Crm,
  input: {
    name: string;
    email: string;
    emailVerified?: boolean;
    password?: string;
    timeZone?: string;
    locale?: string;
  },
): Promise<{ outcome: 'created'; accountId: string } | { outcome: 'emailTaken' }>;
export declare function setPassword(crm: Crm, accountId: string, password: string): Promise<void>;
export declare function verifyPassword(
  crm: Crm,
  input: { email: string; password: string },
): Promise<{ outcome: 'right'; accountId: string } | { outcome: 'wrong' }>;
export declare function addMembership(
  crm: Crm,
  input: { orgId: string; accountId: string; profileId: string; state?: MembershipState },
): Promise<{ membershipId: string }>;
export declare function listUsers(crm: Crm, actor: Actor): Promise<User[]>;
export declare function listProfiles(crm: Crm, actor: Actor): Promise<NamedProfile[]>;
export declare function organisationsOf(crm: Crm, accountId: string): Promise<{ id: string; name: string }[]>;
/** `noMembership`: the account belongs to no organisation as an active member. */
export declare function startSession(
  crm: Crm,
  input: { accountId: string; lifetimeMs: number; orgId?: string },
): Promise<{ outcome: 'started'; token: string; expiresAtMs: number } | { outcome: 'noMembership' }>;
export declare function readSession(crm: Crm, token: string): Promise<SessionView | null>;
export declare function chooseOrganisation(
  crm: Crm,
  token: string,
  orgId: string,
): Promise<{ outcome: 'chosen' } | { outcome: 'noMembership' }>;
export declare function endSession(crm: Crm, token: string): Promise<void>;
export declare function actorOf(session: SessionView, source: ChangeSource): Actor;
/** For jobs: the actor of an active membership, or null. */
export declare function actorForMembership(
  crm: Crm,
  input: { orgId: string; membershipId: string; source: ChangeSource; channelId?: string; runId?: string },
): Promise<Actor | null>;
export declare function findIdentity(
  crm: Crm,
  input: { tid: string; oid: string },
): Promise<{ accountId: string; login: string } | null>;
export declare function tieIdentity(
  crm: Crm,
  input: { accountId: string; tid: string; oid: string; login: string },
): Promise<{ outcome: 'tied' } | { outcome: 'tiedToAnother' }>;
export declare function identitiesOf(
  crm: Crm,
  accountId: string,
): Promise<{ tid: string; oid: string; login: string }[]>;
export declare function findAccountByEmail(
  crm: Crm,
  email: string,
): Promise<{ accountId: string; emailVerified: boolean } | null>;

// contacts
export declare function listContacts(crm: Crm, actor: Actor, input: ContactListInput): Promise<Page<Contact>>;
export declare function listDeletedContacts(
  crm: Crm,
  actor: Actor,
  input: { limit?: number; cursor?: string | undefined },
): Promise<Page<Contact>>;
/** Throws CrmError notFound. A deleted contact is found too: `deletedAt` tells. */
export declare function getContact(crm: Crm, actor: Actor, id: string): Promise<Contact>;
/** Throws CrmError invalidValue with problems by field. */
export declare function createContact(
  crm: Crm,
  actor: Actor,
  input: { values: ContactInput; ownerId?: string | undefined },
): Promise<Contact>;
/** Throws CrmError notFound, changedMeanwhile, invalidValue. */
export declare function updateContact(
  crm: Crm,
  actor: Actor,
  input: {
    id: string;
    values: ContactInput;
    ownerId?: string | undefined;
    expectedVersion?: number | undefined;
  },
): Promise<Contact>;
export declare function deleteContact(
  crm: Crm,
  actor: Actor,
  input: { id: string; expectedVersion?: number | undefined },
): Promise<void>;
export declare function restoreContact(crm: Crm, actor: Actor, id: string): Promise<Contact>;
export declare function changeOwner(
  crm: Crm,
  actor: Actor,
  input: { id: string; ownerId: string; expectedVersion?: number | undefined },
): Promise<Contact>;
export declare function massUpdateContacts(
  crm: Crm,
  actor: Actor,
  input: { selection: Selection; changes: ContactInput; ownerId?: string | undefined },
): Promise<{ matched: number; changed: number }>;
export declare function massDeleteContacts(
  crm: Crm,
  actor: Actor,
  input: { selection: Selection },
): Promise<{ deleted: number }>;
export declare function contactTimeline(crm: Crm, actor: Actor, id: string): Promise<TimelineItem[]>;

// imports and exports
export declare function readImport(
  crm: Crm,
  actor: Actor,
  input: { fileName: string; content: Uint8Array },
): Promise<ImportPreview>;
/** Puts the import to `running`; the caller then enqueues `runImport`. */
export declare function startImport(
  crm: Crm,
  actor: Actor,
  id: string,
  input: StartImportInput,
): Promise<ImportStatus>;
/** Takes in what is left, chunk by chunk; safe to call again after a crash. `onProgress` after each chunk. */
export declare function runImport(
  crm: Crm,
  input: {
    orgId: string;
    importId: string;
    onProgress?: (status: ImportStatus) => void;
    signal?: AbortSignal;
  },
): Promise<ImportStatus>;
export declare function getImport(crm: Crm, actor: Actor, id: string): Promise<ImportStatus>;
/** Stops between two chunks; what was written stays and is told. */
export declare function cancelImport(crm: Crm, actor: Actor, id: string): Promise<ImportStatus>;
/** Text in pieces, as the file is to be. */
export declare function exportContacts(
  crm: Crm,
  actor: Actor,
  input: { format: 'csv' | 'vcf'; filter?: ContactFilter },
): AsyncIterable<string>;

// demo
export interface DemoPerson {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly timeZone?: string;
}
/** An organisation with an administrator and salespeople, and plausible contacts for each, the same for the same seed. */
export declare function seedDemo(
  crm: Crm,
  input: {
    organisation: string;
    administrator: DemoPerson;
    salespeople: readonly DemoPerson[];
    contactsEach: number;
    seed: number;
  },
): Promise<{ orgId: string; people: { email: string; accountId: string; membershipId: string }[] }>;
