import { useEffect, useRef, useState, type MouseEvent, type PointerEvent } from 'react';
import type { Shift } from '../when.ts';
import type { CalendarItem } from './items.ts';

interface Held {
  item: CalendarItem;
  part: Shift['part'];
  x: number;
  y: number;
}

export interface Drawn extends Shift {
  item: CalendarItem;
}

/** So far the pointer must go before a click becomes a drawing. */
const THRESHOLD_PX = 5;

interface Given {
  /** What the way of the pointer on the screen means in the calendar. */
  toShift: (dx: number, dy: number) => Pick<Shift, 'days' | 'minutes'>;
  onDrop: (drawn: Drawn) => void;
}

/** Draws meetings to another time with a mouse or a pen; a finger scrolls. Escape lets go. The form says the same with the keyboard. */
export function usePointerShift({ toShift, onDrop }: Given) {
  const held = useRef<Held | null>(null);
  const dropped = useRef(false);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const letGo = () => {
    held.current = null;
    setDrawn(null);
  };
  useEffect(() => {
    if (drawn === null) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      dropped.current = true;
      letGo();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [drawn]);

  /** For what can be drawn. */
  const grip = (item: CalendarItem) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      dropped.current = false;
      if (!item.editable || event.button !== 0 || event.pointerType === 'touch') return;
      const part = (event.target as HTMLElement).closest('[data-end]') ? 'end' : 'whole';
      held.current = { item, part, x: event.clientX, y: event.clientY };
    },
    onClickCapture: (event: MouseEvent) => {
      // The click that ends a drawing opens nothing.
      if (!dropped.current) return;
      event.preventDefault();
      event.stopPropagation();
      dropped.current = false;
    },
    draggable: false,
  });
  /** For the area in which one draws. */
  const area = {
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const now = held.current;
      if (now === null) return;
      const [dx, dy] = [event.clientX - now.x, event.clientY - now.y];
      if (drawn === null && Math.hypot(dx, dy) < THRESHOLD_PX) return;
      if (drawn === null) event.currentTarget.setPointerCapture(event.pointerId);
      const shift = toShift(dx, dy);
      if (drawn !== null && drawn.days === shift.days && drawn.minutes === shift.minutes) return;
      setDrawn({ item: now.item, part: now.part, ...shift });
    },
    onPointerUp: () => {
      if (drawn !== null) {
        dropped.current = true;
        if (drawn.days !== 0 || drawn.minutes !== 0) onDrop(drawn);
      }
      letGo();
    },
    onPointerCancel: letGo,
  };
  return { drawn, grip, area };
}
