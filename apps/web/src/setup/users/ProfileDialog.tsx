import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../../api/client.ts';
import type { User } from '../../api/types.ts';
import { texts } from '../../texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Refusal } from '../../ui/states.tsx';
import { ProfileSelect, useProfileChoice } from './ProfileSelect.tsx';

const t = texts.setup.users365;

export function ProfileDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const [chosen, setChosen] = useState(user.profile?.id ?? '');
  const choice = useProfileChoice(chosen);
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: () =>
      take(
        api.PATCH('/api/users/{id}', {
          params: { path: { id: user.id } },
          body: { profileId: choice.profileId },
        }),
      ),
    meta: { shown: true },
    onSuccess: async ({ name, profile }) => {
      await client.invalidateQueries({ queryKey: ['users'] });
      // It may be one's own profile.
      void client.invalidateQueries({ queryKey: ['session'] });
      notifyDone(t.profileChanged(name, profile?.name ?? ''));
      onClose();
    },
  });
  return (
    <Dialog onClose={onClose} title={t.profileTitle(user.name)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Stack>
          <ProfileSelect label={t.columns.profile} {...choice} onChoose={setChosen} first />
          <Refusal error={change.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.common.cancel}
            </Button>
            <Button type="submit" loading={change.isPending} disabled={choice.profileId === user.profile?.id}>
              {texts.common.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
