import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../../api/queries.ts';
import { texts } from '../../texts.ts';
import { UserActions } from './UserActions.tsx';
import { UserState } from './UserState.tsx';
import type { UserRowsProps } from './UserTable.tsx';
import classes from './users.module.css';

const t = texts.setup.users365;

/** The list on a narrow screen. */
export function UserCards({ users, ask }: UserRowsProps) {
  const me = useQuery(sessionQuery).data?.membershipId;
  return (
    <ul className={classes.cards} aria-label={texts.setup.users}>
      {users.map((user) => (
        <li key={user.id} className={classes.card}>
          <div className={classes.grow}>
            <Text fw={500}>
              {user.name} {user.id === me && <Text span c="dimmed">{`(${t.you})`}</Text>}
            </Text>
            <Text size="sm" c="dimmed">
              {user.email}
            </Text>
            {user.profile && <Text size="sm">{user.profile.name}</Text>}
            <div style={{ marginTop: 6 }}>
              <UserState user={user} />
            </div>
          </div>
          {ask && <UserActions user={user} self={user.id === me} ask={ask} />}
        </li>
      ))}
    </ul>
  );
}
