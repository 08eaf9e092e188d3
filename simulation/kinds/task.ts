import { task, type Content, type FieldValue } from '@counterpart/engine';
import { createTaskReplica } from '@counterpart/microsoft365';
import type { Actor, JsonObject } from '@counterpart/simulator';
import { requestFaults } from '../faults.ts';
import { openTenant, text } from '../tenant.ts';
import type { SimulatedKind } from './kind.ts';

const listName = 'Counterpart';
const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);

/** A task as people see it, in the CRM's words: written here anew, so that a mistake of the connector is not repeated by its judge. */
function fromGraph(item: JsonObject): Content {
  const content: { [field: string]: FieldValue } = { subject: text(item['title']) };
  const { body } = item;
  const description =
    typeof body === 'object' && body !== null && 'content' in body ? text(body['content']) : '';
  if (description !== '') content['description'] = description;
  const steps = objects(item['checklistItems']).map((step) => ({
    title: text(step['displayName']),
    done: step['isChecked'] === true,
  }));
  if (steps.length > 0) content['checklist'] = steps;
  return content;
}

function outlook(actor: Actor) {
  const container = () => {
    const found = actor.todoLists().find((one) => one['displayName'] === listName);
    return found === undefined ? null : text(found['id']);
  };
  const records = (inside: boolean) =>
    actor
      .tasks()
      .filter((item) => (actor.listOfTask(text(item['id'])) === container()) === inside)
      .map((item) => ({ id: text(item['id']), content: fromGraph(item) }));
  const write = (id: string, { checklist, ...values }: Content) => {
    if (typeof values['description'] === 'string')
      actor.updateTask(id, { body: { content: values['description'], contentType: 'text' } });
    const [wanted] = objects(checklist);
    if (wanted === undefined) return;
    for (const old of objects(actor.task(id)?.['checklistItems']))
      actor.deleteChecklistItem(id, text(old['id']));
    actor.addChecklistItem(id, text(wanted['title']));
  };
  return {
    container,
    isThere: () => container() !== null,
    edit: (id: string | null, values: Content) => {
      const made = () => actor.createTask({ title: text(values['subject']) }, container() ?? 'tasks');
      write(id ?? text(made()['id']), values);
    },
    remove: (id: string) => actor.deleteTask(id),
    move: (id: string, into: boolean) => {
      // A task that is moved within moments of being made, before it could be marked, is a deleted and a new one to everybody.
      const isMarked = objects(actor.task(id)?.['linkedResources']).length > 0;
      if (isMarked) actor.moveTask(id, into ? (container() ?? 'tasks') : 'tasks');
    },
    live: () => records(true),
    outside: () => records(false),
  };
}

/** Tasks in a To Do list of a simulated mailbox, reached through the real connector. */
export const taskKind: SimulatedKind = {
  kind: task,
  nameField: 'subject',
  // Nothing guards the steps of a task between our look and our write (GRAPH 2.7): only where nobody acts in that moment none may be lost.
  editable: (busy) => (busy ? ['description'] : ['description', 'checklist']),
  asValue: (field, token) => (field === 'checklist' ? [{ title: token, done: false }] : token),
  unknowns: ['todoLinksRaiseDelta', 'todoSingleLinkedResource', 'stampsAfterCreate', 'emptyFirstDeltaPage'],
  faults: Object.keys(requestFaults),
  outlook,
  openService: (options) =>
    openTenant(options, { scopes: ['Tasks.ReadWrite'], roles: ['Tasks.ReadWrite.All'] }, (seat) => {
      const person = outlook(seat.actor);
      return {
        ...person,
        openRemote: () =>
          createTaskReplica({
            ...seat.replicaOptions(),
            container: person.container(),
            containerName: listName,
            timeZone: 'UTC',
            recordUrl: (id) => `https://crm.example/tasks/${id}`,
          }),
      };
    }),
};
