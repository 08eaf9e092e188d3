import { Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Meeting } from '../api/types.ts';
import type { RowsProps } from '../records/RecordList.tsx';
import { RecordTable, RowChoice } from '../records/RecordTable.tsx';
import { rowKeys } from '../records/rowKeys.ts';
import { isChosen, withOne } from '../records/selection.ts';
import table from '../records/table.module.css';
import { texts } from '../texts.ts';
import { Ago, usePlace } from '../ui/time.tsx';
import { cellText, columnLabel, sortBy, type Column } from './columns.ts';
import type { Sort } from './listSearch.ts';

interface Props extends RowsProps<Meeting> {
  columns: readonly Column[];
  sort: string;
  onSort: (sort: Sort) => void;
}

const t = texts.meetings;

export function MeetingTable({ columns, ...props }: Props) {
  const { items, chosen, setChosen } = props;
  const place = usePlace();
  return (
    <RecordTable<Sort>
      {...props}
      kind="meeting"
      head={[
        { key: 'title', label: t.fields.title, sort: 'title' },
        ...columns.map((column) => ({ key: column, label: columnLabel(column), sort: sortBy(column) })),
      ]}
      onKeyDown={(event) =>
        rowKeys(event, [' ', 'x'], (id) => setChosen((now) => withOne(now, id, !isChosen(now, id))))
      }
    >
      {items.map((meeting) => {
        const on = isChosen(chosen, meeting.id);
        return (
          <Table.Tr key={meeting.id} className={table.row} data-chosen={on || undefined}>
            <Table.Td className={table.check}>
              <RowChoice
                name={meeting.title ?? t.unnamed}
                chosen={on}
                onChange={(now) => setChosen((before) => withOne(before, meeting.id, now))}
              />
            </Table.Td>
            <Table.Td className={table.name}>
              <MeetingLink meeting={meeting} className={table.link} />
            </Table.Td>
            {columns.map((column) => (
              <Table.Td key={column} className={column === 'when' ? table.time : table.cell}>
                {column === 'createdAt' || column === 'modifiedAt' ? (
                  <Ago at={meeting[column]} />
                ) : (
                  cellText(meeting, column, place)
                )}
              </Table.Td>
            ))}
          </Table.Tr>
        );
      })}
    </RecordTable>
  );
}

/** The meeting by its title; this link is what the arrow keys walk. */
export const MeetingLink = ({ meeting, className }: { meeting: Meeting; className: string | undefined }) => (
  <Link to="/meetings/$id" params={{ id: meeting.id }} data-row-link={meeting.id} className={className}>
    {meeting.title ?? t.unnamed}
  </Link>
);
