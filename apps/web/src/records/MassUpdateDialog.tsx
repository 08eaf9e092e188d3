import { Alert, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usersQuery } from '../api/queries.ts';
import { texts } from '../texts.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { notifyDone } from '../ui/notify.tsx';
import { FieldOptions } from './FieldOptions.tsx';
import type { FormFields } from './form.ts';
import { labelOf, pathOf, wordsOf } from './kinds.ts';
import type { MassDialogProps } from './MassDeleteDialog.tsx';

/** One change to many records: a field and its value, null to empty it; or another owner. */
export type MassChange<Field extends string> = { field: Field; value: string | null } | { ownerId: string };

interface Props<Field extends string> extends Omit<MassDialogProps, 'kind'> {
  fields: FormFields<Field>;
  send: (change: MassChange<Field>) => Promise<{ changed: number }>;
}

/** One field of many records gets one value. From then on they are synced, however they came in (C7, T2). */
export function MassUpdateDialog<Field extends string>(props: Props<Field>) {
  const { fields, send, count, onClose, onDone } = props;
  const { kind, Input, check, mayMassUpdate, mayEmpty } = fields;
  const [choice, setChoice] = useState('');
  const [value, setValue] = useState('');
  const client = useQueryClient();
  const { data: users } = useQuery(usersQuery);
  const t = texts.records.massUpdate;
  const words = wordsOf(kind);
  const sections = fields.sections.map((section) => ({
    ...section,
    fields: section.fields.filter((name) => mayMassUpdate(name)),
  }));
  const field = sections.flatMap((section) => section.fields).find((name) => name === choice);
  const update = useMutation({
    mutationFn: () => {
      if (field === undefined) return send({ ownerId: value });
      return send({ field, value: value.trim() === '' ? null : value });
    },
    onSuccess: async ({ changed }) => {
      await client.invalidateQueries({ queryKey: [pathOf[kind]] });
      await client.invalidateQueries({ queryKey: [kind] });
      notifyDone(words.updated(changed));
      onDone();
    },
  });
  const wrong = field === undefined ? null : check(field, value);
  const empty = value.trim() === '';
  const ready = choice !== '' && wrong === null && !(empty && (field === undefined || !mayEmpty(field)));
  return (
    <Dialog onClose={onClose} title={count === null ? words.updateAll : words.update(count)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) update.mutate();
        }}
      >
        <Stack>
          <NativeSelect
            label={t.field}
            data-autofocus
            value={choice}
            onChange={(event) => {
              setChoice(event.currentTarget.value);
              setValue('');
            }}
          >
            <option value="">{t.chooseField}</option>
            <option value="owner">{texts.records.columns.owner}</option>
            <FieldOptions kind={kind} sections={sections} />
          </NativeSelect>
          {choice === 'owner' && (
            <NativeSelect
              label={t.newOwner}
              value={value}
              onChange={(event) => setValue(event.currentTarget.value)}
              data={[
                { value: '', label: t.chooseOwner },
                ...(users?.items ?? [])
                  .filter((user) => user.state === 'active')
                  .map((user) => ({ value: user.id, label: user.name })),
              ]}
            />
          )}
          {field !== undefined && (
            <>
              <Input field={field} label={t.value} value={value} onChange={setValue} error={wrong} />
              {empty && mayEmpty(field) && (
                <Alert color="yellow" variant="light" title={t.empties(labelOf(kind, field))} />
              )}
            </>
          )}
          <Text size="sm" c="dimmed">
            {words.updateSyncs}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.common.cancel}
            </Button>
            <Button type="submit" disabled={!ready} loading={update.isPending}>
              {count === null ? t.confirmAll : words.update(count)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
