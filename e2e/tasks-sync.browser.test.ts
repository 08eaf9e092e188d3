import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestOrganisation, type TestServer } from '../apps/server/src/testing.ts';
import { until } from '../apps/server/src/testing/until.ts';
import { expectNoSeriousAxeViolations, openBrowser } from './browser.ts';
import { looks, openContext, openPage } from './pages.ts';

const TAB = '/setup/marketplace/microsoft/office-365';

let server: TestServer;
let org: TestOrganisation;
let browser: Browser;
let close: () => Promise<void>;
let anns: BrowserContext;
let page: Page;

beforeAll(async () => {
  server = await startTestServer({ pages: true, microsoft365: true });
  org = await server.organisation();
  await server.connect(org);
  ({ browser, close } = await openBrowser());
  anns = await openContext(browser, { url: server.url, person: org.ann });
  page = await openPage(anns);
});
afterAll(async () => {
  await close();
  await server.stop();
});

const toDo = () => server.microsoft365.simulator.act(org.ann.email);
const listOf = () =>
  toDo()
    .todoLists()
    .find((list) => list['displayName'] === 'Counterpart');
const inList = () => {
  const id = listOf()?.['id'];
  return Promise.resolve(typeof id === 'string' ? toDo().tasks(id) : []);
};
const section = (on: Page) => on.getByRole('region', { name: 'Tasks' });

/** Through the popup Configuration to the end of its preview. */
async function configure(on: Page): Promise<void> {
  await section(on).getByRole('button', { name: 'Enable' }).click();
  const popup = on.getByRole('dialog', { name: 'Configuration' });
  await popup.getByLabel('Tasks travel').waitFor();
  expect(await popup.getByLabel('Tasks taken in the first sync, at most').inputValue(), 'T2').toBe('5000');
  await popup.getByRole('button', { name: 'Show what will happen' }).click();
  await popup.getByText('No e-mail goes out.').waitFor();
}

describe('Tasks on the tab Office 365 (P4, T1)', () => {
  it('enable, and a task appears in To Do, in a list named for the CRM', async () => {
    await org.ann.api.post('/api/tasks', { subject: 'Varnish the mast', dueDate: '2027-03-05' });
    await page.goto(`${server.url}${TAB}`);
    await configure(page);
    expect(listOf(), 'B1: nothing has happened yet').toBeUndefined();
    await page.getByRole('dialog').getByRole('button', { name: 'Enable' }).click();
    await section(page).getByText('Active', { exact: true }).waitFor();
    await until(inList, (tasks) => tasks.some((task) => task['title'] === 'Varnish the mast'));
    await section(page).getByText('List in Microsoft 365: Counterpart').waitFor();
  });

  it('an edit there appears on the open page without a reload, and a completion here goes there', async () => {
    await page.goto(`${server.url}/tasks`);
    await page.getByRole('link', { name: 'Varnish the mast' }).waitFor();
    const there = (await inList()).at(0)?.['id'];
    if (typeof there !== 'string') throw new Error('The task has no id.');
    toDo().updateTask(there, { title: 'Varnish the boom', importance: 'high' });
    await page.getByRole('link', { name: 'Varnish the boom' }).waitFor();
    await page.getByRole('cell', { name: 'High' }).waitFor();
    await page.getByRole('link', { name: 'Varnish the boom' }).click();
    await page.getByText('Synced', { exact: true }).waitFor();
    await page.getByText('in Microsoft 365').first().waitFor();
    await page.getByRole('button', { name: 'Complete' }).click();
    await until(inList, (tasks) => tasks.some((task) => task['status'] === 'completed'));
  });

  it('T4: disabling says what goes and what stays', async () => {
    await page.goto(`${server.url}${TAB}`);
    await section(page).getByRole('button', { name: 'Disable' }).click();
    const dialog = page.getByRole('dialog', { name: 'Disable the sync of tasks?' });
    await dialog.getByText('Goes: the list “Counterpart”').waitFor();
    await dialog.getByText('Stays: every task in the CRM').waitFor();
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await section(page).getByRole('button', { name: 'Enable' }).waitFor();
    expect(listOf()).toBeUndefined();
  });
});

describe.each(looks)('for everybody (WCAG 2.2 AA), $name', ({ name: _name, ...look }) => {
  it('axe finds nothing serious, in the popup either', async () => {
    const seen = await openPage(await openContext(browser, { url: server.url, person: org.ann, ...look }));
    await seen.goto(`${server.url}${TAB}`);
    await section(seen).getByRole('button', { name: 'Enable' }).waitFor();
    await expectNoSeriousAxeViolations(seen);
    await configure(seen);
    await expectNoSeriousAxeViolations(seen);
    await seen.getByRole('button', { name: 'Back to the settings' }).click();
    await seen.getByLabel('Tasks travel').waitFor();
    await expectNoSeriousAxeViolations(seen);
    await seen.context().close();
  });
});
