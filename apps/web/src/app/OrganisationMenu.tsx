import { Group, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconCheck, IconSelector } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, take } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import type { Session } from '../api/types.ts';
import { texts } from '../texts.ts';
import classes from './menus.module.css';

/** The organisation that one works in, and the way to another (R3). */
export function OrganisationMenu({ session }: { session: Session }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const choose = useMutation({
    mutationFn: (organisationId: string) =>
      take(api.POST('/api/session/organisation', { body: { organisationId } })),
    onSuccess: async (chosen) => {
      // Nothing of the other organisation may stay on the page (R2).
      client.clear();
      client.setQueryData(sessionQuery.queryKey, chosen);
      await navigate({ to: '/contacts' });
      location.reload();
    },
  });
  const name = (
    <Group gap={8} wrap="nowrap" miw={0}>
      <img src="/icon.svg" width={24} height={24} alt="" />
      <Text fw={600} size="sm" truncate>
        {session.organisation.name}
      </Text>
    </Group>
  );
  if (session.organisations.length < 2) return <div className={classes.plain}>{name}</div>;
  return (
    <Menu width={240} position="bottom-start">
      <Menu.Target>
        <UnstyledButton
          className={classes.target}
          aria-label={texts.shell.organisation(session.organisation.name)}
        >
          {name}
          <IconSelector size={16} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{texts.shell.switchOrganisation}</Menu.Label>
        {session.organisations.map(({ id, name }) => (
          <Menu.Item
            key={id}
            onClick={() => id !== session.organisation.id && choose.mutate(id)}
            rightSection={
              id === session.organisation.id ? <IconCheck size={16} aria-label={texts.common.chosen} /> : null
            }
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
