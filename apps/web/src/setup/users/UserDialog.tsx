import { Button, Group, Text } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { User } from '../../api/types.ts';
import { texts } from '../../texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { DeactivateDialog } from './DeactivateDialog.tsx';
import { HandOverDialog } from './HandOverDialog.tsx';
import { JoinRequestDialog } from './JoinRequestDialog.tsx';
import { ProfileDialog } from './ProfileDialog.tsx';
import { useUserCalls } from './useUserCalls.ts';

export type Question = 'profile' | 'handOver' | 'deactivate' | 'revoke' | 'approve' | 'revokeRequest';
export interface Asked {
  question: Question;
  user: User;
}

const t = texts.setup.users365;

/** The dialog that a row's menu opened. */
export function UserDialog({ question, user, onClose }: Asked & { onClose: () => void }) {
  const { revoke, revokeRequest } = useUserCalls();
  switch (question) {
    case 'profile':
      return <ProfileDialog user={user} onClose={onClose} />;
    case 'handOver':
      return <HandOverDialog user={user} onClose={onClose} />;
    case 'deactivate':
      return <DeactivateDialog user={user} onClose={onClose} />;
    case 'approve':
      return user.request && <JoinRequestDialog request={user.request} onClose={onClose} />;
    case 'revoke':
      return (
        <Revoke
          id={user.id}
          title={t.revokeTitle(user.name)}
          text={t.revokeText}
          confirm={t.menu.revoke}
          call={revoke}
          onClose={onClose}
        />
      );
    case 'revokeRequest':
      return (
        <Revoke
          id={user.id}
          title={t.revokeRequestTitle(user.name)}
          text={t.revokeRequestText}
          confirm={t.menu.revokeRequest}
          call={revokeRequest}
          onClose={onClose}
        />
      );
  }
}

interface RevokeProps {
  id: string;
  title: string;
  text: string;
  confirm: string;
  call: Pick<UseMutationResult<unknown, Error, string>, 'mutate' | 'isPending'>;
  onClose: () => void;
}

function Revoke({ id, title, text, confirm, call, onClose }: RevokeProps) {
  return (
    <Dialog onClose={onClose} title={title}>
      <Text size="sm">{text}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {texts.common.cancel}
        </Button>
        <Button
          color="red.9"
          loading={call.isPending}
          onClick={() => call.mutate(id, { onSettled: onClose })}
        >
          {confirm}
        </Button>
      </Group>
    </Dialog>
  );
}
