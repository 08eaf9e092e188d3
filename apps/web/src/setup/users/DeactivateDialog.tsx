import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../../api/client.ts';
import { userQuery } from '../../api/peopleQueries.ts';
import type { User } from '../../api/types.ts';
import { texts } from '../../texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { FailedState, Refusal, Waiting } from '../../ui/states.tsx';
import { HandoverProgress } from './HandoverProgress.tsx';
import { OwnerSelect } from './OwnerSelect.tsx';
import { countsOf } from './records.ts';

const t = texts.setup.deactivate;

/** Says what will happen, and offers to hand the records over, before anything does. */
export function DeactivateDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { data, error, refetch } = useQuery(userQuery(user.id));
  const [newOwnerId, setNewOwnerId] = useState<string | null>(null);
  const client = useQueryClient();
  const deactivate = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/users/{id}/deactivate', {
          params: { path: { id: user.id } },
          body: newOwnerId === null ? {} : { newOwnerId },
        }),
      ),
    meta: { shown: true },
    onSuccess: async ({ handover }) => {
      await client.invalidateQueries({ queryKey: ['users'] });
      notifyDone(t.done(user.name));
      if (handover === null) onClose();
    },
  });
  const handover = deactivate.data?.handover ?? null;
  if (handover !== null) {
    return (
      <Dialog onClose={onClose} title={texts.setup.handOver.title(user.name)}>
        <HandoverProgress handover={handover} onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog onClose={onClose} title={t.title(user.name)} size="lg">
      {data === undefined && error === null && <Waiting />}
      {data === undefined && error !== null && <FailedState error={error} retry={() => void refetch()} />}
      {data && (
        <Stack>
          <List spacing="xs" size="sm">
            <List.Item>{t.signIn}</List.Item>
            <List.Item>{t.sync}</List.Item>
            <List.Item>{t.records(countsOf(data.records))}</List.Item>
          </List>
          <OwnerSelect
            label={t.newOwner}
            description={t.newOwnerText}
            placeholder={t.keep}
            except={user.id}
            value={newOwnerId}
            onChange={setNewOwnerId}
          />
          <Text size="sm" c="dimmed">
            {t.again}
          </Text>
          <Refusal error={deactivate.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} data-autofocus>
              {texts.common.cancel}
            </Button>
            <Button color="red.9" loading={deactivate.isPending} onClick={() => deactivate.mutate()}>
              {newOwnerId === null ? t.confirm : t.confirmHandOver}
            </Button>
          </Group>
        </Stack>
      )}
    </Dialog>
  );
}
