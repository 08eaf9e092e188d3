import { Group, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { profilesQuery } from '../../api/queries.ts';
import type { Profile } from '../../api/types.ts';
import { texts } from '../../texts.ts';
import { TextLink } from '../../ui/links.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { FailedState, Waiting } from '../../ui/states.tsx';
import { CloneButton } from './CloneButton.tsx';
import { permissionGroups } from './permissionGroups.ts';

const t = texts.setup.profile;

/** Setup → Security Control → Profiles: who may do what (P1). */
export function ProfilesPage() {
  const { data, error, isPending, refetch } = useQuery(profilesQuery);
  return (
    <>
      <PageHead
        title={texts.setup.profiles}
        trail={[{ label: texts.setup.title, to: '/setup' }, { label: texts.setup.securityControl }]}
      />
      {isPending && <Waiting />}
      {error && !data && <FailedState error={error} retry={() => void refetch()} />}
      {data && (
        <Table aria-label={texts.setup.profiles} horizontalSpacing="md" verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t.columns.name}</Table.Th>
              <Table.Th visibleFrom="sm">{t.columns.microsoft}</Table.Th>
              <Table.Th visibleFrom="xs">{t.columns.members}</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.items.map((profile) => (
              <Table.Tr key={profile.id}>
                <Table.Td>
                  <TextLink to="/setup/profiles/$id" params={{ id: profile.id }} fw={500}>
                    {profile.name}
                  </TextLink>
                  {profile.system && (
                    <Text size="sm" c="dimmed">
                      {t.system}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td visibleFrom="sm">{syncsOf(profile)}</Table.Td>
                <Table.Td visibleFrom="xs">{texts.common.number(profile.members)}</Table.Td>
                <Table.Td>
                  <Group justify="flex-end">
                    <CloneButton profile={profile} />
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </>
  );
}

function syncsOf({ permissions }: Profile): string {
  const held = permissionGroups.microsoft.filter((one) => permissions.includes(one));
  return held.length === 0 ? t.noSync : held.map((one) => t.kindOf[one]).join(', ');
}
