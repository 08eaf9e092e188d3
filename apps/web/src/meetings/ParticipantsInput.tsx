import { ActionIcon, Autocomplete, Input, NativeSelect, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { contactsQuery } from '../api/queries.ts';
import { contactName } from '../contacts/fields.ts';
import { oneOf } from '../records/listSearch.ts';
import { texts } from '../texts.ts';
import { roles } from './fields.ts';
import classes from './meetings.module.css';
import { participantsOf, participantsText, type Participants } from './values.ts';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  error?: ReactNode;
}

const FEW = 8;
const t = texts.meetings.participants;
export const isAddress = (text: string): boolean => /^[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+$/.test(text);

/** Who takes part: found among the contacts while one types, or by a whole address. */
export function ParticipantsInput({ label, value, onChange, onBlur, error }: Props) {
  const people = participantsOf(value);
  const set = (to: Participants) => onChange(participantsText(to));
  const add = (address: string, name?: string) => {
    const key = address.trim().toLowerCase();
    set({
      ...people,
      [key]: people[key] ?? { ...(name ? { name } : {}), role: 'required', response: 'none' },
    });
  };
  return (
    <Input.Wrapper label={label} labelElement="div" role="group" aria-label={label} error={error}>
      <ul className={classes.people}>
        {Object.entries(people).map(([address, person]) => {
          const { [address]: _gone, ...others } = people;
          const name = person.name ?? address;
          return (
            <li key={address} className={classes.person}>
              <span className={classes.personName}>
                <Text size="sm" fw={500} truncate>
                  {name}
                </Text>
                {person.name && (
                  <Text size="xs" c="dimmed" truncate>
                    {address}
                  </Text>
                )}
              </span>
              <NativeSelect
                size="xs"
                aria-label={t.role(name)}
                value={person.role}
                onChange={(event) => {
                  const role = oneOf(roles, event.currentTarget.value) ?? person.role;
                  set({ ...people, [address]: { ...person, role } });
                }}
                data={roles.map((role) => ({ value: role, label: texts.meetings.roles[role] }))}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t.remove(name)}
                onClick={() => set(others)}
              >
                <IconX size={16} />
              </ActionIcon>
            </li>
          );
        })}
      </ul>
      <Finder taken={people} onAdd={add} onBlur={onBlur} />
    </Input.Wrapper>
  );
}

interface FinderProps {
  taken: Participants;
  onAdd: (address: string, name?: string) => void;
  onBlur: (() => void) | undefined;
}

function Finder({ taken, onAdd, onBlur }: FinderProps) {
  const [typed, setTyped] = useState('');
  const [left, setLeft] = useState(false);
  const [asked] = useDebouncedValue(typed.trim(), 120);
  const contacts = useQuery({
    ...contactsQuery({ search: asked, sort: 'lastName', limit: FEW }),
    enabled: asked !== '',
  });
  const found = (asked === '' ? [] : (contacts.data?.items ?? [])).flatMap((contact) => {
    const address = contact.email?.toLowerCase();
    if (!address || address in taken) return [];
    return [{ name: contactName(contact), address, label: `${contactName(contact)}, ${address}` }];
  });
  const options = [...new Map(found.map((one) => [one.label, one])).values()];
  const take = (text: string) => {
    const one = options.find(({ label }) => label === text);
    if (one) onAdd(one.address, one.name);
    else if (isAddress(text.trim())) onAdd(text);
    else return;
    setTyped('');
  };
  const whole = isAddress(typed.trim());
  return (
    <Autocomplete
      name="participants"
      aria-label={t.find}
      placeholder={t.find}
      autoComplete="off"
      data={options.map(({ label }) => label)}
      filter={({ options: all }) => all}
      value={typed}
      onChange={(text) => {
        setTyped(text);
        setLeft(false);
      }}
      onOptionSubmit={(label) => {
        take(label);
        // The field would take the option's text for what was typed.
        queueMicrotask(() => setTyped(''));
      }}
      onBlur={() => {
        take(typed);
        setLeft(true);
        onBlur?.();
      }}
      onKeyDown={(event) => {
        if ((event.key !== 'Enter' && event.key !== ',' && event.key !== ';') || typed.trim() === '') return;
        if (!whole && event.key !== 'Enter') return;
        // An option in focus is taken by the list itself.
        if (event.key === 'Enter' && event.currentTarget.getAttribute('aria-activedescendant')) return;
        event.preventDefault();
        take(typed);
      }}
      description={
        typed.trim() !== '' && !whole && contacts.isSuccess && options.length === 0 ? t.none : undefined
      }
      error={
        left && typed.trim() !== '' && !whole ? texts.meetings.checks.participant(typed.trim()) : undefined
      }
      inputWrapperOrder={['label', 'input', 'description', 'error']}
    />
  );
}
