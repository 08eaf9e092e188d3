import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../../api/queries.ts';
import type { User } from '../../api/types.ts';
import { texts } from '../../texts.ts';
import { UserActions } from './UserActions.tsx';
import type { Asked } from './UserDialog.tsx';
import { UserState } from './UserState.tsx';

const t = texts.setup.users365;

export interface UserRowsProps {
  users: readonly User[];
  /** Opens a dialog about somebody; null for those who do not manage users. */
  ask: ((asked: Asked) => void) | null;
}

export function UserTable({ users, ask }: UserRowsProps) {
  const me = useQuery(sessionQuery).data?.membershipId;
  return (
    <Table aria-label={texts.setup.users} horizontalSpacing="md" verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t.columns.name}</Table.Th>
          <Table.Th>{t.columns.email}</Table.Th>
          <Table.Th>{t.columns.profile}</Table.Th>
          <Table.Th>{t.columns.state}</Table.Th>
          {ask && <Table.Td w={56} />}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {users.map((user) => (
          <Table.Tr key={user.id} style={{ verticalAlign: 'top' }}>
            <Table.Td>
              <Text size="sm" fw={500}>
                {user.name} {user.id === me && <Text span c="dimmed">{`(${t.you})`}</Text>}
              </Text>
            </Table.Td>
            <Table.Td>{user.email}</Table.Td>
            <Table.Td>{user.profile?.name}</Table.Td>
            <Table.Td>
              <UserState user={user} />
            </Table.Td>
            {ask && (
              <Table.Td py={6}>
                <UserActions user={user} self={user.id === me} ask={ask} />
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
