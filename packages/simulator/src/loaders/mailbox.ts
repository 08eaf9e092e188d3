import { newContactValues } from '../graph/contacts/write.ts';
import { createItem } from '../state/items.ts';
import { mailboxOf, wellKnownContainer } from '../state/mailbox.ts';
import { findPersonAnywhere } from '../state/people.ts';
import type { SimulatorState } from '../state/types.ts';
import { contactBody, type GraphContactInput } from './graphContact.ts';

/** Puts contacts into the person's default folder, by the rules for a contact that a client creates. Throws for an unknown person. */
export function loadContacts(state: SimulatorState, person: string, contacts: GraphContactInput[]): void {
  const found = findPersonAnywhere(state, person);
  if (found === null) throw new Error(`nobody in the tenant is called ${person}`);
  const mailbox = mailboxOf(state, found.tenant, found.person.id);
  const folder = wellKnownContainer(mailbox, 'contacts');
  for (const contact of contacts)
    createItem(state, mailbox, folder, {
      kind: 'contact',
      properties: newContactValues(contactBody(contact)),
    });
}
