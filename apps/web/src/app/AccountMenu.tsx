import {
  Box,
  Menu,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  type MantineColorScheme,
} from '@mantine/core';
import {
  IconCheck,
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSelector,
  IconSun,
} from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '../api/client.ts';
import type { Session } from '../api/types.ts';
import { texts } from '../texts.ts';
import { KeyboardHelp } from './KeyboardHelp.tsx';
import classes from './menus.module.css';

const schemes: { scheme: MantineColorScheme; icon: typeof IconSun }[] = [
  { scheme: 'auto', icon: IconDeviceDesktop },
  { scheme: 'light', icon: IconSun },
  { scheme: 'dark', icon: IconMoon },
];

/** Who is signed in; looks, keyboard help, and the way out. */
export function AccountMenu({ session }: { session: Session }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [help, setHelp] = useState(false);
  const client = useQueryClient();
  const navigate = useNavigate();
  const signOut = useMutation({
    mutationFn: () => take(api.DELETE('/api/session')),
    onSuccess: async () => {
      sessionStorage.clear();
      await navigate({ to: '/sign-in' });
      client.clear();
    },
  });
  return (
    <>
      <Menu width={232} position="top-start">
        <Menu.Target>
          <UnstyledButton className={classes.target}>
            <Box miw={0}>
              <Text size="sm" fw={500} truncate>
                {session.account.name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {session.account.email}
              </Text>
            </Box>
            <IconSelector size={16} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{texts.shell.appearance}</Menu.Label>
          {schemes.map(({ scheme, icon: Icon }) => (
            <Menu.Item
              key={scheme}
              leftSection={<Icon size={16} />}
              closeMenuOnClick={false}
              rightSection={
                colorScheme === scheme ? <IconCheck size={16} aria-label={texts.common.chosen} /> : null
              }
              onClick={() => setColorScheme(scheme)}
            >
              {texts.shell.schemes[scheme]}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={() => setHelp(true)}>
            {texts.shell.keyboard}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()}>
            {texts.shell.signOut}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <KeyboardHelp opened={help} onClose={() => setHelp(false)} />
    </>
  );
}
