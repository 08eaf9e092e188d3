import type { Content } from '@counterpart/engine';
import type { ChangeSource } from '../actor.ts';
import type { ChangeOp, Origin } from '../database/tables.ts';
import type { ContactFieldName } from './columns.ts';

/** A person as others see them: the id is that of the membership. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** A contact as lists and pages show it. */
export interface Contact {
  readonly id: string;
  /** Canonical: only the fields that have a value. */
  readonly content: Content;
  readonly owner: Person;
  readonly origin: Origin;
  /** When a mass update last changed it (C7). */
  readonly massUpdatedAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly deletedAt: Date | null;
}

/** New values; null empties a field, a field that is not named stays. Normalised by the engine on the way in. */
export type ContactInput = { readonly [field in ContactFieldName]?: string | null | undefined };

/** Which contacts: all of these must hold. Fields: equality, case is ignored. */
export type ContactFilter = { readonly [field in ContactFieldName]?: string | undefined } & {
  readonly ownerId?: string | undefined;
  readonly origin?: Origin | undefined;
};

/** What a list is to find. `search`: all its words must occur in the contact's short fields. */
export interface ContactQuery {
  readonly search?: string | undefined;
  readonly filter?: ContactFilter | undefined;
}

export type ContactSort = ContactFieldName | 'createdAt' | 'modifiedAt';

export interface Page<Item> {
  readonly items: Item[];
  /** Give it back as `cursor` for the next page; null at the end. */
  readonly nextCursor: string | null;
  /** How many match in all; null where they are too many to count at once, and on every page but the first. */
  readonly total: number | null;
}

export interface ContactListInput extends ContactQuery {
  /** A `ContactSort`, or `-` and one for the other way round. `lastName` when left out. */
  readonly sort?: string | undefined;
  /** 1 to 200; 50 when left out. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Either some contacts by id, or all that a filter finds, less some. Deleted ones and those out of reach are never part of it. */
export type Selection =
  { readonly ids: readonly string[] } | (ContactQuery & { readonly except?: readonly string[] | undefined });

export interface TimelineItem {
  readonly at: string;
  readonly source: ChangeSource;
  readonly by: Person | null;
  readonly runId: string | null;
  readonly channelId: string | null;
  readonly op: ChangeOp;
  /** `field` is a field of a contact, or `owner` (values: names of people), or `origin`. */
  readonly changes: { field: string; before: string | null; after: string | null }[];
}
