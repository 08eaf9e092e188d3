import { Box, VisuallyHidden } from '@mantine/core';
import { useDebouncedCallback, useHotkeys, useMediaQuery } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { texts } from '../texts.ts';
import { FailedState, Waiting } from '../ui/states.tsx';
import { useColumns } from './columns.ts';
import { ContactCards } from './ContactCards.tsx';
import { ContactTable } from './ContactTable.tsx';
import { EmptyList } from './EmptyList.tsx';
import classes from './ListPage.module.css';
import { ListToolbar } from './ListToolbar.tsx';
import type { ListSearch } from './listSearch.ts';
import { Pager } from './Pager.tsx';
import { countOf, none, type Chosen } from './selection.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { useContactList } from './useContactList.ts';
import { focusRow } from './useRowKeys.ts';

const route = getRouteApi('/inside/contacts');

/** R1: find, choose and open contacts. */
export function ListPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useContactList(search);
  const { columns, setColumns, reset } = useColumns();
  const [chosen, setChosen] = useState<Chosen>(none);
  const [typed, setTyped] = useState(search.search ?? '');
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const searchField = useRef<HTMLInputElement>(null);
  const rows = useRef<HTMLDivElement>(null);

  /** Another question makes another list: the choice in the old one no longer means anything. */
  const ask = (change: Partial<ListSearch>, replace = false) => {
    setChosen(none);
    void navigate({ search: { ...search, page: undefined, ...change }, replace, resetScroll: false });
  };
  const askTyped = useDebouncedCallback(
    (text: string) => ask({ search: text.trim() || undefined }, true),
    120,
  );
  useHotkeys([
    ['/', () => searchField.current?.focus()],
    ['n', () => void navigate({ to: '/contacts/new' })],
    ['ArrowDown', () => focusRow(rows.current, 0)],
  ]);

  const filtered = search.search !== undefined || search.ownerId !== undefined || search.origin !== undefined;
  const listProps = { items: list.items, chosen, setChosen, stale: list.isPlaceholderData };
  return (
    <Box className={classes.page}>
      <ListToolbar
        search={search}
        ask={ask}
        typed={typed}
        onType={(text) => {
          setTyped(text);
          askTyped(text);
        }}
        searchField={searchField}
        onDown={() => focusRow(rows.current, 0)}
        columns={columns}
        setColumns={setColumns}
        resetColumns={reset}
        total={list.total}
      />
      <VisuallyHidden role="status">
        {list.isSuccess ? texts.contacts.found(list.total ?? list.items.length) : ''}
      </VisuallyHidden>
      <div ref={rows} className={classes.rows} data-choosing={countOf(chosen, list.total) !== 0 || undefined}>
        {list.isError && list.items.length === 0 ? (
          <FailedState error={list.error} retry={() => void list.refetch()} />
        ) : list.isPending ? (
          <Waiting />
        ) : list.items.length === 0 ? (
          <EmptyList
            filtered={filtered}
            clear={() => {
              setTyped('');
              ask({ search: undefined, ownerId: undefined, origin: undefined });
            }}
          />
        ) : narrow ? (
          <ContactCards {...listProps} />
        ) : (
          <ContactTable
            {...listProps}
            columns={columns}
            sort={search.sort ?? 'lastName'}
            onSort={(sort) => ask({ sort })}
          />
        )}
      </div>
      <SelectionBar
        chosen={chosen}
        setChosen={setChosen}
        items={list.items}
        total={list.total}
        search={search}
      />
      <Pager
        page={list.page}
        firstIndex={list.firstIndex}
        count={list.items.length}
        total={list.total}
        hasNext={list.hasNext}
        onPage={(page) => {
          rows.current?.scrollTo({ top: 0 });
          void navigate({ search: { ...search, page: page > 1 ? page : undefined } });
        }}
      />
    </Box>
  );
}
