import type { Content, FieldValue } from '@counterpart/engine';
import type { ChangeSource } from '../actor.ts';
import type { ChangeOp, Origin } from '../database/tables.ts';

/** A person as others see them: the id is that of the membership. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** A record as lists and pages show it. */
export interface CrmRecord {
  readonly id: string;
  /** Canonical: only the fields that have a value. */
  readonly content: Content;
  readonly owner: Person;
  readonly origin: Origin;
  /** When a mass update last changed it (C7, T2). */
  readonly massUpdatedAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly deletedAt: Date | null;
}

/** New values; null empties a field, a field that is not named stays. Normalised by the engine on the way in. */
export interface RecordInput {
  readonly [field: string]: unknown;
}

/** Which records: all of these must hold. Text fields: equality, case is ignored. */
export interface RecordFilter {
  readonly ownerId?: string | undefined;
  readonly origin?: Origin | undefined;
  readonly [name: string]: unknown;
}

/** What a list is to find. `search`: all its words must occur in the record's short fields. */
export interface RecordQuery<Filter extends RecordFilter = RecordFilter> {
  readonly search?: string | undefined;
  readonly filter?: Filter | undefined;
}

export interface Page<Item> {
  readonly items: Item[];
  /** Give it back as `cursor` for the next page; null at the end. */
  readonly nextCursor: string | null;
  /** How many match in all; null where they are too many to count at once, and on every page but the first. */
  readonly total: number | null;
}

export interface PageInput {
  /** 1 to 200; 50 when left out. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export interface ListInput<Filter extends RecordFilter = RecordFilter>
  extends RecordQuery<Filter>, PageInput {
  /** A field, `createdAt` or `modifiedAt`, or `-` and one for the other way round. The table's own order when left out. */
  readonly sort?: string | undefined;
}

/** Either some records by id, or all that a filter finds, less some. Deleted ones and those out of reach are never part of it. */
export type Selection<Filter extends RecordFilter = RecordFilter> =
  | { readonly ids: readonly string[] }
  | (RecordQuery<Filter> & { readonly except?: readonly string[] | undefined });

export interface TimelineItem {
  readonly at: string;
  readonly source: ChangeSource;
  readonly by: Person | null;
  readonly runId: string | null;
  readonly channelId: string | null;
  readonly op: ChangeOp;
  /** `field` is a field of the record, or `owner` (values: names of people), or `origin`. */
  readonly changes: { field: string; before: string | null; after: string | null }[];
}

/** A record's id and canonical content. */
export interface BulkItem {
  readonly id: string;
  readonly content: { readonly [field: string]: FieldValue };
}
