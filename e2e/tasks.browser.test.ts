import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestOrganisation, type TestServer } from '../apps/server/src/testing.ts';
import { openBrowser } from './browser.ts';
import { expectAccessible, looks, openContext, openPage } from './pages.ts';

let server: TestServer;
let org: TestOrganisation;
let browser: Browser;
let close: () => Promise<void>;
let anns: BrowserContext;
let page: Page;
let yachtId: string;

interface Task {
  id: string;
  subject: string;
  status: string;
  priority: string;
  dueDate: string | null;
  recurrence: { type: string; daysOfWeek?: string[]; range: { startDate: string } } | null;
  checklist: { title: string; done: boolean }[];
  relatedContact: { name: string | null } | null;
}
const day = (from: number) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  server = await startTestServer({ pages: true });
  org = await server.organisation();
  const { api } = org.ann;
  await api.post('/api/contacts', { firstName: 'Pia', lastName: 'Berg' });
  for (let index = 10; index < 66; index += 1)
    await api.post('/api/tasks', { subject: `Chart ${index}`, dueDate: day(index) });
  await api.post('/api/tasks', { subject: 'Pay the harbour', dueDate: day(-3), priority: 'high' });
  await api.post('/api/tasks', { subject: 'Fill the tank', dueDate: day(0) });
  const yacht = await api.post<Task>('/api/tasks', {
    subject: 'Paint the yacht',
    dueDate: day(-2),
    checklist: [
      { title: 'Sand', done: true },
      { title: 'Prime', done: false },
    ],
    categories: ['Boat'],
  });
  yachtId = yacht.id;
  await org.bob.api.post('/api/tasks', { subject: 'Bobs own', dueDate: day(-1) });
  ({ browser, close } = await openBrowser());
  anns = await openContext(browser, { url: server.url, person: org.ann });
});
afterAll(async () => {
  await close();
  await server.stop();
});

beforeEach(async () => {
  page = await openPage(anns);
  await page.goto(`${server.url}/tasks`);
  return () => page.close();
});

const rows = () => page.locator('[data-row-link]');
const taskOf = (id: string) => org.ann.api.get<Task>(`/api/tasks/${id}`);
const focused = () => page.evaluate<string>('document.activeElement.textContent');
const view = (name: string) => page.getByRole('group', { name: 'Which tasks' }).getByRole('button', { name });

describe('the list of tasks (R1, T2)', () => {
  it('shows my open tasks first, the overdue ones marked, and the views', async () => {
    await page.getByText('1–50 of 59').waitFor();
    expect(await rows().first().textContent()).toBe('Pay the harbour');
    expect(await page.getByText('· Overdue').count()).toBe(2);
    await view('Overdue').click();
    await page.getByText('1–2 of 2').waitFor();
    await view('Due today').click();
    await page.getByText('1–1 of 1').waitFor();
    expect(await rows().allTextContents()).toEqual(['Fill the tank']);
  });

  it('completes by one click, and takes it back', async () => {
    await page.getByLabel('Complete Pay the harbour').click();
    await page.getByText('Task completed').waitFor();
    await page.getByRole('link', { name: 'Pay the harbour' }).waitFor({ state: 'detached' });
    await view('Completed').click();
    await page.getByRole('link', { name: 'Pay the harbour' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('No task matches').waitFor();
    await view('Overdue').click();
    await page.getByRole('link', { name: 'Pay the harbour' }).waitFor();
  });

  it('adds a task by its subject and Enter', async () => {
    await page.getByLabel('Add a task').fill('Call the sailmaker');
    await page.keyboard.press('Enter');
    await page.getByText('Task added').waitFor();
    await page.getByLabel('Search tasks').fill('sailmaker');
    await page.getByText('1–1 of 1').waitFor();
  });

  it('filters by priority and due date, and sorts', async () => {
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByLabel('Priority', { exact: true }).selectOption('high');
    await page.getByText('1–1 of 1').waitFor();
    await page.getByLabel('Priority', { exact: true }).selectOption('');
    await page.getByLabel('Due from').fill(day(12));
    await page.getByLabel('Due until').fill(day(14));
    await page.getByText('1–3 of 3').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Subject', exact: true }).click();
    await page.getByRole('button', { name: 'Subject', exact: true }).click();
    await expect.poll(() => rows().allTextContents()).toEqual(['Chart 14', 'Chart 13', 'Chart 12']);
  });

  it('is walked with the keyboard alone: search, complete, record, form, and back', async () => {
    await rows().first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('chart 2');
    await page.getByText('1–10 of 10').waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('Chart 20');
    await page.keyboard.press('x');
    await page.getByText('1–9 of 9').waitFor();
    await expect.poll(focused, { message: 'the next task has the focus' }).toBe('Chart 21');
    await page.keyboard.press('c');
    await page.getByText('1 chosen').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Chart 21' }).waitFor();
    await page.keyboard.press('e');
    await page.getByLabel('Description').fill('Of the North Sea');
    await page.keyboard.press('Control+s');
    await page.getByText('Task saved').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Tasks', level: 1 }).waitFor();
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: 'New task' }).waitFor();
  });

  it('updates and deletes all that match after a confirmation that names their number (T2)', async () => {
    await page.getByLabel('Search tasks').fill('chart 3');
    await page.getByText('1–10 of 10').waitFor();
    await page.getByLabel('Choose all on this page').check();
    await page.getByLabel('Choose Chart 35').uncheck();
    await page.getByRole('button', { name: 'Update', exact: true }).click();
    await page.getByLabel('Field', { exact: true }).selectOption('priority');
    await page.getByLabel('New value').selectOption('lowest');
    await page.getByRole('button', { name: 'Update 9 tasks' }).click();
    await page.getByText('9 tasks updated').waitFor();
    const lowest = await org.ann.api.get<{ total: number }>('/api/tasks?priority=lowest');
    expect(lowest.total).toBe(9);
    const admin = await openPage(await openContext(browser, { url: server.url, person: org.administrator }));
    await admin.goto(`${server.url}/tasks?view=all&search=chart+35`);
    await admin.getByText('1–1 of 1').waitFor();
    await admin.getByLabel('Choose Chart 35').check();
    await admin.getByRole('button', { name: 'Delete', exact: true }).click();
    await admin.getByRole('button', { name: 'Delete 1 task' }).click();
    await admin.getByText('1 task deleted').waitFor();
    await admin.goto(`${server.url}/tasks/deleted`);
    await admin.getByRole('button', { name: 'Restore Chart 35' }).click();
    await admin.getByText('Task restored').waitFor();
    await admin.context().close();
  });
});

