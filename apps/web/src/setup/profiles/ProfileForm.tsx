import { Button, Fieldset, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../../api/client.ts';
import type { Permission, Profile } from '../../api/types.ts';
import { texts } from '../../texts.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { Refusal } from '../../ui/states.tsx';
import { groupNames, permissionGroups } from './permissionGroups.ts';

const t = texts.setup.profile;

export function ProfileForm({ profile, mayEdit }: { profile: Profile; mayEdit: boolean }) {
  const [name, setName] = useState(profile.name);
  const [allowed, setAllowed] = useState<ReadonlySet<Permission>>(new Set(profile.permissions));
  const client = useQueryClient();
  const same = name === profile.name && new Set(profile.permissions).symmetricDifference(allowed).size === 0;
  const save = useMutation({
    mutationFn: () =>
      take(
        api.PATCH('/api/profiles/{id}', {
          params: { path: { id: profile.id } },
          body: { name, permissions: [...allowed] },
        }),
      ),
    meta: { shown: true },
    onSuccess: async (saved) => {
      notifyDone(t.saved(saved.name));
      // It may be one's own.
      for (const key of ['session', 'microsoft365', 'users'])
        void client.invalidateQueries({ queryKey: [key] });
      await client.invalidateQueries({ queryKey: ['profiles'] });
    },
  });
  const set = (permission: Permission, held: boolean) => {
    const next = new Set(allowed);
    if (held) next.add(permission);
    else next.delete(permission);
    setAllowed(next);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack px="md" pb="md" maw={640}>
        {mayEdit && (
          <TextInput
            label={t.columns.name}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={100}
            required
          />
        )}
        {groupNames.map((group) => (
          <Fieldset key={group} legend={t.groups[group]}>
            <Stack gap="sm">
              {group === 'microsoft' && (
                <Text size="sm" c="dimmed">
                  {t.microsoftText}
                </Text>
              )}
              {permissionGroups[group].map((permission) => (
                <Switch
                  key={permission}
                  label={t.permissions[permission]}
                  checked={allowed.has(permission)}
                  disabled={!mayEdit}
                  onChange={(event) => set(permission, event.currentTarget.checked)}
                />
              ))}
            </Stack>
          </Fieldset>
        ))}
        <Refusal error={save.error} />
        {mayEdit && (
          <Group>
            <Button type="submit" loading={save.isPending} disabled={same || name.trim() === ''}>
              {texts.common.save}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
