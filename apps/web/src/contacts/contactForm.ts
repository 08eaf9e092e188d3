import { api, take } from '../api/client.ts';
import type { ContactSelection } from '../api/types.ts';
import type { FormFields } from '../records/form.ts';
import type { MassCalls } from '../records/SelectionBar.tsx';
import { checkField, checkWhole } from './checks.ts';
import { contactSections, type ContactField } from './fields.ts';
import { ValueInput } from './ValueInput.tsx';

/** The fields of a contact, as forms show them. */
export const contactForm: FormFields<ContactField> = {
  kind: 'contact',
  sections: contactSections,
  isWide: (field) => field === 'description',
  Input: ValueInput,
  check: (field, value) => checkField(field, value, Date.now()),
  checkWhole(values) {
    const message = checkWhole(values);
    return message === null ? null : { field: 'lastName', message };
  },
  mayMassUpdate: () => true,
  mayEmpty: () => true,
};

/** The API's calls for many contacts. */
export const massContacts = (selection: ContactSelection): MassCalls<ContactField> => ({
  update: (change) => {
    const body =
      'ownerId' in change
        ? { selection, changes: {}, ...change }
        : { selection, changes: { [change.field]: change.value } };
    return take(api.POST('/api/contacts/mass-update', { body }));
  },
  delete: () => take(api.POST('/api/contacts/mass-delete', { body: { selection } })),
});
