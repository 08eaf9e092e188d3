import { Checkbox, Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { Contact } from '../api/types.ts';
import { texts } from '../texts.ts';
import { Ago, plainDate, usePlace } from '../ui/time.tsx';
import { cellText, columnLabel, isSortable, isTime, type Column } from './columns.ts';
import classes from './ContactTable.module.css';
import { contactName } from './fields.ts';
import type { Sort } from './listSearch.ts';
import { isChosen, withMany, withOne, type Chosen } from './selection.ts';
import { rowKeys } from './useRowKeys.ts';

export interface ListProps {
  items: readonly Contact[];
  chosen: Chosen;
  setChosen: (change: (chosen: Chosen) => Chosen) => void;
  /** Shows the answer to the previous question while the next one is on its way. */
  stale: boolean;
}

interface Props extends ListProps {
  columns: readonly Column[];
  sort: string;
  onSort: (sort: Sort) => void;
}

export function ContactTable({ items, chosen, setChosen, stale, columns, sort, onSort }: Props) {
  const ids = items.map((item) => item.id);
  const onPage = ids.filter((id) => isChosen(chosen, id)).length;
  return (
    <Table
      className={classes.table}
      data-stale={stale || undefined}
      stickyHeader
      aria-label={texts.contacts.title}
      onKeyDown={(event) => rowKeys(event, (id) => setChosen((now) => withOne(now, id, !isChosen(now, id))))}
    >
      <Table.Thead className={classes.head}>
        <Table.Tr>
          <Table.Th className={classes.check}>
            <Checkbox
              size="xs"
              aria-label={texts.contacts.chooseAll}
              checked={onPage === ids.length}
              indeterminate={onPage > 0 && onPage < ids.length}
              onChange={(event) => {
                const on = event.currentTarget.checked;
                setChosen((now) => withMany(now, ids, on));
              }}
            />
          </Table.Th>
          <Header field="lastName" label={texts.contacts.columns.name} sort={sort} onSort={onSort} />
          {columns.map((column) =>
            isSortable(column) ? (
              <Header key={column} field={column} label={columnLabel(column)} sort={sort} onSort={onSort} />
            ) : (
              <Table.Th key={column}>{columnLabel(column)}</Table.Th>
            ),
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((contact) => (
          <Row
            key={contact.id}
            contact={contact}
            columns={columns.join()}
            chosen={isChosen(chosen, contact.id)}
            setChosen={setChosen}
          />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Header(props: {
  field: Exclude<Column, 'owner' | 'origin'> | 'lastName';
  label: string;
  sort: string;
  onSort: (sort: Sort) => void;
}) {
  const { field, label, sort, onSort } = props;
  const up = sort === field;
  const down = sort === `-${field}`;
  return (
    <Table.Th aria-sort={up ? 'ascending' : down ? 'descending' : undefined}>
      <UnstyledButton className={classes.sort} onClick={() => onSort(up ? `-${field}` : field)}>
        {label}
        {up && <IconArrowUp size={14} aria-hidden />}
        {down && <IconArrowDown size={14} aria-hidden />}
      </UnstyledButton>
    </Table.Th>
  );
}

interface RowProps {
  contact: Contact;
  /** Joined, so that a row is drawn again only when something in it changed. */
  columns: string;
  chosen: boolean;
  setChosen: ListProps['setChosen'];
}

const Row = memo(function Row({ contact, columns, chosen, setChosen }: RowProps) {
  const { locale } = usePlace();
  const name = contactName(contact);
  const shown = columns === '' ? [] : (columns.split(',') as Column[]);
  return (
    <Table.Tr className={classes.row} data-chosen={chosen || undefined}>
      <Table.Td className={classes.check}>
        <Checkbox
          size="xs"
          aria-label={texts.contacts.choose(name)}
          checked={chosen}
          onChange={(event) => {
            const on = event.currentTarget.checked;
            setChosen((now) => withOne(now, contact.id, on));
          }}
        />
      </Table.Td>
      <Table.Td className={classes.name}>
        <Link
          to="/contacts/$id"
          params={{ id: contact.id }}
          data-row-link={contact.id}
          className={classes.link}
        >
          {name}
        </Link>
      </Table.Td>
      {shown.map((column) => (
        <Table.Td key={column} className={isTime(column) ? classes.time : classes.cell}>
          {isTime(column) ? (
            <Ago at={contact[column]} />
          ) : column === 'dateOfBirth' && contact.dateOfBirth ? (
            plainDate(contact.dateOfBirth, locale)
          ) : (
            cellText(contact, column)
          )}
        </Table.Td>
      ))}
    </Table.Tr>
  );
});
