import { useHotkeys } from '@mantine/hooks';
import { addDays, type View } from './days.ts';

interface Given {
  view: View;
  day: string;
  onDay: (day: string) => void;
  onView: (view: View) => void;
  onLeaf: (by: 1 | -1) => void;
  onToday: () => void;
  onNew: () => void;
}

/** Gives the focus to the number of a day, once it is drawn. */
export const focusDay = (day: string): void => {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-day-button="${day}"]`)?.focus());
};

const links = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-item][tabindex="0"]')];

/**
 * The arrows move the day; from a meeting, up and down walk the meetings of the day. Enter follows the link or opens the day, as a click
 * does. t is today; m, w, d are the views; n is new; the page keys leaf.
 */
export function useCalendarKeys({ view, day, onDay, onView, onLeaf, onToday, onNew }: Given) {
  const go = (to: string) => {
    onDay(to);
    focusDay(to);
  };
  const step = (by: number) => () => go(addDays(day, by));
  const vertical = view === 'month' ? 7 : 0;
  /** Down from the number of a day leads into its meetings where a week or a day is shown. */
  const walk = (by: 1 | -1) => () => {
    const all = links();
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (at === -1 && vertical > 0) return go(addDays(day, by * vertical));
    if (at + by < 0) return focusDay(day);
    all[at + by]?.focus();
  };
  useHotkeys([
    ['ArrowLeft', step(-1)],
    ['ArrowRight', step(1)],
    ['ArrowUp', walk(-1)],
    ['ArrowDown', walk(1)],
    ['PageUp', () => onLeaf(-1)],
    ['PageDown', () => onLeaf(1)],
    ['t', onToday],
    ['n', onNew],
    ['m', () => onView('month')],
    ['w', () => onView('week')],
    ['d', () => onView('day')],
  ]);
}
