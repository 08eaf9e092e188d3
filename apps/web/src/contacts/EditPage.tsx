import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api, take } from '../api/client.ts';
import { contactQuery } from '../api/queries.ts';
import type { Contact } from '../api/types.ts';
import { RecordEditor, type Edits } from '../records/RecordEditor.tsx';
import { FailedState, Waiting } from '../ui/states.tsx';
import { contactForm } from './contactForm.ts';
import { contactValues, type ContactField } from './fields.ts';

const route = getRouteApi('/inside/contacts/$id/edit');

export function NewPage() {
  return <Editor contact={null} />;
}

export function EditPage() {
  const { id } = route.useParams();
  const { data, error, isPending, refetch } = useQuery(contactQuery(id));
  if (data) return <Editor key={id} contact={data} />;
  return isPending ? <Waiting /> : <FailedState error={error} retry={() => void refetch()} />;
}

const Editor = ({ contact }: { contact: Contact | null }) => (
  <RecordEditor
    record={contact}
    fields={contactForm}
    saved={contactValues(contact)}
    send={(edits) => send(contact, edits)}
  />
);

/** Only what was edited travels, guarded by the version that the page shows. */
function send(contact: Contact | null, { changes, ownerId }: Edits<ContactField>): Promise<Contact> {
  const body = { ...changes, ...(ownerId === undefined ? {} : { ownerId }) };
  if (contact === null) return take(api.POST('/api/contacts', { body }));
  const { id, version } = contact;
  const params = { path: { id }, header: { 'if-match': `"${version}"` } };
  return take(api.PATCH('/api/contacts/{id}', { params, body }));
}
