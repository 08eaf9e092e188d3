import { Avatar, Checkbox, Group, Text } from '@mantine/core';
import type { DirectoryPerson } from '../../api/types.ts';
import classes from './users.module.css';

interface Props {
  person: DirectoryPerson;
  chosen: boolean;
  full: boolean;
  onToggle: (person: DirectoryPerson) => void;
}

/** Nothing is wrong with them: they are here, or on their way. */
const plain: readonly DirectoryPerson['status'][] = ['user', 'invited'];

/** Somebody of the tenant. Who cannot be added is shown with the reason (U3). */
export function DirectoryRow({ person, chosen, full, onToggle }: Props) {
  const { id, name, login, title, department, status, reason } = person;
  const under = [login, title, department].filter(Boolean).join(' · ');
  return (
    <li className={classes.person} data-chosen={chosen || undefined}>
      <Checkbox
        checked={chosen}
        disabled={status !== 'addable' || (full && !chosen)}
        onChange={() => onToggle(person)}
        aria-label={name}
        aria-describedby={`about-${id}`}
        styles={{
          body: { alignItems: 'center' },
          labelWrapper: { flex: 1, minWidth: 0 },
          label: { color: 'inherit' },
        }}
        label={
          <Group gap="sm" wrap="nowrap">
            <Avatar
              src={`/api/directory/people/${encodeURIComponent(id)}/photo`}
              imageProps={{ loading: 'lazy', alt: '' }}
              name={name}
              color="brand"
              aria-hidden
            />
            <div className={classes.grow}>
              <Text size="sm" fw={500}>
                {name}
              </Text>
              <div id={`about-${id}`}>
                <Text size="sm" c="dimmed">
                  {under}
                </Text>
                {reason !== null && (
                  <Text
                    size="sm"
                    c={plain.includes(status) ? undefined : 'var(--mantine-color-orange-light-color)'}
                  >
                    {reason}
                  </Text>
                )}
              </div>
            </div>
          </Group>
        }
      />
    </li>
  );
}
