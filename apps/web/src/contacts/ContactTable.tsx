import { Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { Contact } from '../api/types.ts';
import type { RowsProps } from '../records/RecordList.tsx';
import { RecordTable, RowChoice } from '../records/RecordTable.tsx';
import { rowKeys } from '../records/rowKeys.ts';
import { isChosen, withOne } from '../records/selection.ts';
import classes from '../records/table.module.css';
import { texts } from '../texts.ts';
import { Ago, plainDate, usePlace } from '../ui/time.tsx';
import { cellText, columnLabel, isSortable, isTime, type Column } from './columns.ts';
import { contactName } from './fields.ts';
import type { Sort } from './listSearch.ts';

interface Props extends RowsProps<Contact> {
  columns: readonly Column[];
  sort: string;
  onSort: (sort: Sort) => void;
}

export function ContactTable({ columns, ...props }: Props) {
  const { items, chosen, setChosen } = props;
  return (
    <RecordTable<Sort>
      {...props}
      kind="contact"
      head={[
        { key: 'name', label: texts.contacts.columns.name, sort: 'lastName' },
        ...columns.map((column) => ({
          key: column,
          label: columnLabel(column),
          sort: isSortable(column) ? column : null,
        })),
      ]}
      onKeyDown={(event) =>
        rowKeys(event, [' ', 'x'], (id) => setChosen((now) => withOne(now, id, !isChosen(now, id))))
      }
    >
      {items.map((contact) => (
        <Row
          key={contact.id}
          contact={contact}
          columns={columns.join()}
          chosen={isChosen(chosen, contact.id)}
          setChosen={setChosen}
        />
      ))}
    </RecordTable>
  );
}

interface RowProps {
  contact: Contact;
  /** Joined, so that a row is drawn again only when something in it changed. */
  columns: string;
  chosen: boolean;
  setChosen: RowsProps<Contact>['setChosen'];
}

const Row = memo(function Row({ contact, columns, chosen, setChosen }: RowProps) {
  const { locale } = usePlace();
  const name = contactName(contact);
  const shown = columns === '' ? [] : (columns.split(',') as Column[]);
  return (
    <Table.Tr className={classes.row} data-chosen={chosen || undefined}>
      <Table.Td className={classes.check}>
        <RowChoice
          name={name}
          chosen={chosen}
          onChange={(on) => setChosen((now) => withOne(now, contact.id, on))}
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
