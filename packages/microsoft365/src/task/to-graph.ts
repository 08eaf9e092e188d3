import type { Content, FieldValue } from '@counterpart/engine';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { stepsOf, stepToGraph } from './checklist.ts';
import { dayToGraph, instantToGraph } from './moments.ts';

const importances: { readonly [priority: string]: string } = {
  highest: 'high',
  high: 'high',
  low: 'low',
  lowest: 'low',
};

const textIn = (content: Content, field: string): string | undefined => {
  const value = content[field];
  return typeof value === 'string' ? value : undefined;
};

type Properties = { [property: string]: Json };

/** The properties of a task that each field is written to; null clears. The checklist lies in entities of its own. */
function propertiesFor(field: string, content: Content, zone: string): Properties {
  const value = textIn(content, field);
  switch (field) {
    case 'subject':
      return { title: value ?? '' };
    case 'dueDate':
      return { dueDateTime: value === undefined ? null : dayToGraph(value, zone) };
    case 'startDate':
      return { startDateTime: value === undefined ? null : dayToGraph(value, zone) };
    case 'status':
      return statusFor(value);
    case 'priority':
      return { importance: importances[value ?? ''] ?? 'normal' };
    case 'reminder':
      return {
        isReminderOn: value !== undefined,
        reminderDateTime: value === undefined ? null : instantToGraph(value),
      };
    case 'description':
      return { body: { content: value ?? '', contentType: 'text' } };
    case 'recurrence':
      return { recurrence: isCompleted(content) ? null : recurrenceToGraph(content['recurrence']) };
    case 'categories':
      return { categories: [...categoriesOf(content['categories'])] };
    default:
      return {};
  }
}

const isCompleted = (content: Content): boolean => content['status'] === 'completed';

/**
 * A task that is completed here is completed for good there. What To Do makes of a recurring task when it is completed is not known (GRAPH 2.7, 10: a new task, the
 * same one moved on, or that with a copy), and where the same one moves on, our completion would be gone with the reply. So whoever completes makes
 * the next one: completed here, the recurrence goes in the same request and the CRM brings the next task; completed there, To Do brings it, and what
 * it did is taken over as it shows.
 */
const statusFor = (status: string | undefined): Properties =>
  status === 'completed' ? { status, recurrence: null } : { status: status ?? 'notStarted' };

/** Only what the pattern needs: fillers are refused on input (GRAPH 2.2). The canonical value has nothing else. */
function recurrenceToGraph(value: FieldValue | undefined): JsonObject | null {
  if (!isObject(value)) return null;
  const { range, ...pattern } = value;
  return { pattern, range };
}

const categoriesOf = (value: FieldValue | undefined): readonly Json[] =>
  Array.isArray(value) ? value.filter((one: unknown) => typeof one === 'string') : [];

/** The body of a POST: only the fields that have a value. Steps may be made with their task (microsoft-graph-docs-contrib#8423). */
export function newTaskToGraph(content: Content, zone: string): JsonObject {
  const steps = stepsOf(content['checklist']);
  return {
    ...changedTaskToGraph(content, Object.keys(content), zone),
    ...(steps.length > 0 ? { checklistItems: steps.map(stepToGraph) } : {}),
  };
}

/** The body of a PATCH that sets the fields; empty where they all lie elsewhere. */
export function changedTaskToGraph(content: Content, fields: readonly string[], zone: string): JsonObject {
  return Object.assign({}, ...fields.map((field) => propertiesFor(field, content, zone)));
}

/** What To Do does not take, in words; undefined where there is nothing against it. */
export function objectionTo(content: Content): string | undefined {
  if (content['subject'] === undefined) return 'A task in Microsoft To Do needs a title.';
  // GRAPH 2.7: "recurring task must have due date".
  if (content['recurrence'] !== undefined && content['dueDate'] === undefined && !isCompleted(content))
    return 'A recurring task in Microsoft To Do needs a due date.';
  return undefined;
}
