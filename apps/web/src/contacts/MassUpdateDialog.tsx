import { Alert, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../api/client.ts';
import { usersQuery } from '../api/queries.ts';
import type { Selection } from '../api/types.ts';
import { texts } from '../texts.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { notifyDone } from '../ui/notify.tsx';
import { checkField } from './checks.ts';
import { contactSections, fieldLabel, isContactField } from './fields.ts';
import { ValueInput } from './ValueInput.tsx';

export interface MassDialogProps {
  selection: Selection;
  /** How many contacts are chosen; null where the server did not count them. */
  count: number | null;
  onClose: () => void;
  onDone: () => void;
}

/** One field of many contacts gets one value. From then on they are synced, however they came in (C7). */
export function MassUpdateDialog({ selection, count, onClose, onDone }: MassDialogProps) {
  const [field, setField] = useState('');
  const [value, setValue] = useState('');
  const client = useQueryClient();
  const { data: users } = useQuery(usersQuery);
  const t = texts.contacts.massUpdate;
  const update = useMutation({
    mutationFn: () => {
      const changes = isContactField(field) ? { [field]: value.trim() === '' ? null : value } : {};
      const owner = field === 'owner' ? { ownerId: value } : {};
      return take(api.POST('/api/contacts/mass-update', { body: { selection, changes, ...owner } }));
    },
    onSuccess: async ({ changed }) => {
      await client.invalidateQueries({ queryKey: ['contacts'] });
      await client.invalidateQueries({ queryKey: ['contact'] });
      notifyDone(t.done(changed));
      onDone();
    },
  });
  const wrong = isContactField(field) ? checkField(field, value, Date.now()) : null;
  const ready = field !== '' && wrong === null && (field !== 'owner' || value !== '');
  return (
    <Dialog onClose={onClose} title={count === null ? t.titleAll : t.title(count)}>
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
            value={field}
            onChange={(event) => {
              setField(event.currentTarget.value);
              setValue('');
            }}
          >
            <option value="">{t.chooseField}</option>
            <option value="owner">{texts.contacts.columns.owner}</option>
            {contactSections.map((section) => (
              <optgroup key={section.title} label={section.title}>
                {section.fields.map((name) => (
                  <option key={name} value={name}>
                    {fieldLabel(name)}
                  </option>
                ))}
              </optgroup>
            ))}
          </NativeSelect>
          {field === 'owner' && (
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
          {isContactField(field) && (
            <>
              <ValueInput field={field} label={t.value} value={value} onChange={setValue} error={wrong} />
              {value.trim() === '' && (
                <Alert color="yellow" variant="light" title={t.empties(fieldLabel(field))} />
              )}
            </>
          )}
          <Text size="sm" c="dimmed">
            {t.synced}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.common.cancel}
            </Button>
            <Button type="submit" disabled={!ready} loading={update.isPending}>
              {count === null ? t.confirmAll : t.confirm(count)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
