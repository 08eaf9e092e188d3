import { Badge, Group, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { profilesQuery } from '../api/queries.ts';
import { texts } from '../texts.ts';
import { PageHead } from '../ui/PageHead.tsx';
import { FailedState, Waiting } from '../ui/states.tsx';

const setup = texts.setup;

/** Setup → Security Control → Profiles: who may do what (P1). */
export function ProfilesPage() {
  const { data, error, isPending, refetch } = useQuery(profilesQuery);
  const t = setup.profile;
  return (
    <>
      <PageHead
        title={setup.profiles}
        trail={[{ label: setup.title, to: '/setup' }, { label: setup.securityControl }]}
      />
      {isPending && <Waiting />}
      {error && !data && <FailedState error={error} retry={() => void refetch()} />}
      {data && (
        <Table aria-label={setup.profiles} horizontalSpacing="md" verticalSpacing="sm">
          <Table.Tbody>
            {data.items.map((profile) => (
              <Table.Tr key={profile.id} style={{ verticalAlign: 'top' }}>
                <Table.Th scope="row" fw={500}>
                  {profile.name}
                  {profile.system && (
                    <Text size="sm" c="dimmed" fw={400}>
                      {t.system}: {t.systemText}
                    </Text>
                  )}
                </Table.Th>
                <Table.Td>
                  <Group gap={6}>
                    {profile.permissions.map((permission) => (
                      <Badge key={permission} variant="default" tt="none" fw={400}>
                        {t.permissions[permission]}
                      </Badge>
                    ))}
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
