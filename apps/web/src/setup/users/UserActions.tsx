import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { User } from '../../api/types.ts';
import { texts } from '../../texts.ts';
import type { Asked, Question } from './UserDialog.tsx';
import { useUserCalls } from './useUserCalls.ts';

const t = texts.setup.users365;
/** What can be asked about somebody, in a dialog each, by where they stand. */
const questions: { readonly [state in User['state']]: readonly Question[] } = {
  active: ['profile', 'handOver', 'deactivate'],
  invited: ['revoke'],
  asking: ['approve', 'revokeRequest'],
  deactivated: ['handOver'],
};

interface Props {
  user: User;
  /** Nobody deactivates themself: they could not take it back. */
  self: boolean;
  ask: (asked: Asked) => void;
}

/** The menu of a row. */
export function UserActions({ user, self, ask }: Props) {
  const { activate, resend, resendRequest } = useUserCalls();
  const asked = questions[user.state].filter((question) => !(self && question === 'deactivate'));
  return (
    <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={t.actions(user.name)}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {user.state === 'deactivated' && (
          <Menu.Item onClick={() => activate.mutate(user.id)}>{t.menu.activate}</Menu.Item>
        )}
        {user.state === 'invited' && (
          <Menu.Item onClick={() => resend.mutate(user.id)}>{t.menu.resend}</Menu.Item>
        )}
        {asked.map((question) => (
          <Menu.Item key={question} onClick={() => ask({ question, user })}>
            {t.menu[question]}
          </Menu.Item>
        ))}
        {user.state === 'asking' && (
          <Menu.Item onClick={() => resendRequest.mutate(user.id)}>{t.menu.resendRequest}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
