import { normaliseContent, task, type Content } from '@counterpart/engine';
import { isObject, textOf, type Json, type JsonObject } from '../json.ts';
import { textOfBody } from './body.ts';
import { remoteSteps } from './checklist.ts';
import { markerOf } from './marker.ts';
import { dayFromGraph, instantFromGraph } from './moments.ts';
import type { TaskNative } from './native.ts';

/**
 * A task of Graph as canonical content, with what is kept beside it. What Graph leaves out is unset (GRAPH 2.7).
 * @param zone IANA zone of the person. @param known what was last known of the same task.
 */
export function taskFromGraph(
  item: JsonObject,
  zone: string,
  known: TaskNative | undefined,
): { content: Content; native: TaskNative } {
  const steps = remoteSteps(item['checklistItems'], known?.steps ?? []);
  const days: { [property: string]: { shown: string; day: string } } = {};
  /** A date that shows as before is the day that it was, also where the person has moved to another zone meanwhile (V12). */
  const day = (property: string): string | undefined => {
    const value = item[property];
    const shown = isObject(value) ? JSON.stringify([value['dateTime'], value['timeZone']]) : '';
    const before = known?.days[property];
    const found = before?.shown === shown ? before.day : dayFromGraph(value, zone);
    if (found !== undefined) days[property] = { shown, day: found };
    return found;
  };
  const content = normaliseContent(task, {
    subject: textOf(item['title']),
    dueDate: day('dueDateTime'),
    startDate: day('startDateTime'),
    status: item['status'],
    priority: item['importance'],
    reminder: item['isReminderOn'] === true ? instantFromGraph(item['reminderDateTime'], zone) : undefined,
    description: textOfBody(item['body']),
    recurrence: recurrenceOf(item['recurrence']),
    checklist: steps,
    categories: item['categories'],
  });
  const marker = markerOf(item) ?? known?.marker ?? '';
  return { content, native: { marker, steps: steps.map(({ id }) => id), days } };
}

/** Graph's pattern and range in one; the fillers of fields that the pattern has no use for fall away when it is made canonical (GRAPH 2.2). */
function recurrenceOf(value: Json | undefined): unknown {
  if (!isObject(value) || !isObject(value['pattern'])) return undefined;
  return { ...value['pattern'], range: value['range'] };
}
