import type * as crm from '@counterpart/crm';
import type { z } from 'zod';
import { contactFieldNames, type contact, type contactFilter } from './contacts.schema.ts';

/** A contact as the API shows it: every field by name, null where it is empty. */
export function present(found: crm.Contact): z.output<typeof contact> {
  const values = Object.fromEntries(
    contactFieldNames.map((name) => {
      const value = found.content[name];
      return [name, typeof value === 'string' ? value : null];
    }),
  ) as Record<crm.ContactFieldName, string | null>;
  return {
    id: found.id,
    ...values,
    owner: found.owner,
    origin: found.origin,
    massUpdatedAt: found.massUpdatedAt?.toISOString() ?? null,
    version: found.version,
    createdAt: found.createdAt.toISOString(),
    modifiedAt: found.modifiedAt.toISOString(),
    deletedAt: found.deletedAt?.toISOString() ?? null,
  };
}

export function presentPage(page: crm.Page<crm.Contact>) {
  return { ...page, items: page.items.map(present) };
}

/** The API's filter has the search beside the fields, the CRM's apart from them. */
export function queryOf({ search, ...filter }: z.output<typeof contactFilter>): crm.ContactQuery {
  return { search, filter };
}
