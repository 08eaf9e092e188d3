import { VisuallyHidden } from '@mantine/core';
import { IconLock, IconRepeat, IconVideo } from '@tabler/icons-react';
import { texts } from '../../texts.ts';
import type { CalendarItem } from './items.ts';

type Marked = Pick<
  CalendarItem,
  'sensitivity' | 'showAs' | 'response' | 'series' | 'changed' | 'online' | 'host'
>;

const isPrivate = ({ sensitivity }: Pick<Marked, 'sensitivity'>): boolean => sensitivity !== 'normal';
/** Not sure to take place for the reader: shown so, or neither accepted nor declined where somebody else hosts it. */
export const isTentative = ({ showAs, response }: Pick<Marked, 'showAs' | 'response'>): boolean =>
  showAs === 'tentative' || response === 'tentative';
export const isDeclined = ({ response }: Pick<Marked, 'response'>): boolean => response === 'declined';

/** What a colour or a small sign says, in words. */
export function marksOf(item: Marked): string[] {
  const { marks, showAs, sensitivities, responses } = texts.meetings;
  return [
    ...(isDeclined(item) ? [responses.declined] : []),
    ...(isTentative(item) ? [marks.tentative] : []),
    ...(item.showAs === 'tentative' || item.showAs === 'busy' ? [] : [showAs[item.showAs]]),
    ...(isPrivate(item) ? [sensitivities[item.sensitivity]] : []),
    ...(item.series ? [item.changed ? marks.changed : marks.series] : []),
    ...(item.online ? [marks.online] : []),
  ];
}

/** Small signs beside a title: private, one of a series, online. Declined is struck out, tentative hatched. */
export function Marks({ item }: { item: Marked }) {
  return (
    <>
      {isPrivate(item) && <IconLock size={12} aria-hidden />}
      {item.series && <IconRepeat size={12} aria-hidden />}
      {item.online && <IconVideo size={12} aria-hidden />}
      <VisuallyHidden>{marksOf(item).map((mark) => `, ${mark}`)}</VisuallyHidden>
    </>
  );
}
