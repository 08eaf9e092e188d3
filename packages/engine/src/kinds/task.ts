import { canonicalText, type Content, type FieldValue } from '../content/content.ts';
import { choice, date, instant, line, lines, text } from '../content/normalise.ts';
import { recurrence } from '../content/recurrence.ts';
import type { FieldSpec, Kind } from './kind.ts';
import { scalar } from './scalar.ts';

export const taskStatuses = ['notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred'] as const;
export const taskPriorities = ['highest', 'high', 'normal', 'low', 'lowest'] as const;

/** Steps of a task in their order; a step without a text is no step. */
function checklist(value: unknown): FieldValue | undefined {
  if (!Array.isArray(value)) return undefined;
  const steps = value.flatMap((step: unknown): FieldValue[] => {
    const { title, done } = (typeof step === 'object' && step !== null ? step : {}) as {
      readonly title?: unknown;
      readonly done?: unknown;
    };
    const name = line(title);
    return name === undefined ? [] : [{ title: name, done: done === true }];
  });
  return steps.length === 0 ? undefined : steps;
}

/** The fields of a task (T3). Due and start are dates without a zone; the reminder is an instant. */
export const taskFields = [
  scalar('subject', line),
  scalar('dueDate', date),
  scalar('startDate', date),
  scalar('status', choice(taskStatuses, 'notStarted')),
  scalar('priority', choice(taskPriorities, 'normal')),
  scalar('reminder', instant),
  scalar('description', text),
  scalar('recurrence', recurrence),
  scalar('checklist', checklist),
  { name: 'categories', normalise: lines, merge: 'set' },
] as const satisfies readonly FieldSpec[];

/** Title and due date (DESIGN "First contact"), else the whole content. */
function matchKeys(content: Content): string[] {
  const { subject, dueDate } = content;
  const title =
    typeof subject === 'string' ? [`title+due:${canonicalText([subject.toLowerCase(), dueDate ?? ''])}`] : [];
  return [...title, `whole:${canonicalText(content)}`];
}

export const task: Kind = { name: 'task', fields: taskFields, matchKeys };
