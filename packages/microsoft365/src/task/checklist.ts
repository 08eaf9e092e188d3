import type { FieldValue } from '@counterpart/engine';
import { isObject, listOf, textOf, type Json, type JsonObject } from '../json.ts';

/** A step of a task, in the CRM's words. */
export interface Step {
  readonly title: string;
  readonly done: boolean;
}

/** A checklistItem as Graph shows it; the identifier is '' in what was not sent yet. */
export interface RemoteStep extends Step {
  readonly id: string;
}

export const stepsOf = (value: FieldValue | undefined): Step[] =>
  Array.isArray(value)
    ? value.flatMap((step: unknown) => {
        if (!isObject(step)) return [];
        return [{ title: textOf(step['title']) ?? '', done: step['done'] === true }];
      })
    : [];

/**
 * The steps of a task in the CRM's order: checklistItem has no property for order (GRAPH 2.7), so the order in which we last knew them stands, and
 * what is new comes behind.
 * @param order identifiers, as last known.
 */
export function remoteSteps(value: Json | undefined, order: readonly string[]): RemoteStep[] {
  const places = new Map(order.map((id, place) => [id, place]));
  const place = ({ id }: RemoteStep) => places.get(id) ?? order.length;
  return listOf(value)
    .flatMap((item): RemoteStep[] => {
      const title = isObject(item) ? textOf(item['displayName']) : undefined;
      if (!isObject(item) || title === undefined) return [];
      return [{ id: textOf(item['id']) ?? '', title, done: item['isChecked'] === true }];
    })
    .sort((a, b) => place(a) - place(b));
}

export const stepToGraph = ({ title, done }: Step): JsonObject => ({ displayName: title, isChecked: done });

/** What is to be done so that a task has these steps. */
export interface StepWrites {
  readonly added: readonly Step[];
  readonly changed: readonly { readonly id: string; readonly values: JsonObject }[];
  readonly removed: readonly string[];
  /** Identifiers of the steps that stay, in the wanted order; undefined stands for one that is added. */
  readonly order: readonly (string | undefined)[];
}

/**
 * Only what differs is written: equal steps stay, steps of the same title are checked or unchecked, and those that are left over are renamed in their
 * order, so that a step which is reworded keeps its identifier.
 */
export function stepWrites(wanted: readonly Step[], there: readonly RemoteStep[]): StepWrites {
  const free = new Set(there);
  const twins = new Map<Step, RemoteStep>();
  const pair = (isTwin: (a: Step, b: RemoteStep) => boolean) => {
    for (const step of wanted) {
      if (twins.has(step)) continue;
      for (const candidate of free)
        if (isTwin(step, candidate)) {
          twins.set(step, candidate);
          free.delete(candidate);
          break;
        }
    }
  };
  pair((a, b) => a.title === b.title && a.done === b.done);
  pair((a, b) => a.title === b.title);
  pair(() => true);
  const changed = [...twins].flatMap(([step, { id, title, done }]) => {
    const values = {
      ...(step.title === title ? {} : { displayName: step.title }),
      ...(step.done === done ? {} : { isChecked: step.done }),
    };
    return Object.keys(values).length > 0 ? [{ id, values }] : [];
  });
  return {
    added: wanted.filter((step) => !twins.has(step)),
    changed,
    removed: [...free].map(({ id }) => id),
    order: wanted.map((step) => twins.get(step)?.id),
  };
}
