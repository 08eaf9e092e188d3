import type { KeyboardEvent } from 'react';

/** The links that name the rows; the arrows walk them, and enter follows them as it does any link. */
const linksIn = (list: Element | null): HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>('[data-row-link]') ?? []),
];

export function focusRow(list: Element | null, index: number): void {
  linksIn(list).at(index)?.focus();
}

/** Arrows, Home, End walk the rows; each of `keys` acts on the one in focus; up from the first leads back to the search field. */
export function rowKeys(
  event: KeyboardEvent<HTMLElement>,
  keys: readonly string[],
  act: (id: string) => void,
): void {
  const target = event.target as HTMLElement;
  const id = target.dataset['rowLink'];
  if (id === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const links = linksIn(event.currentTarget);
  const index = links.indexOf(target);
  const goals: { [key: string]: number } = {
    ArrowDown: Math.min(index + 1, links.length - 1),
    ArrowUp: index - 1,
    Home: 0,
    End: links.length - 1,
  };
  const goal = goals[event.key];
  if (goal !== undefined) {
    if (goal >= 0) links[goal]?.focus();
    else document.querySelector<HTMLElement>('input[type=search]')?.focus();
  } else if (keys.includes(event.key)) act(id);
  else return;
  event.preventDefault();
  // The page's own arrow key leads into the list; here one is in it already.
  event.nativeEvent.stopImmediatePropagation();
}
