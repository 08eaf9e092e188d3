import { Box, VisuallyHidden } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { useRef, useState, type ReactNode } from 'react';
import { useNavigate } from '@tanstack/react-router';
import type { texts } from '../texts.ts';
import { FailedState, Waiting } from '../ui/states.tsx';
import { EmptyList } from './EmptyList.tsx';
import type { FormFields } from './form.ts';
import { pathOf, wordsOf } from './kinds.ts';
import classes from './list.module.css';
import { ListToolbar } from './ListToolbar.tsx';
import type { CommonSearch } from './listSearch.ts';
import { Pager } from './Pager.tsx';
import { focusRow } from './rowKeys.ts';
import { countOf, none, type Chosen } from './selection.ts';
import { SelectionBar, type MassCalls } from './SelectionBar.tsx';
import type { PagedList } from './usePagedList.ts';

/** The rows of a list, in a table or on cards. */
export interface RowsProps<Item> {
  items: readonly Item[];
  chosen: Chosen;
  setChosen: (change: (chosen: Chosen) => Chosen) => void;
  /** Shows the answer to the previous question while the next one is on its way. */
  stale: boolean;
}

type Ask<Search> = (change: Partial<Search>, replace?: boolean) => void;

interface Props<Item, Search, Field extends string> {
  fields: FormFields<Field>;
  search: Search;
  /** Goes to the list with another search. */
  go: (search: Search, replace: boolean) => void;
  list: PagedList<Item>;
  calls: (chosen: Chosen) => MassCalls<Field>;
  exports: readonly (keyof typeof texts.records.export)[];
  /** The kind's own menus of filters and columns, given the way to ask anew. */
  menus: (ask: Ask<Search>) => ReactNode;
  /** What stands between the toolbar and the rows. */
  above?: (ask: Ask<Search>) => ReactNode;
  /** What is asked when nothing is asked; null while exactly that is asked. */
  unfiltered: Partial<Search> | null;
  rows: (props: RowsProps<Item>, ask: Ask<Search>) => ReactNode;
}

/** R1: find, choose and open records of a kind. */
export function RecordList<Item extends { id: string }, Search extends CommonSearch, Field extends string>(
  props: Props<Item, Search, Field>,
) {
  const { fields, search, go, list, calls, exports, menus, above, unfiltered, rows } = props;
  const { kind } = fields;
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<Chosen>(none);
  const [typed, setTyped] = useState(search.search ?? '');
  const searchField = useRef<HTMLInputElement>(null);
  const rowsBox = useRef<HTMLDivElement>(null);

  /** Another question makes another list: the choice in the old one no longer means anything. */
  const ask: Ask<Search> = (change, replace = false) => {
    setChosen(none);
    go({ ...search, page: undefined, ...change }, replace);
  };
  const askTyped = useDebouncedCallback((text: string) => {
    setChosen(none);
    go({ ...search, page: undefined, search: text.trim() || undefined }, true);
  }, 120);
  useHotkeys([
    ['/', () => searchField.current?.focus()],
    ['n', () => void navigate({ to: `/${pathOf[kind]}/new` })],
    ['ArrowDown', () => focusRow(rowsBox.current, 0)],
  ]);
  const nothing = list.items.length === 0;
  return (
    <Box className={classes.page}>
      <ListToolbar
        kind={kind}
        typed={typed}
        onType={(text) => {
          setTyped(text);
          askTyped(text);
        }}
        searchField={searchField}
        onDown={() => focusRow(rowsBox.current, 0)}
        total={list.total}
        exports={exports}
      >
        {menus(ask)}
      </ListToolbar>
      {above?.(ask)}
      <VisuallyHidden role="status">
        {list.isSuccess ? wordsOf(kind).found(list.total ?? list.items.length) : ''}
      </VisuallyHidden>
      <div
        ref={rowsBox}
        className={classes.rows}
        data-choosing={countOf(chosen, list.total) !== 0 || undefined}
      >
        {list.isError && nothing ? (
          <FailedState error={list.error} retry={() => void list.refetch()} />
        ) : list.isPending ? (
          <Waiting />
        ) : nothing ? (
          <EmptyList
            kind={kind}
            clear={
              unfiltered === null
                ? null
                : () => {
                    setTyped('');
                    ask({ ...unfiltered, search: undefined });
                  }
            }
          />
        ) : (
          rows({ items: list.items, chosen, setChosen, stale: list.isPlaceholderData }, ask)
        )}
      </div>
      <SelectionBar
        fields={fields}
        calls={calls(chosen)}
        chosen={chosen}
        setChosen={setChosen}
        items={list.items}
        total={list.total}
      />
      <Pager
        page={list.page}
        firstIndex={list.firstIndex}
        count={list.items.length}
        total={list.total}
        hasNext={list.hasNext}
        onPage={(page) => {
          rowsBox.current?.scrollTo({ top: 0 });
          go({ ...search, page: page > 1 ? page : undefined }, false);
        }}
      />
    </Box>
  );
}
