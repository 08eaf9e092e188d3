import type { Content, FieldValue } from '@counterpart/engine';
import { createGates, createGraphClient, createTaskReplica } from '@counterpart/microsoft365';
import { createSimulator, issueAccessToken, type FaultSeed, type JsonObject } from '@counterpart/simulator';
import type { Mailbox, Surroundings } from './world.ts';

const person = 'ada@contoso.example';
const listName = 'Counterpart';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
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

/** A To Do list in the simulated tenant, reached through the real connector. */
export function openTodoMailbox(faults: readonly FaultSeed[]) {
  return ({ clock, chance, step, recall }: Surroundings): Mailbox => {
    const people = [{ userPrincipalName: person, displayName: 'Ada' }];
    const often = () => chance.often(0.5);
    const unknowns = {
      // What nobody promises the connector must do without; but then a moment remains in which an edit can be lost, and that is no mistake of ours.
      todoIfMatchHonoured: true,
      todoLinksRaiseDelta: often(),
      todoSingleLinkedResource: often(),
      stampsAfterCreate: often(),
      emptyFirstDeltaPage: often(),
    };
    const simulator = createSimulator({ clock, random: chance.next, people, throttle: 'off', unknowns });
    const rules = faults.map((fault) => simulator.faults.add(fault).id);
    const actor = simulator.act(person);
    const gates = createGates(clock);
    let requests = 0;
    let count = 0;
    const ids = { next: () => `request-${(count += 1)}` };
    const list = () => {
      const found = actor.todoLists().find((one) => one['displayName'] === listName);
      return found === undefined ? null : text(found['id']);
    };
    const token = () =>
      issueAccessToken(simulator.state, {
        personId: actor.person.id,
        appId: 'counterpart',
        tenantId: actor.mailbox.tenantId,
        scopes: ['Tasks.ReadWrite'],
        expiresInS: 3600,
      });
    const records = (inside: boolean) =>
      actor
        .tasks()
        .filter((item) => (actor.listOfTask(text(item['id'])) === list()) === inside)
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
      openRemote: () => {
        let current = token();
        const client = createGraphClient({
          fetch: async (request) => {
            requests += 1;
            step('request');
            const answer = await simulator.fetch(request);
            step('answer');
            return answer;
          },
          base: 'http://tenant.example/v1.0',
          tokens: {
            token: () => Promise.resolve(current),
            renew: () => Promise.resolve((current = token())),
          },
          lane: gates.lane(person, 'task'),
          clock,
          random: chance.next,
          ids,
        });
        return createTaskReplica({
          client,
          mailbox: '/me',
          container: list(),
          containerName: listName,
          containerMarker: 'org/channel',
          timeZone: 'UTC',
          recordUrl: (id) => `https://crm.example/tasks/${id}`,
          recall: (known) => Promise.resolve(recall(known)),
        });
      },
      edit: (id, values) => {
        const target =
          id ?? text(actor.createTask({ title: text(values['subject']) }, list() ?? 'tasks')['id']);
        write(target, values);
        return target;
      },
      remove: (id) => actor.deleteTask(id),
      move: (id, into) => {
        // A task that is moved within moments of being made, before it could be marked, is a deleted and a new one to everybody.
        const isMarked = objects(actor.task(id)?.['linkedResources']).length > 0;
        if (isMarked) actor.moveTask(id, into ? (list() ?? 'tasks') : 'tasks');
      },
      live: () => records(true),
      outside: () => records(false),
      loseCursors: () => void simulator.faults.add({ fault: { kind: 'deltaExpired' }, times: 1 }),
      calmDown: () => {
        for (const rule of rules) simulator.faults.remove(rule);
      },
      requests: () => requests,
    };
  };
}
