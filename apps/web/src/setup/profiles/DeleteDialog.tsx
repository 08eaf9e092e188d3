import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '../../api/client.ts';
import type { Profile } from '../../api/types.ts';
import { texts } from '../../texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Refusal } from '../../ui/states.tsx';

const t = texts.setup.profile;

interface Props {
  profile: Profile;
  /** To one of these go the people who have it. */
  others: readonly Profile[];
  onClose: () => void;
}

/** Deletes a custom profile; people who have it get another one first. */
export function DeleteDialog({ profile, others, onClose }: Props) {
  const [moveTo, setMoveTo] = useState('');
  const used = profile.members > 0;
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () =>
      take(
        api.DELETE('/api/profiles/{id}', {
          params: { path: { id: profile.id }, query: used ? { moveTo } : {} },
        }),
      ),
    meta: { shown: true },
    onSuccess: async () => {
      await navigate({ to: '/setup/profiles' });
      for (const key of ['profiles', 'users', 'session']) void client.invalidateQueries({ queryKey: [key] });
      notifyDone(t.deleted(profile.name));
    },
  });
  return (
    <Dialog onClose={onClose} title={t.deleteTitle(profile.name)}>
      <Stack>
        <Text size="sm">{used ? t.deleteUsed(profile.members) : t.deleteUnused}</Text>
        {used && (
          <NativeSelect
            label={t.moveTo}
            value={moveTo}
            onChange={(event) => setMoveTo(event.currentTarget.value)}
            data={[
              { value: '', label: t.choose },
              ...others.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
        <Refusal error={remove.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {texts.common.cancel}
          </Button>
          <Button
            color="red.9"
            loading={remove.isPending}
            disabled={used && moveTo === ''}
            onClick={() => remove.mutate()}
          >
            {texts.common.delete}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
