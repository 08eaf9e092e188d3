import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { userListQuery } from '../../api/peopleQueries.ts';
import { texts } from '../../texts.ts';

interface Props {
  label: string;
  description?: string;
  placeholder?: string;
  /** Whose records they are. */
  except: string;
  value: string | null;
  onChange: (id: string | null) => void;
}

const t = texts.setup.deactivate;
const SHOWN = 50;

/** One of the active people, found by typing: there may be thousands. */
export function OwnerSelect({ except, value, onChange, ...words }: Props) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 200);
  const [name, setName] = useState('');
  // What stands in the field after a choice is a name and asks for nothing.
  const asked = search === '' || search === name ? {} : { search };
  const { data } = useQuery({
    ...userListQuery({ state: 'active', limit: SHOWN, ...asked }),
    placeholderData: keepPreviousData,
  });
  const people = (data?.items ?? []).filter(({ id }) => id !== except);
  const options = people.map((person) => ({ value: person.id, label: `${person.name} (${person.email})` }));
  if (value !== null && !options.some((option) => option.value === value))
    options.push({ value, label: name });
  return (
    <Select
      {...words}
      searchable
      clearable
      nothingFoundMessage={t.nobody}
      // The list scrolls itself: a box in between would be out of the keyboard's reach (WCAG 2.1.1).
      withScrollArea={false}
      styles={{ options: { maxHeight: 220, overflowY: 'auto' } }}
      clearButtonProps={{ 'aria-label': t.keep }}
      // The server has searched already.
      filter={({ options: found }) => found}
      data={options}
      searchValue={typed}
      onSearchChange={setTyped}
      value={value}
      onChange={(id, option) => {
        setName(option?.label ?? '');
        onChange(id);
      }}
    />
  );
}
