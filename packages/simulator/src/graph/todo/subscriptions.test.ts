import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../state/types.ts';
import { START_MS, testTenant, text } from '../../testkit.ts';
import { ANN } from './testkit.ts';

/** Ann with a list of her own, and a subscription to its tasks that lives 4,230 minutes. */
async function subscribed() {
  const received: JsonObject[] = [];
  const tenant = testTenant({
    async deliver(request) {
      const token = new URL(request.url).searchParams.get('validationToken');
      if (token !== null) return new Response(token, { headers: { 'content-type': 'text/plain' } });
      const { value } = (await request.json()) as { value: JsonObject[] };
      received.push(...value);
      return new Response(null, { status: 202 });
    },
  });
  const client = tenant.client(ANN, { scopes: ['Tasks.ReadWrite'] });
  const actor = tenant.simulator.act(ANN);
  const list = text(actor.createTodoList('CRM'), 'id');
  const resource = `/me/todo/lists/${list}/tasks`;
  const { status, body } = await client.post('/subscriptions', {
    changeType: 'created,updated,deleted',
    notificationUrl: 'https://crm.example/hook',
    lifecycleNotificationUrl: 'https://crm.example/life',
    resource,
    expirationDateTime: new Date(START_MS + 4230 * 60_000).toISOString(),
    clientState: 'secret',
  });
  expect(status).toBe(201);
  return { ...tenant, received, client, actor, list, resource, subscription: text(body, 'id') };
}

describe('GRAPH 5: notifications of tasks', () => {
  test('every change in the list is told, also of the checklist and by the app itself; other lists are not', async () => {
    const { actor, client, clock, list, received, resource } = await subscribed();
    const id = text((await client.post(resource, { title: 'Call' })).body, 'id');
    actor.createTask({ title: 'Elsewhere' });
    actor.addChecklistItem(id, 'Dial');
    actor.completeTask(id);
    actor.deleteTask(id);
    await clock.advance(1);
    expect(received.map(({ changeType }) => changeType)).toEqual([
      'created',
      'updated',
      'updated',
      'deleted',
    ]);
    expect(received[0]).toMatchObject({
      clientState: 'secret',
      resource: `Users/${actor.person.id}/todo/lists/${list}/tasks/${id}`,
      resourceData: { '@odata.type': '#Microsoft.Graph.todoTask', id },
    });
  });

  test('a task that leaves the list is told as deleted', async () => {
    const { actor, clock, list, received } = await subscribed();
    const id = text(actor.createTask({ title: 'Call' }, list), 'id');
    actor.moveTask(id, 'tasks');
    await clock.advance(1);
    expect(
      received.map(({ changeType, resourceData }) => [changeType, (resourceData as JsonObject)['id']]),
    ).toEqual([
      ['created', id],
      ['deleted', id],
    ]);
  });

  test('neither missed nor subscriptionRemoved is ever sent, but reauthorizationRequired is', async () => {
    const { clock, received, simulator, subscription } = await subscribed();
    const held = simulator.state.subscriptions.get(subscription);
    if (held === undefined) throw new Error('the subscription is not there');
    simulator.notifier.missed(held);
    simulator.notifier.requireAuthorisation(held);
    simulator.notifier.remove(held);
    await clock.advance(1);
    expect(received.map(({ lifecycleEvent }) => lifecycleEvent)).toEqual(['reauthorizationRequired']);
  });
});
