import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../api/client.ts';
import { texts } from '../texts.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { notifyDone } from '../ui/notify.tsx';
import type { MassDialogProps } from './MassUpdateDialog.tsx';

export function MassDeleteDialog({ selection, count, onClose, onDone }: MassDialogProps) {
  const client = useQueryClient();
  const t = texts.contacts.massDelete;
  const remove = useMutation({
    mutationFn: () => take(api.POST('/api/contacts/mass-delete', { body: { selection } })),
    onSuccess: async ({ deleted }) => {
      await client.invalidateQueries({ queryKey: ['contacts'] });
      notifyDone(t.done(deleted));
      onDone();
    },
  });
  return (
    <Dialog onClose={onClose} title={count === null ? t.titleAll : t.title(count)}>
      <Text size="sm">{t.text}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {texts.common.cancel}
        </Button>
        <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate()}>
          {count === null ? t.confirmAll : t.confirm(count)}
        </Button>
      </Group>
    </Dialog>
  );
}
