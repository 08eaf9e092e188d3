import { Text } from '@mantine/core';
import type { Meeting } from '../api/types.ts';
import type { RowsProps } from '../records/RecordList.tsx';
import { RowChoice } from '../records/RecordTable.tsx';
import { rowKeys } from '../records/rowKeys.ts';
import { isChosen, withOne } from '../records/selection.ts';
import table from '../records/table.module.css';
import { texts } from '../texts.ts';
import { usePlace } from '../ui/time.tsx';
import { nextText } from './columns.ts';
import { MeetingLink } from './MeetingTable.tsx';

/** The list on a phone: title, time and place of each meeting, large enough for a thumb. */
export function MeetingCards({ items, chosen, setChosen, stale }: RowsProps<Meeting>) {
  const place = usePlace();
  const toggle = (id: string) => setChosen((now) => withOne(now, id, !isChosen(now, id)));
  return (
    <ul
      className={table.cards}
      data-stale={stale || undefined}
      aria-label={texts.meetings.title}
      onKeyDown={(event) => rowKeys(event, [' ', 'x'], toggle)}
    >
      {items.map((meeting) => {
        const on = isChosen(chosen, meeting.id);
        return (
          <li key={meeting.id} className={table.card} data-chosen={on || undefined}>
            <RowChoice
              size="sm"
              name={meeting.title ?? texts.meetings.unnamed}
              chosen={on}
              onChange={() => toggle(meeting.id)}
            />
            <div className={table.cardLink}>
              <MeetingLink meeting={meeting} className={table.link} />
              <Text size="sm" c="dimmed" truncate>
                {[nextText(meeting, place), meeting.location].filter(Boolean).join(' · ')}
              </Text>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
