import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Place } from '../../records/values.ts';
import { texts } from '../../texts.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { changeOccurrence, patchMeeting } from '../api.ts';
import type { Scope } from '../scope.ts';
import { ScopeDialog } from '../ScopeDialog.tsx';
import { shifted, timeOf, type When } from '../when.ts';
import { mailsOf, type CalendarItem } from './items.ts';
import { timeText } from './times.ts';
import type { Drawn } from './usePointerShift.ts';

interface Move {
  item: CalendarItem;
  when: When;
  scope: Scope;
}

const t = texts.meetings.calendar;

/** Moves what was drawn to another time. At once where that is all there is to it; a series asks which ones, and where people are mailed one is told (E11). */
export function useMove(place: Place) {
  const client = useQueryClient();
  const [asked, setAsked] = useState<Omit<Move, 'scope'> | null>(null);
  const move = useMutation({
    mutationFn: ({ item, when, scope }: Move) => {
      const seen = { id: item.recordId, version: item.version };
      if (item.day === null) return patchMeeting(seen, { when });
      return changeOccurrence(seen, { day: item.day, scope, changes: { when } });
    },
    onSettled: async (_moved, _error, { item }) => {
      await client.invalidateQueries({ queryKey: ['meetings'] });
      await client.invalidateQueries({ queryKey: ['meeting', item.recordId] });
    },
    onSuccess: (now, { item }) => {
      setAsked(null);
      if (item.series || mailsOf(item) > 0) notifyDone(t.moved);
      else {
        const back = { item: { ...item, version: now.version }, when: item.when, scope: 'all' as const };
        notifyDone(t.moved, { label: texts.common.undo, act: () => move.mutate(back) });
      }
    },
    onError: () => setAsked(null),
  });
  const drop = (drawn: Drawn) => {
    const { item } = drawn;
    const to = { item, when: shifted(item.when, drawn, place.timeZone) };
    if (item.series || mailsOf(item) > 0) setAsked(to);
    else move.mutate({ ...to, scope: 'all' });
  };
  /** Where an item is while the server has not answered. */
  const moving = move.isPending ? move.variables : asked;
  const dialog = asked && (
    <ScopeDialog
      title={t.move}
      action={t.moveButton}
      text={t.moveTo(asked.item.title ?? texts.meetings.unnamed, timeText(timeOf(asked.when), place))}
      mails={mailsOf(asked.item)}
      series={asked.item.series}
      busy={move.isPending}
      onClose={() => setAsked(null)}
      onChoose={(scope) => move.mutate({ ...asked, scope })}
    />
  );
  return { drop, moving, dialog };
}
