import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { Task } from '../api/types.ts';
import type { RowsProps } from '../records/RecordList.tsx';
import { focusRow, rowKeys } from '../records/rowKeys.ts';
import { isChosen, withOne } from '../records/selection.ts';

interface Given extends Pick<RowsProps<Task>, 'items' | 'setChosen'> {
  onToggle: (task: Task) => void;
}

/** Space and `x` complete the task in focus, `c` chooses it. The task that takes the place of a completed one gets the focus. */
export function useTaskKeys({
  items,
  setChosen,
  onToggle,
}: Given): (event: KeyboardEvent<HTMLElement>) => void {
  const left = useRef<{ list: Element; index: number } | null>(null);
  useEffect(() => {
    if (left.current === null || document.activeElement !== document.body) return;
    focusRow(left.current.list, Math.min(left.current.index, items.length - 1));
    left.current = null;
  }, [items]);
  return (event) => {
    const list = event.currentTarget;
    rowKeys(event, [' ', 'x', 'c'], (id) => {
      const index = items.findIndex((task) => task.id === id);
      const task = items[index];
      if (event.key === 'c' || task === undefined) setChosen((now) => withOne(now, id, !isChosen(now, id)));
      else {
        left.current = { list, index };
        onToggle(task);
      }
    });
  };
}
