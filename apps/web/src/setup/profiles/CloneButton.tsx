import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '../../api/client.ts';
import type { Profile } from '../../api/types.ts';
import { usePermission } from '../../app/permissions.ts';
import { texts } from '../../texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Refusal } from '../../ui/states.tsx';

const t = texts.setup.profile;

/** P1: system profiles stay as they are; administrators clone them. */
export function CloneButton({ profile }: { profile: Profile }) {
  const [open, setOpen] = useState(false);
  if (!usePermission('manageProfiles')) return null;
  return (
    <>
      <Button
        variant="default"
        size="compact-md"
        aria-label={t.cloneOf(profile.name)}
        onClick={() => setOpen(true)}
      >
        {t.clone}
      </Button>
      {open && <CloneDialog profile={profile} onClose={() => setOpen(false)} />}
    </>
  );
}

function CloneDialog({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const [name, setName] = useState(t.copyName(profile.name));
  const client = useQueryClient();
  const navigate = useNavigate();
  const clone = useMutation({
    mutationFn: () =>
      take(api.POST('/api/profiles/{id}/clone', { params: { path: { id: profile.id } }, body: { name } })),
    meta: { shown: true },
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['profiles'] });
      onClose();
      await navigate({ to: '/setup/profiles/$id', params: { id } });
    },
  });
  return (
    <Dialog onClose={onClose} title={t.cloneOf(profile.name)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          clone.mutate();
        }}
      >
        <Stack>
          <Text size="sm">{t.cloneText}</Text>
          <TextInput
            label={t.columns.name}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={100}
            required
            data-autofocus
          />
          <Refusal error={clone.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.common.cancel}
            </Button>
            <Button type="submit" loading={clone.isPending} disabled={name.trim() === ''}>
              {t.clone}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
