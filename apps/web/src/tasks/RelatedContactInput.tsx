import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { contactQuery, contactsQuery } from '../api/queries.ts';
import { contactName } from '../contacts/fields.ts';
import { texts } from '../texts.ts';

interface Props {
  label: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
}

const FEW = 12;

/** Finds a contact by its name while one types. */
export function RelatedContactInput({ value, onChange, ...shared }: Props) {
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 120);
  const chosen = useQuery({ ...contactQuery(value), enabled: value !== '', retry: false });
  const chosenName = chosen.data ? contactName(chosen.data) : texts.tasks.relatedContact.unknown;
  const search = asked === '' || asked === chosenName ? {} : { search: asked };
  const found = useQuery(contactsQuery({ ...search, sort: 'lastName', limit: FEW })).data?.items ?? [];
  const others = found
    .filter(({ id }) => id !== value)
    .map((contact) => ({
      value: contact.id,
      label: [contactName(contact), contact.accountName].filter(Boolean).join(', '),
    }));
  return (
    <Select
      {...shared}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': texts.common.delete }}
      placeholder={texts.tasks.relatedContact.find}
      nothingFoundMessage={texts.tasks.relatedContact.none}
      data={value === '' ? others : [{ value, label: chosenName }, ...others]}
      filter={({ options }) => options}
      value={value === '' ? null : value}
      onChange={(id) => onChange(id ?? '')}
      onSearchChange={setTyped}
    />
  );
}
