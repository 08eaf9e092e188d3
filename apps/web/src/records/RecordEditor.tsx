import { Alert, Button, Group } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { asProblem } from '../api/problem.ts';
import { sessionQuery } from '../api/queries.ts';
import { texts } from '../texts.ts';
import { notifyDone } from '../ui/notify.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { changesOf, type Values } from './draft.ts';
import type { FormFields } from './form.ts';
import { pathOf, wordsOf } from './kinds.ts';
import { nameOf, type AnyRecord } from './names.ts';
import { RecordForm } from './RecordForm.tsx';
import { keepDraft, useDraft } from './useDraft.ts';

/** What is sent: only what was edited. */
export interface Edits<Field extends string> {
  changes: { [field in Field]?: string | null };
  ownerId: string | undefined;
}

interface Props<Item, Field extends string> {
  /** null: a new one. */
  record: Item | null;
  fields: FormFields<Field>;
  saved: Values<Field>;
  send: (edits: Edits<Field>) => Promise<Item>;
  /** Where a part of the record is edited: under which name what was typed is kept. */
  part?: string | undefined;
  /** What stands above the fields. */
  above?: ReactNode;
}

/** The form of a new record or of one that there is. */
export function RecordEditor<Item extends AnyRecord, Field extends string>(props: Props<Item, Field>) {
  const { record, fields, saved, send, part, above } = props;
  const { kind } = fields;
  const path = pathOf[kind];
  const words = wordsOf(kind);
  const list = { label: words.title, to: `/${path}` };
  const client = useQueryClient();
  const navigate = useNavigate();
  const me = useQuery(sessionQuery).data?.membershipId ?? '';
  const draftId = [record?.id ?? 'new', part].filter(Boolean).join('.');
  const { draft, setDraft, clear, found } = useDraft<Field>(kind, draftId);
  const [ownerId, setOwnerId] = useState<string>();
  const save = useMutation({
    meta: { shown: true },
    mutationFn: () => send({ changes: changesOf(draft, saved), ownerId }),
    onSuccess: async (now) => {
      clear();
      client.setQueryData([kind, now.id, 'record'], now);
      void client.invalidateQueries({ queryKey: [path] });
      void client.invalidateQueries({ queryKey: [kind, now.id] });
      notifyDone(record === null ? words.created : words.saved);
      await navigate({ to: `/${path}/$id`, params: { id: now.id }, replace: true });
    },
    onError: (error) => {
      // Somebody else was faster: the fresh values show which fields are contested.
      if (record && asProblem(error).status === 412) {
        void client.invalidateQueries({ queryKey: [kind, record.id, 'record'] });
      }
    },
  });
  const cancel = () => {
    const kept = draft;
    clear();
    void (record === null
      ? navigate({ to: `/${path}` })
      : navigate({ to: `/${path}/$id`, params: { id: record.id } }));
    if (Object.keys(kept).length > 0) {
      const act = () => {
        keepDraft(kind, draftId, kept);
        void (record === null
          ? navigate({ to: `/${path}/new` })
          : navigate({ to: `/${path}/$id/edit`, params: { id: record.id } }));
      };
      notifyDone(texts.records.form.discarded, { label: texts.common.undo, act });
    }
  };
  return (
    <>
      <PageHead
        title={record === null ? words.new : texts.records.form.edit(nameOf(record))}
        trail={record === null ? [list] : [list, { label: nameOf(record), to: `/${path}/${record.id}` }]}
      />
      <RecordForm
        fields={fields}
        saved={saved}
        draft={draft}
        setDraft={setDraft}
        owner={{ id: ownerId ?? record?.owner.id ?? me, change: setOwnerId }}
        error={save.error}
        saving={save.isPending}
        onSave={() => save.mutate()}
        onCancel={cancel}
      >
        {above}
        {found && Object.keys(draft).length > 0 && !save.error && (
          <Alert color="brand" variant="light" title={texts.records.form.draftTitle} role="status">
            <Group justify="space-between">
              {texts.records.form.draft}
              <Button size="compact-sm" variant="default" onClick={clear}>
                {texts.records.form.discard}
              </Button>
            </Group>
          </Alert>
        )}
      </RecordForm>
    </>
  );
}
