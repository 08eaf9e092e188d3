import { useLocalStorage } from '@mantine/hooks';
import type { Meeting } from '../api/types.ts';
import type { Place } from '../records/values.ts';
import { inWords } from '../tasks/recurrence.ts';
import { texts } from '../texts.ts';
import type { Sort } from './listSearch.ts';
import { timeOf } from './when.ts';
import { timeText } from './calendar/times.ts';

/** The title is always the first column. */
const allColumns = [
  ...(['when', 'location', 'participants', 'host', 'response', 'showAs', 'sensitivity'] as const),
  ...(['recurrence', 'categories', 'owner', 'origin', 'createdAt', 'modifiedAt'] as const),
] as const;
export type Column = (typeof allColumns)[number];
const usual: Column[] = ['when', 'location', 'participants', 'showAs', 'owner'];

const t = texts.meetings;

export function columnLabel(column: Column): string {
  if (column === 'when') return t.fields.when;
  if (column === 'owner' || column === 'origin' || column === 'createdAt' || column === 'modifiedAt')
    return texts.records.columns[column];
  return t.fields[column];
}

const sortable: { readonly [column in Column]?: Sort } = {
  when: 'start',
  createdAt: 'createdAt',
  modifiedAt: 'modifiedAt',
};
/** What the server sorts by for a column, ascending; null where it does not. */
export const sortBy = (column: Column): Sort | null => sortable[column] ?? null;

export function cellText(
  meeting: Meeting,
  column: Exclude<Column, 'createdAt' | 'modifiedAt'>,
  place: Place,
): string {
  switch (column) {
    case 'when':
      return nextText(meeting, place);
    case 'location':
      return meeting.location ?? '';
    case 'participants':
      return Object.entries(meeting.participants)
        .map(([address, { name }]) => name ?? address)
        .join(', ');
    case 'host':
      return meeting.host === null ? '' : (meeting.host.name ?? meeting.host.address);
    case 'response':
      return meeting.host === null ? '' : t.responses[meeting.response];
    case 'showAs':
      return t.showAs[meeting.showAs];
    case 'sensitivity':
      return t.sensitivities[meeting.sensitivity];
    case 'recurrence':
      return meeting.recurrence === null ? '' : inWords(meeting.recurrence, place.locale);
    case 'categories':
      return meeting.categories.join(', ');
    case 'owner':
      return meeting.owner.name;
    case 'origin':
      return texts.records.origins[meeting.origin];
  }
}

/** When it is; a series: when it is next, or when it began. */
export function nextText(meeting: Meeting, place: Place): string {
  const series = meeting.recurrence !== null || meeting.rule !== null;
  if (!series || meeting.nextStartsAt === null || 'allDay' in meeting.when)
    return timeText(timeOf(meeting.when), place);
  const startMs = Date.parse(meeting.nextStartsAt);
  const lengthMs = Date.parse(meeting.endsAt) - Date.parse(meeting.startsAt);
  return timeText({ allDay: false, startMs, endMs: startMs + lengthMs }, place);
}

/** The chosen columns, kept in this browser. */
export function useColumns() {
  const [stored, setColumns] = useLocalStorage<Column[]>({
    key: 'counterpart.meetings.columns',
    defaultValue: usual,
  });
  const columns = allColumns.filter((column) => stored.includes(column));
  return { all: allColumns, label: columnLabel, columns, setColumns, reset: () => setColumns(usual) };
}
