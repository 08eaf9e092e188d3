import { containerOf, createItem, updateItem } from '../../state/items.ts';
import type { Item, JsonObject } from '../../state/types.ts';
import type { MailboxCall } from '../call.ts';
import { dayOf, isMoment, laterBy } from './dates.ts';
import { nextDay, restOf } from './nextDay.ts';
import { renewed, uncheck } from './parts.ts';
import { isRecurrence } from './recurrence.ts';

/**
 * Completes a recurring task: what happens to it is not known, so `todoRecurrence` says (GRAPH 2.7, 10). The next due date is the first
 * day of the pattern after the due date, even when that is past. The completed one does not recur any more.
 */
export function completeRecurring(call: MailboxCall, item: Item, values: JsonObject): void {
  const { state, mailbox } = call;
  const done: JsonObject = { ...item.properties, ...values, recurrence: null };
  const next = nextOf(call, { ...item.properties, ...values });
  if (next === null) return updateItem(state, mailbox, item, done);
  switch (state.unknowns.todoRecurrence) {
    case 'newTask':
      updateItem(state, mailbox, item, done);
      return addBeside(call, item, next);
    case 'sameTask':
      return updateItem(state, mailbox, item, next);
    case 'sameTaskAndCopy':
      addBeside(call, item, done);
      return updateItem(state, mailbox, item, next);
  }
}

/** The values of the next one: later by as many days as the due date, open, nothing checked. Null when the pattern has ended. */
function nextOf(call: MailboxCall, values: JsonObject): JsonObject | null {
  const { dueDateTime, recurrence, checklistItems } = values;
  if (!isRecurrence(recurrence) || !isMoment(dueDateTime)) return null;
  const due = dayOf(dueDateTime);
  const day = nextDay(recurrence, due);
  if (day === null) return null;
  const { days } = due.until(day, { largestUnit: 'days' });
  const next: JsonObject = { ...values, status: 'notStarted', completedDateTime: null };
  for (const name of ['dueDateTime', 'startDateTime', 'reminderDateTime']) {
    const moment = values[name];
    if (isMoment(moment)) next[name] = laterBy(days, moment);
  }
  return {
    ...next,
    recurrence: restOf(recurrence, day),
    checklistItems: uncheck(call.state, checklistItems),
  };
}

function addBeside(call: MailboxCall, item: Item, values: JsonObject): void {
  const { state, mailbox } = call;
  const keeps = state.unknowns.todoNextKeepsLinks;
  createItem(state, mailbox, containerOf(mailbox, item), {
    kind: 'todoTask',
    properties: {
      ...values,
      checklistItems: renewed(state, values['checklistItems']),
      linkedResources: keeps ? renewed(state, values['linkedResources']) : [],
    },
    extensions: keeps ? [...item.extensions].map(([name, given]) => [name, { ...given }]) : [],
  });
}
