import { expect, test } from 'vitest';
import { PEOPLE, testTenant, text } from '../testkit.ts';

const ANN = '/outlook/ann%40contoso.example';

function setUp(timeZone = 'America/Chicago') {
  const { simulator, client } = testTenant({ people: PEOPLE.map((person) => ({ ...person, timeZone })) });
  const ann = simulator.act('ann@contoso.example');
  const open = async (path: string) => (await simulator.fetch(new Request(`http://localhost${path}`))).text();
  const submit = (path: string, form: Record<string, string>) =>
    simulator.fetch(
      new Request(`http://localhost${ANN}/${path}`, { method: 'POST', body: new URLSearchParams(form) }),
    );
  const only = () => {
    const [task, ...others] = ann.tasks();
    expect(others).toEqual([]);
    return task ?? {};
  };
  return { simulator, client, ann, open, submit, only };
}

/** What a browser sends for the form of a task: every field of it, as it stands. */
function fieldsOf(page: string): Record<string, string> {
  const start = page.indexOf('/tasks/update"');
  const form = page.slice(start, page.indexOf('</form>', start));
  const fields: Record<string, string> = {};
  for (const [, name = '', value = ''] of form.matchAll(/<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"/gs))
    fields[name] = value.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
  for (const [, name = '', options = ''] of form.matchAll(/<select\s+name="([^"]+)"\s*>(.*?)<\/select/gs))
    fields[name] = /value="([^"]*)"\s+selected/.exec(options)?.[1] ?? '';
  for (const [, name = '', value = ''] of form.matchAll(/<textarea[^>]*?name="([^"]+)"[^>]*>([^<]*)</gs))
    fields[name] = value.replaceAll('\n', '\r\n');
  return fields;
}

const typed = {
  title: 'Call <Zoë>',
  status: 'inProgress',
  importance: 'high',
  due: '2026-03-05',
  start: '',
  reminder: '2026-03-05T08:30',
  repeat: 'weekly',
  categories: 'Red, Blue',
  notes: 'a\r\nb',
};

test('a task is created, seen, edited, completed and deleted', async () => {
  const { open, submit, only, ann } = setUp();
  const created = await submit('tasks/create', { list: '', ...typed });
  expect(created.status).toBe(303);
  expect(only()).toMatchObject({
    title: 'Call <Zoë>',
    status: 'inProgress',
    importance: 'high',
    dueDateTime: { dateTime: '2026-03-05T06:00:00.0000000', timeZone: 'UTC' },
    reminderDateTime: { dateTime: '2026-03-05T14:30:00.0000000' },
    recurrence: { pattern: { type: 'weekly', daysOfWeek: ['thursday'] } },
    categories: ['Red', 'Blue'],
    body: { content: 'a\nb', contentType: 'text' },
  });
  const page = await open(created.headers.get('location') ?? '');
  expect(page).toContain('Call &lt;Zoë&gt;');
  expect(page).toContain('Due 2026-03-05');
  const [id, list] = [text(only(), 'id'), text(ann.todoLists()[0] ?? {}, 'id')];
  await submit('tasks/update', { ...fieldsOf(page), title: 'Called', repeat: '', due: '2026-02-27' });
  expect(only()).toMatchObject({ title: 'Called', categories: ['Red', 'Blue'] });
  expect(ann.taskDays(id).due).toBe('2026-02-27');
  expect(await open(`${ANN}/todo`)).toContain('Overdue 2026-02-27');
  await submit('tasks/complete', { id, list, done: 'yes' });
  expect(only()).toMatchObject({ status: 'completed' });
  expect(await open(`${ANN}/todo`)).not.toContain('Overdue');
  await submit('tasks/complete', { id, list, done: '' });
  expect(only()).toMatchObject({ status: 'notStarted' });
  await submit('tasks/delete', { id, list });
  expect(ann.tasks()).toEqual([]);
});

test('saving a form that nobody touched changes nothing', async () => {
  for (const zone of ['Pacific/Pago_Pago', 'Pacific/Kiritimati']) {
    const { open, submit, only } = setUp(zone);
    await submit('tasks/create', typed);
    const before = only();
    const form = fieldsOf(await open(`${ANN}/todo?task=${encodeURIComponent(text(before, 'id'))}`));
    expect(form).toMatchObject({ due: '2026-03-05', reminder: '2026-03-05T08:30', repeat: 'keep' });
    expect((await submit('tasks/update', form)).status).toBe(303);
    expect(only()).toEqual(before);
  }
});

test('a checklist is kept', async () => {
  const { open, submit, ann, only } = setUp();
  const task = text(ann.createTask({ title: 'Call' }), 'id');
  const steps = () => only()['checklistItems'] as { id: string; displayName: string; isChecked: boolean }[];
  await submit('steps/add', { task, name: 'Dial' });
  const id = steps()[0]?.id ?? '';
  await submit('steps/check', { task, id, done: 'yes' });
  expect(steps()).toMatchObject([{ displayName: 'Dial', isChecked: true }]);
  expect(await open(`${ANN}/todo`)).toContain('1 of 1 steps');
  await submit('steps/rename', { task, id, name: 'Ring' });
  expect(steps()[0]?.displayName).toBe('Ring');
  await submit('steps/delete', { task, id });
  expect(steps()).toEqual([]);
});

test('lists are created, renamed and deleted; a task moves between them; well-known ones stay', async () => {
  const { open, submit, ann, only, client } = setUp();
  const id = text(ann.createTask({ title: 'Call' }), 'id');
  await submit('lists/create', { name: 'CRM' });
  const list = text(ann.todoLists().find(({ displayName }) => displayName === 'CRM') ?? {}, 'id');
  const moved = await submit('tasks/move', { id, to: list });
  expect(only()['id']).not.toBe(id);
  expect(ann.listOfTask(text(only(), 'id'))).toBe(list);
  expect(await open(moved.headers.get('location') ?? '')).toContain('Call');
  expect(await open(`${ANN}/todo?task=${encodeURIComponent(id)}`)).toContain('not there any more');
  await submit('lists/rename', { list, name: 'Sales' });
  const graph = client('ann@contoso.example', { scopes: ['Tasks.Read'] });
  expect((await graph.get(`/me/todo/lists/${list}`)).body).toMatchObject({ displayName: 'Sales' });
  await submit('lists/delete', { list });
  expect(ann.tasks()).toEqual([]);
  const kept = await submit('lists/delete', { list: 'tasks' });
  expect([kept.status, await kept.text()]).toEqual([
    400,
    expect.stringMatching(/role="alert"[^<]*can&#39;t be deleted/),
  ]);
});

test('what is refused is said, and what was typed is kept', async () => {
  const { submit, ann } = setUp();
  const answer = await submit('tasks/create', { ...typed, due: '' });
  const page = await answer.text();
  expect(answer.status).toBe(400);
  expect(page).toMatch(/role="alert"[^<]*due date/);
  expect(page).toContain('value="2026-03-05T08:30"');
  expect(ann.tasks()).toEqual([]);
});
