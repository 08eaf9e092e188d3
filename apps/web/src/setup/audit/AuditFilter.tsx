import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { userListQuery } from '../../api/peopleQueries.ts';
import { oneOf } from '../../records/listSearch.ts';
import { texts } from '../../texts.ts';
import classes from './audit.module.css';
import { auditActions, type AuditSearch } from './auditSearch.ts';

interface Props {
  search: AuditSearch;
  go: (search: AuditSearch, replace?: boolean) => void;
}

const t = texts.setup.audit;
const PEOPLE_SHOWN = 200;

/** By name, person, action and period. */
export function AuditFilter({ search, go }: Props) {
  const { data: users } = useQuery(userListQuery({ limit: PEOPLE_SHOWN }));
  // Who was deactivated has acted too; who is only invited has not.
  const members = (users?.items ?? []).filter(({ accountId }) => accountId !== null);
  const [typed, setTyped] = useState(search.search ?? '');
  const ask = (change: { [name in keyof AuditSearch]?: AuditSearch[name] | undefined }, replace = false) => {
    const { page: _first, ...next } = { ...search, ...change };
    go(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)), replace);
  };
  const askTyped = useDebouncedCallback(
    (text: string) => ask({ search: text.trim() || undefined }, true),
    150,
  );
  // "Clear the filter" empties the address; the field follows.
  const [shown, setShown] = useState(search.search);
  if (shown !== search.search) {
    setShown(search.search);
    if (search.search === undefined) setTyped('');
  }
  return (
    <div className={classes.filter} role="search">
      <TextInput
        type="search"
        label={t.search}
        className={classes.search}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          askTyped(event.currentTarget.value);
        }}
      />
      <NativeSelect
        label={t.person}
        value={search.byId ?? ''}
        onChange={(event) => ask({ byId: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: t.everybody },
          ...members.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <NativeSelect
        label={t.action}
        value={search.action ?? ''}
        onChange={(event) => ask({ action: oneOf(auditActions, event.currentTarget.value) })}
        data={[
          { value: '', label: t.anyAction },
          ...auditActions.map((action) => ({ value: action, label: t.actions[action] })),
        ]}
      />
      {(['from', 'to'] as const).map((end) => (
        <TextInput
          key={end}
          type="date"
          label={t[end]}
          value={search[end] ?? ''}
          onChange={(event) => ask({ [end]: event.currentTarget.value || undefined })}
        />
      ))}
    </div>
  );
}
