import { Alert, Button, Group } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '../api/client.ts';
import { contactQuery, sessionQuery } from '../api/queries.ts';
import { asProblem } from '../api/problem.ts';
import type { Contact } from '../api/types.ts';
import { texts } from '../texts.ts';
import { notifyDone } from '../ui/notify.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { FailedState, Waiting } from '../ui/states.tsx';
import { ContactForm } from './ContactForm.tsx';
import { changesOf, valuesOf, type Draft } from './draft.ts';
import { contactName } from './fields.ts';
import { useDraft } from './useDraft.ts';

const route = getRouteApi('/inside/contacts/$id/edit');
const list = { label: texts.contacts.title, to: '/contacts' };

export function NewPage() {
  return <Editor contact={null} />;
}

export function EditPage() {
  const { id } = route.useParams();
  const { data, error, isPending, refetch } = useQuery(contactQuery(id));
  if (data) return <Editor key={id} contact={data} />;
  return isPending ? <Waiting /> : <FailedState error={error} retry={() => void refetch()} />;
}

function Editor({ contact }: { contact: Contact | null }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const me = useQuery(sessionQuery).data?.membershipId ?? '';
  const { draft, setDraft, clear, found } = useDraft(contact?.id ?? 'new');
  const [ownerId, setOwnerId] = useState<string>();
  const saved = valuesOf(contact);
  const save = useMutation({
    meta: { shown: true },
    mutationFn: () => send(contact, draft, ownerId),
    onSuccess: async (record) => {
      clear();
      client.setQueryData(contactQuery(record.id).queryKey, record);
      void client.invalidateQueries({ queryKey: ['contacts'] });
      void client.invalidateQueries({ queryKey: ['contact', record.id] });
      notifyDone(contact === null ? texts.contacts.form.created : texts.contacts.form.saved);
      await navigate({ to: '/contacts/$id', params: { id: record.id }, replace: true });
    },
    onError: (error) => {
      // Somebody else was faster: the fresh values show which fields are contested.
      if (contact && asProblem(error).status === 412) {
        void client.invalidateQueries({ queryKey: contactQuery(contact.id).queryKey });
      }
    },
  });
  const leave = () => {
    clear();
    void (contact === null
      ? navigate({ to: '/contacts' })
      : navigate({ to: '/contacts/$id', params: { id: contact.id } }));
  };
  const cancel = () => {
    const kept: Draft = draft;
    leave();
    if (Object.keys(kept).length > 0) {
      const back = () => {
        sessionStorage.setItem(`counterpart.draft.contact.${contact?.id ?? 'new'}`, JSON.stringify(kept));
        void (contact === null
          ? navigate({ to: '/contacts/new' })
          : navigate({ to: '/contacts/$id/edit', params: { id: contact.id } }));
      };
      notifyDone(texts.contacts.form.discarded, { label: texts.common.undo, act: back });
    }
  };
  return (
    <>
      <PageHead
        title={contact === null ? texts.contacts.new : texts.contacts.form.edit(contactName(contact))}
        trail={
          contact === null ? [list] : [list, { label: contactName(contact), to: `/contacts/${contact.id}` }]
        }
      />
      <ContactForm
        saved={saved}
        draft={draft}
        setDraft={setDraft}
        owner={{ id: ownerId ?? contact?.owner.id ?? me, change: setOwnerId }}
        error={save.error}
        saving={save.isPending}
        onSave={() => save.mutate()}
        onCancel={cancel}
      >
        {found && Object.keys(draft).length > 0 && !save.error && (
          <Alert color="brand" variant="light" title={texts.contacts.form.draftTitle} role="status">
            <Group justify="space-between">
              {texts.contacts.form.draft}
              <Button size="compact-sm" variant="default" onClick={clear}>
                {texts.contacts.form.discard}
              </Button>
            </Group>
          </Alert>
        )}
      </ContactForm>
    </>
  );
}

/** Only what was edited travels, guarded by the version that the page shows. */
function send(contact: Contact | null, draft: Draft, ownerId: string | undefined): Promise<Contact> {
  const body = { ...changesOf(draft, valuesOf(contact)), ...(ownerId === undefined ? {} : { ownerId }) };
  if (contact === null) return take(api.POST('/api/contacts', { body }));
  return take(
    api.PATCH('/api/contacts/{id}', {
      params: { path: { id: contact.id }, header: { 'if-match': `"${contact.version}"` } },
      body,
    }),
  );
}
