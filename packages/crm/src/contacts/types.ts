import type { ChangeSource } from '../actor.ts';
import type { ChangeOp, Origin } from '../database/tables.ts';
import type { ContactFieldName, ContactValues } from './columns.ts';

/** A person as others see them: the id is that of the membership. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** A contact as lists and pages show it: all fields, null where empty; instants are ISO 8601 in UTC. */
export type Contact = ContactValues & {
  readonly id: string;
  readonly owner: Person;
  readonly origin: Origin;
  /** When a mass update last changed it (C7). */
  readonly massUpdatedAt: string | null;
  readonly version: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly deletedAt: string | null;
};

/** New values; null empties a field, a field that is not named stays. Normalised by the engine on the way in. */
export type ContactInput = { readonly [field in ContactFieldName]?: string | null | undefined };

/** Which contacts: text that occurs anywhere (all its words must), owner, origin, and equality by field (case is ignored). */
export type ContactFilter = ContactInput & {
  readonly search?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly origin?: Origin | undefined;
};

export type ContactSort = ContactFieldName | 'createdAt' | 'modifiedAt';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Give it back as `cursor` for the next page; null at the end. */
  readonly nextCursor: string | null;
  /** How many match in all; null where they are too many to count at once, and on every page but the first. */
  readonly total: number | null;
}

export interface ContactListInput {
  readonly filter?: ContactFilter;
  /** A field, or `-field` for the other way round. `lastName` when left out. */
  readonly sort?: ContactSort | `-${ContactSort}` | undefined;
  /** 1 to 200; 50 when left out. */
  readonly limit?: number;
  readonly cursor?: string | undefined;
}

/** Either some contacts by id, or all that a filter finds, less some. Deleted ones and those out of reach are never part of it. */
export type Selection =
  | { readonly ids: readonly string[] }
  | { readonly filter: ContactFilter; readonly except?: readonly string[] | undefined };

export interface TimelineItem {
  readonly at: string;
  readonly source: ChangeSource;
  readonly by: Person | null;
  readonly runId: string | null;
  readonly channelId: string | null;
  readonly op: ChangeOp;
  /** `field` is a field of a contact, or `owner` (values: names of people), or `origin`. */
  readonly changes: readonly {
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}
