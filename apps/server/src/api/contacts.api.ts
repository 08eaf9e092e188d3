import { contactFieldNames, contactRecords, type ContactFieldName, type CrmRecord } from '@counterpart/crm';
import type { z } from 'zod';
import * as shapes from './contacts.schema.ts';
import { importPreviewOf } from './imports.schema.ts';
import { presentCommon, type RecordApi } from './records.api.ts';

/** A contact as the API shows it: every field by name, null where it is empty. */
function present(found: CrmRecord): z.output<typeof shapes.contact> {
  const values = Object.fromEntries(
    contactFieldNames.map((name) => {
      const value = found.content[name];
      return [name, typeof value === 'string' ? value : null];
    }),
  ) as Record<ContactFieldName, string | null>;
  return { ...presentCommon(found), ...values };
}

export const contactsApi: RecordApi = {
  kind: 'contact',
  path: 'contacts',
  one: 'contact',
  many: 'contacts',
  service: contactRecords,
  shapes: {
    record: shapes.contact,
    page: shapes.contactPage,
    importPreview: importPreviewOf(shapes.contactField, ['csv', 'vcf']).meta({ id: 'ImportPreview' }),
    listQuery: shapes.contactListQuery,
    input: shapes.contactInput,
    massUpdate: shapes.massUpdate,
    massDelete: shapes.massDelete,
    exportQuery: shapes.exportQuery,
  },
  present: (_crm, _actor, records) => Promise.resolve(records.map(present)),
};
