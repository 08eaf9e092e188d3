import type { Actor } from '../actor.ts';
import { contactColumn, contactFieldNames } from './columns.ts';
import { ownerWithinReach } from './reach.ts';
import type { ContactQuery, Selection } from './types.ts';

/** Which contacts are meant, as the database's functions for finding take it (migration 006). */
export interface Condition {
  readonly deleted: boolean;
  /** The only owner within reach. */
  readonly owner?: string;
  readonly ownerFilter?: string;
  readonly origin?: string;
  readonly words: readonly string[];
  /** Column → value; case is ignored. */
  readonly equal: { readonly [column: string]: string };
  readonly ids?: readonly string[];
  readonly except?: readonly string[];
}

/** The living contacts within the actor's reach that a query means. */
export function conditionOf(
  actor: Actor,
  access: 'view' | 'edit',
  { search, filter = {} }: ContactQuery,
): Condition {
  const owner = ownerWithinReach(actor, access);
  const equal = contactFieldNames.flatMap((field) => {
    const value = filter[field];
    return value === undefined ? [] : [{ field, value }];
  });
  return {
    deleted: false,
    ...(owner === null ? {} : { owner }),
    ...(filter.ownerId === undefined ? {} : { ownerFilter: filter.ownerId }),
    ...(filter.origin === undefined ? {} : { origin: filter.origin }),
    words: search?.split(/\s+/).filter((word) => word !== '') ?? [],
    equal: Object.fromEntries(equal.map(({ field, value }) => [contactColumn[field], value])),
  };
}

/** The contacts within the actor's reach that are selected for a mass operation. */
export function selectedBy(actor: Actor, selection: Selection): Condition {
  if ('ids' in selection) return { ...conditionOf(actor, 'edit', {}), ids: selection.ids };
  const { except = [] } = selection;
  return { ...conditionOf(actor, 'edit', selection), ...(except.length === 0 ? {} : { except }) };
}
