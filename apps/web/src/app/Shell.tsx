import { AppShell, Burger, Divider, Group, NavLink, ScrollArea, Stack, Text } from '@mantine/core';
import { useDidUpdate, useDisclosure, useMediaQuery } from '@mantine/hooks';
import {
  IconAddressBook,
  IconApps,
  IconCalendar,
  IconChecklist,
  IconHistory,
  IconShieldLock,
  IconUsers,
} from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { sessionQuery } from '../api/queries.ts';
import { texts } from '../texts.ts';
import { signInProblem } from '../signin/problems.ts';
import { notifyProblem } from '../ui/notify.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { OrganisationMenu } from './OrganisationMenu.tsx';
import { takeArrivalProblem } from './arrival.ts';
import { useLiveUpdates } from './live.ts';
import { usePermission } from './permissions.ts';
import classes from './Shell.module.css';

/** The frame round every page: where one is, where one can go, and who one is. */
export function Shell() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const [opened, menu] = useDisclosure(false);
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const path = useRouterState({ select: (state) => state.location.pathname });
  const managesUsers = usePermission('manageUsers');
  useLiveUpdates();
  useEffect(() => {
    const code = takeArrivalProblem();
    if (code !== null) notifyProblem({ status: 0, code, ...signInProblem(code) });
  }, []);
  useEffect(menu.close, [path, menu.close]);
  const opener = useRef<HTMLButtonElement>(null);
  const closer = useRef<HTMLButtonElement>(null);
  useDidUpdate(() => (opened ? closer : opener).current?.focus(), [opened]);
  return (
    <AppShell
      layout="alt"
      header={{ height: 52, collapsed: !narrow }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !opened } }}
    >
      <a href="#main" className="skip-link">
        {texts.shell.skip}
      </a>
      <AppShell.Header className={classes.header} inert={narrow && opened}>
        <Burger
          ref={opener}
          size="sm"
          opened={opened}
          onClick={menu.toggle}
          aria-label={texts.shell.menu}
          aria-expanded={opened}
        />
        <Text fw={600}>{session.organisation.name}</Text>
      </AppShell.Header>
      <AppShell.Navbar
        className={classes.navbar}
        aria-label={texts.shell.navigation}
        // Off the screen, the keyboard must not get lost in it.
        inert={narrow && !opened}
      >
        <Group wrap="nowrap" gap={4} mb="xs">
          {narrow && (
            <Burger ref={closer} size="sm" opened onClick={menu.close} aria-label={texts.shell.closeMenu} />
          )}
          <OrganisationMenu session={session} />
        </Group>
        <ScrollArea flex={1} type="auto">
          <Stack gap={2}>
            <Place to="/contacts" icon={<IconAddressBook size={18} />} label={texts.contacts.title} />
            <Place to="/meetings" icon={<IconCalendar size={18} />} label={texts.meetings.title} />
            <Place to="/tasks" icon={<IconChecklist size={18} />} label={texts.tasks.title} />
            <Text className={classes.group}>{texts.setup.title}</Text>
            <Place to="/setup/marketplace" icon={<IconApps size={18} />} label={texts.setup.marketplace} />
            <Place to="/setup/users" icon={<IconUsers size={18} />} label={texts.setup.users} />
            <Place to="/setup/profiles" icon={<IconShieldLock size={18} />} label={texts.setup.profiles} />
            {managesUsers && (
              <Place to="/setup/audit" icon={<IconHistory size={18} />} label={texts.setup.auditLog} />
            )}
          </Stack>
        </ScrollArea>
        <Divider my="xs" />
        <AccountMenu session={session} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={classes.main} inert={narrow && opened}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

function Place({ to, icon, label }: { to: string; icon: ReactNode; label: string }) {
  const active = useRouterState({
    select: ({ location }) => location.pathname === to || location.pathname.startsWith(`${to}/`),
  });
  return (
    <NavLink
      component={Link}
      to={to}
      label={label}
      leftSection={icon}
      active={active}
      aria-current={active ? 'page' : undefined}
      className={classes.place}
    />
  );
}
