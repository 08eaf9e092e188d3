import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../state/types.ts';
import { entries, errorCode, readRound, text } from '../../testkit.ts';
import { TASKS, todoTenant as setUp } from './testkit.ts';

const LINK = {
  applicationName: 'CRM',
  displayName: 'Order 7',
  externalId: 'task-7',
  webUrl: 'https://crm.example/7',
};

async function withTask(unknowns: Parameters<typeof setUp>[0] = {}) {
  const setup = setUp(unknowns);
  const made = await setup.client.post(TASKS, {
    title: 'Call',
    checklistItems: [{ displayName: 'Find number' }, { displayName: 'Dial', isChecked: true }],
    linkedResources: [LINK],
    extensions: [{ '@odata.type': 'microsoft.graph.openTypeExtension', extensionName: 'Com.Crm', level: 2 }],
  });
  return { ...setup, made, path: `${TASKS}/${text(made.body, 'id')}` };
}

function list(body: JsonObject, name: string): JsonObject[] {
  return body[name] as JsonObject[];
}

describe('GRAPH 1.6: what lies within a task', () => {
  test('it can be created with the task and is echoed with ids; a read shows it by $expand only', async () => {
    const { client, made, path } = await withTask();
    expect(made.body).toMatchObject({
      checklistItems: [
        { id: expect.any(String), displayName: 'Find number', isChecked: false },
        { id: expect.any(String), isChecked: true, checkedDateTime: expect.any(String) },
      ],
      linkedResources: [{ id: expect.any(String), ...LINK }],
      extensions: [{ id: 'Com.Crm', level: 2 }],
    });
    expect(list(made.body, 'checklistItems')[0]).not.toHaveProperty('checkedDateTime');
    expect((await client.get(path)).body).not.toHaveProperty('checklistItems');
    const { body } = await client.get(`${path}?$expand=checklistItems,linkedResources,extensions`);
    for (const name of ['checklistItems', 'linkedResources', 'extensions'])
      expect(body[name]).toEqual(made.body[name]);
    expect(entries(await client.get(`${TASKS}?$expand=linkedResources`))[0]).toMatchObject({
      linkedResources: [LINK],
    });
  });

  test('checklist items are added, checked, renamed and removed; each change is one of the task', async () => {
    const { client, path } = await withTask();
    const { deltaLink } = await readRound(client, `${TASKS}/delta?$expand=checklistItems`);
    const added = await client.post(`${path}/checklistItems`, { displayName: 'Talk' });
    expect(added).toMatchObject({ status: 201, body: { displayName: 'Talk', isChecked: false } });
    const item = `${path}/checklistItems/${text(added.body, 'id')}`;
    expect((await client.patch(item, { isChecked: true })).body).toHaveProperty('checkedDateTime');
    expect((await client.patch(item, { isChecked: false })).body).not.toHaveProperty('checkedDateTime');
    expect((await client.patch(item, { displayName: 'Speak' })).body['displayName']).toBe('Speak');
    expect((await client.patch(item, { displayName: null })).status).toBe(400);
    const round = await readRound(client, deltaLink);
    expect(list(round.entries[0] ?? {}, 'checklistItems').map(({ displayName }) => displayName)).toEqual([
      'Find number',
      'Dial',
      'Speak',
    ]);
    expect((await client.remove(item)).status).toBe(204);
    expect((await client.get(item)).status).toBe(404);
    expect((await readRound(client, round.deltaLink)).entries).toHaveLength(1);
  });

  test('a checklist of 100 is paged by itself and whole in $expand', async () => {
    const { client, actor } = setUp();
    const made = actor.createTask({
      title: 'Long',
      checklistItems: Array.from({ length: 100 }, (_none, n) => ({ displayName: `Step ${n}` })),
    });
    const path = `${TASKS}/${text(made, 'id')}`;
    expect(entries(await client.get(`${path}/checklistItems?$top=60`))).toHaveLength(60);
    expect(list((await client.get(`${path}?$expand=checklistItems`)).body, 'checklistItems')).toHaveLength(
      100,
    );
  });

  test.each([true, false])('only one linked resource: %s', async (todoSingleLinkedResource) => {
    const { client, path } = await withTask({ todoSingleLinkedResource });
    const second = await client.post(`${path}/linkedResources`, { applicationName: 'Other' });
    expect(second.status).toBe(todoSingleLinkedResource ? 400 : 201);
    if (!todoSingleLinkedResource) return;
    expect(errorCode(second)).toBe('invalidRequest');
    expect(second.body).toMatchObject({ error: { innerError: { code: 'InvalidModel' } } });
    const both = await client.post(TASKS, { title: 'x', linkedResources: [LINK, LINK] });
    expect(both.status).toBe(400);
  });

  test.each([true, false])(
    'a linked resource alone raises a delta entry: %s',
    async (todoLinksRaiseDelta) => {
      const { client, path, made } = await withTask({ todoLinksRaiseDelta });
      const { deltaLink } = await readRound(client, `${TASKS}/delta`);
      const link = `${path}/linkedResources/${text(list(made.body, 'linkedResources')[0] ?? {}, 'id')}`;
      expect((await client.patch(link, { externalId: 'task-8', webUrl: null })).body).toEqual({
        '@odata.context': expect.any(String),
        id: expect.any(String),
        applicationName: 'CRM',
        displayName: 'Order 7',
        externalId: 'task-8',
      });
      expect((await client.remove(link)).status).toBe(204);
      expect((await readRound(client, deltaLink)).entries).toHaveLength(todoLinksRaiseDelta ? 1 : 0);
    },
  );

  test.each([true, false])(
    'a task is found by its linked resource with a filter: %s',
    async (todoFiltersLinks) => {
      const { client, made } = await withTask({ todoFiltersLinks });
      await client.post(TASKS, { title: 'Other' });
      const filter = encodeURIComponent(`linkedResources/any(l:l/externalId eq 'task-7')`);
      const found = await client.get(`${TASKS}?$filter=${filter}`);
      expect(found.status).toBe(todoFiltersLinks ? 200 : 400);
      if (todoFiltersLinks) expect(entries(found).map(({ id }) => id)).toEqual([made.body['id']]);
      const byExtension = encodeURIComponent(`extensions/any(e:e/id eq 'Com.Crm')`);
      expect((await client.get(`${TASKS}?$filter=${byExtension}`)).status).toBe(400);
    },
  );
});
