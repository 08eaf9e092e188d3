import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../../api/client.ts';
import { userQuery } from '../../api/peopleQueries.ts';
import type { User } from '../../api/types.ts';
import { texts } from '../../texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FailedState, Refusal, Waiting } from '../../ui/states.tsx';
import { HandoverProgress } from './HandoverProgress.tsx';
import { OwnerSelect } from './OwnerSelect.tsx';
import { countsOf } from './records.ts';

const t = texts.setup.handOver;

/** Gives all records of somebody to somebody else; where that is on its way already, shows how far it is. */
export function HandOverDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { data, error, refetch } = useQuery(userQuery(user.id));
  const [newOwnerId, setNewOwnerId] = useState<string | null>(null);
  const client = useQueryClient();
  const handOver = useMutation({
    mutationFn: (to: string) =>
      take(
        api.POST('/api/users/{id}/hand-over', {
          params: { path: { id: user.id } },
          body: { newOwnerId: to },
        }),
      ),
    meta: { shown: true },
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
  });
  const running = handOver.data ?? (data?.handover?.state === 'running' ? data.handover : null);
  const nothing = data !== undefined && Object.values(data.records).every((count) => count === 0);
  return (
    <Dialog onClose={onClose} title={t.title(user.name)}>
      {data === undefined && error === null && <Waiting />}
      {data === undefined && error !== null && <FailedState error={error} retry={() => void refetch()} />}
      {running !== null && <HandoverProgress handover={running} onClose={onClose} />}
      {running === null && data && (
        <Stack>
          <Text size="sm">{nothing ? t.nothing : t.text(countsOf(data.records))}</Text>
          {!nothing && (
            <OwnerSelect
              label={texts.setup.deactivate.newOwner}
              except={user.id}
              value={newOwnerId}
              onChange={setNewOwnerId}
            />
          )}
          <Refusal error={handOver.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.common.cancel}
            </Button>
            <Button
              disabled={newOwnerId === null}
              loading={handOver.isPending}
              onClick={() => newOwnerId !== null && handOver.mutate(newOwnerId)}
            >
              {t.confirm}
            </Button>
          </Group>
        </Stack>
      )}
    </Dialog>
  );
}
