import { NativeSelect, TextInput, VisuallyHidden } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { oneOf } from '../../records/listSearch.ts';
import { texts } from '../../texts.ts';
import classes from './users.module.css';
import { userStates, type UserSearch } from './userSearch.ts';

interface Props {
  search: UserSearch;
  go: (search: UserSearch, replace?: boolean) => void;
  /** Who is invited or asks to join concerns only those who manage users. */
  manages: boolean;
  found: number | null;
}

const t = texts.setup.users365;

/** Search as one types, and by state. */
export function UserToolbar({ search, go, manages, found }: Props) {
  const [typed, setTyped] = useState(search.search ?? '');
  const field = useRef<HTMLInputElement>(null);
  const ask = (change: Partial<UserSearch>, replace = false) => {
    const { page: _first, ...rest } = { ...search, ...change };
    go(rest, replace);
  };
  const askTyped = useDebouncedCallback(
    (text: string) => ask({ search: text.trim() || undefined }, true),
    150,
  );
  useHotkeys([['/', () => field.current?.focus()]]);
  // "Show all people" empties the address; the field follows.
  const [shown, setShown] = useState(search.search);
  if (shown !== search.search) {
    setShown(search.search);
    if (search.search === undefined) setTyped('');
  }
  return (
    <div className={classes.toolbar}>
      <TextInput
        ref={field}
        type="search"
        className={classes.search}
        aria-label={t.search}
        placeholder={t.search}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          askTyped(event.currentTarget.value);
        }}
      />
      <NativeSelect
        aria-label={t.which}
        value={search.state ?? ''}
        onChange={(event) => ask({ state: oneOf(userStates, event.currentTarget.value) })}
        data={[
          { value: '', label: t.all },
          ...userStates
            .filter((state) => manages || state === 'active' || state === 'deactivated')
            .map((state) => ({ value: state, label: t.states[state] })),
        ]}
      />
      <VisuallyHidden role="status">{found === null ? '' : t.found(found)}</VisuallyHidden>
    </div>
  );
}
