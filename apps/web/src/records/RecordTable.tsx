import { Checkbox, Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { texts } from '../texts.ts';
import { wordsOf, type RecordKind } from './kinds.ts';
import type { RowsProps } from './RecordList.tsx';
import { isChosen, withMany } from './selection.ts';
import classes from './table.module.css';

export interface HeadCell<Sort extends string> {
  key: string;
  label: string;
  /** What the server sorts by, ascending; null where it does not. */
  sort: Sort | null;
}

interface Props<Sort extends string> extends Omit<RowsProps<{ id: string }>, 'chosen'> {
  kind: RecordKind;
  chosen: RowsProps<{ id: string }>['chosen'];
  head: readonly HeadCell<Sort>[];
  sort: string;
  onSort: (sort: Sort) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  children: ReactNode;
}

/** The table of a list: its head with the choice of all and the order; the rows are the kind's own. */
export function RecordTable<Sort extends string>(props: Props<Sort>) {
  const { kind, items, chosen, setChosen, stale, head, sort, onSort, onKeyDown, children } = props;
  const ids = items.map((item) => item.id);
  const onPage = ids.filter((id) => isChosen(chosen, id)).length;
  return (
    <Table
      className={classes.table}
      data-stale={stale || undefined}
      stickyHeader
      aria-label={wordsOf(kind).title}
      onKeyDown={onKeyDown}
    >
      <Table.Thead className={classes.head}>
        <Table.Tr>
          <Table.Th className={classes.check}>
            <Checkbox
              size="xs"
              aria-label={texts.records.chooseAll}
              checked={onPage === ids.length}
              indeterminate={onPage > 0 && onPage < ids.length}
              onChange={(event) => {
                const on = event.currentTarget.checked;
                setChosen((now) => withMany(now, ids, on));
              }}
            />
          </Table.Th>
          {head.map((cell) => (
            <Header key={cell.key} cell={cell} sort={sort} onSort={onSort} />
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  );
}

function Header<Sort extends string>(props: {
  cell: HeadCell<Sort>;
  sort: string;
  onSort: (sort: Sort) => void;
}) {
  const { cell, sort, onSort } = props;
  const field = cell.sort;
  if (field === null) return <Table.Th>{cell.label}</Table.Th>;
  const up = sort === field;
  const down = sort === `-${field}`;
  return (
    <Table.Th aria-sort={up ? 'ascending' : down ? 'descending' : undefined}>
      <UnstyledButton className={classes.sort} onClick={() => onSort(up ? (`-${field}` as Sort) : field)}>
        {cell.label}
        {up && <IconArrowUp size={14} aria-hidden />}
        {down && <IconArrowDown size={14} aria-hidden />}
      </UnstyledButton>
    </Table.Th>
  );
}

interface ChoiceProps {
  name: string;
  chosen: boolean;
  onChange: (on: boolean) => void;
  size?: string;
}

/** The tick by which a row is chosen. */
export function RowChoice({ name, chosen, onChange, size = 'xs' }: ChoiceProps) {
  return (
    <Checkbox
      size={size}
      aria-label={texts.records.choose(name)}
      checked={chosen}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