describe('the form of a task (R1, T3)', () => {
  it('takes every field, and says what is missing', async () => {
    await page.goto(`${server.url}/tasks/new`);
    await page.getByLabel('Priority').selectOption('highest');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('A task needs a subject.').waitFor();
    expect(await page.evaluate<string>('document.activeElement.name')).toBe('subject');
    await page.keyboard.type('Splice the ropes');
    await page.getByLabel('Due date').fill('2027-05-03');
    await page.getByLabel('Reminder').fill('2027-05-03T08:30');
    await page.getByLabel('Repeats').selectOption('weekly');
    await page.getByRole('checkbox', { name: 'Friday' }).check();
    await page.getByText(/^Every week on .*Friday/).waitFor();
    for (const step of ['Cut', 'Melt', 'Sew']) {
      await page.getByLabel('New step').fill(step);
      await page.keyboard.press('Enter');
    }
    await page.getByLabel('Step 3').focus();
    await page.keyboard.press('Alt+ArrowUp');
    await page.getByLabel('Done: Cut').check();
    await page.getByRole('button', { name: 'Remove Melt' }).click();
    await page.getByRole('combobox', { name: 'Related contact' }).fill('Pia');
    await page.getByRole('option', { name: 'Pia Berg' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Splice the ropes' }).waitFor();
    const made = await taskOf(page.url().split('/').at(-1) ?? '');
    expect(made).toMatchObject({
      priority: 'highest',
      dueDate: '2027-05-03',
      recurrence: { type: 'weekly', range: { startDate: '2027-05-03' } },
      checklist: [
        { title: 'Cut', done: true },
        { title: 'Sew', done: false },
      ],
      relatedContact: { name: 'Pia Berg' },
    });
    expect(made.recurrence?.daysOfWeek).toContain('friday');
    await page.getByRole('link', { name: 'Pia Berg' }).waitFor();
  });
});

describe('the record of a task (R1, B5)', () => {
  it('ticks a step, completes, and the timeline tells', async () => {
    await page.goto(`${server.url}/tasks/${yachtId}`);
    await page.getByText('1 of 2 done').waitFor();
    await page.getByLabel('Prime').click();
    await page.getByText('2 of 2 done').waitFor();
    await page.keyboard.press('x');
    await page.getByRole('button', { name: 'Open again' }).waitFor();
    await page.getByText('[x] Prime').waitFor();
    await expect.poll(async () => (await taskOf(yachtId)).status).toBe('completed');
  });
});

describe('import of tasks (R1)', () => {
  it('shows what goes where, takes what it can, and names each refused row with its line', async () => {
    await page.goto(`${server.url}/tasks/import`);
    await page.locator('input[type=file]').setInputFiles({
      name: 'tasks.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('Subject,Due Date,Status\nScrub the deck,2027-01-31,In progress\nRest,someday,\n'),
    });
    await page.getByText('2 rows in tasks.csv').waitFor();
    expect(await page.getByLabel('Field for Due Date').inputValue()).toBe('dueDate');
    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await page.getByText('Import finished').waitFor();
    await page.getByRole('row', { name: /someday/ }).waitFor();
    await page.getByRole('link', { name: 'To the tasks' }).click();
    await page.getByLabel('Search tasks').fill('scrub');
    await page.getByRole('cell', { name: 'In progress' }).waitFor();
  });
});

describe.each(looks)('tasks for everybody (WCAG 2.2 AA), $name', ({ name: _name, ...look }) => {
  it('axe finds nothing serious on any page', async () => {
    const seen = await openPage(await openContext(browser, { url: server.url, person: org.ann, ...look }));
    const pages: [string, string][] = [
      ['/tasks', 'Overdue'],
      ['/tasks?view=completed', 'Completed'],
      ['/tasks?search=nobodyatall', 'No task matches'],
      ['/tasks/new', 'Subject'],
      [`/tasks/${yachtId}`, 'Timeline'],
      [`/tasks/${yachtId}/edit`, 'Checklist'],
      ['/tasks/deleted', 'Deleted tasks'],
      ['/tasks/import', 'Choose a file'],
    ];
    for (const [path, shown] of pages) await expectAccessible(seen, `${server.url}${path}`, shown);
    await seen.context().close();
  });
});
