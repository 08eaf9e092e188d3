import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { texts } from '../texts.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { notifyDone } from '../ui/notify.tsx';
import { pathOf, wordsOf, type RecordKind } from './kinds.ts';

export interface MassDialogProps {
  kind: RecordKind;
  /** How many are chosen; null where the server did not count them. */
  count: number | null;
  onClose: () => void;
  onDone: () => void;
}

interface Props extends MassDialogProps {
  send: () => Promise<{ deleted: number }>;
}

export function MassDeleteDialog({ kind, send, count, onClose, onDone }: Props) {
  const words = wordsOf(kind);
  const client = useQueryClient();
  const t = texts.records.massDelete;
  const remove = useMutation({
    mutationFn: send,
    onSuccess: async ({ deleted }) => {
      await client.invalidateQueries({ queryKey: [pathOf[kind]] });
      notifyDone(words.deletedCount(deleted));
      onDone();
    },
  });
  return (
    <Dialog onClose={onClose} title={count === null ? words.deleteAll : `${words.delete(count)}?`}>
      <Text size="sm">
        {t.text} {words.deleteNote}
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {texts.common.cancel}
        </Button>
        <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate()}>
          {count === null ? t.confirmAll : words.delete(count)}
        </Button>
      </Group>
    </Dialog>
  );
}
