import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestOrganisation, type TestServer } from '../apps/server/src/testing.ts';
import { openBrowser } from './browser.ts';
import { expectAccessible, looks, openContext, openPage, signIn } from './pages.ts';

let server: TestServer;
let org: TestOrganisation;
let browser: Browser;
let close: () => Promise<void>;
let anns: BrowserContext;
let page: Page;
let annId: string;

interface Row {
  id: string;
  lastName: string | null;
  title: string | null;
}

beforeAll(async () => {
  server = await startTestServer({ pages: true });
  org = await server.organisation();
  for (let index = 10; index < 70; index += 1) {
    const lastName = index % 2 === 0 ? `Berg ${index}` : `Dal ${index}`;
    const made = await org.ann.api.post<Row>('/api/contacts', {
      firstName: 'Pia',
      lastName,
      email: `p${index}@x.example`,
    });
    if (index === 10) annId = made.id;
  }
  ({ browser, close } = await openBrowser());
  anns = await openContext(browser, { url: server.url, person: org.ann });
});
afterAll(async () => {
  await close();
  await server.stop();
});

beforeEach(async () => {
  page = await openPage(anns);
  await page.goto(`${server.url}/contacts`);
  return () => page.close();
});

const rows = () => page.locator('[data-row-link]');
const titleOf = async (id: string) => (await org.ann.api.get<Row>(`/api/contacts/${id}`)).title;
const field = (label: string) => page.getByRole('textbox', { name: label, exact: true });
const focused = () => page.evaluate<string>('document.activeElement.textContent');

describe('sign-in (R3)', () => {
  it('says what is wrong with a wrong password, keeps the address, and returns to where one wanted to go', async () => {
    const stranger = await openPage(await openContext(browser, { url: server.url }));
    await stranger.goto(`${server.url}/setup/users`);
    await stranger.getByRole('textbox', { name: 'E-mail address' }).fill(org.bob.email);
    await stranger.getByLabel('Password', { exact: true }).fill('wrong');
    await stranger.keyboard.press('Enter');
    await stranger.getByRole('alert').getByText('wrong').waitFor();
    expect(await stranger.getByRole('textbox', { name: 'E-mail address' }).inputValue()).toBe(org.bob.email);
    await stranger.getByLabel('Password', { exact: true }).fill('correct horse battery staple');
    await stranger.keyboard.press('Enter');
    await stranger.getByRole('heading', { name: 'Users' }).waitFor();
    await stranger.context().close();
  });

  it('signs out, and "back" shows nothing of the contacts', async () => {
    const bobs = await openPage(await openContext(browser, { url: server.url }));
    await signIn(bobs, server.url, org.bob);
    await bobs.getByRole('button', { name: /Bob Example/ }).click();
    await bobs.getByRole('menuitem', { name: 'Sign out' }).click();
    await bobs.getByLabel('Password', { exact: true }).waitFor();
    await bobs.goBack();
    await bobs.getByLabel('Password', { exact: true }).waitFor();
    await bobs.context().close();
  });
});

describe('the list (R1)', () => {
  it('searches while one types, and pages', async () => {
    await page.getByText('1–50 of 60').waitFor();
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText('51–60 of 60').waitFor();
    await page.getByLabel('Search contacts').fill('berg 22');
    await page.getByText('1–1 of 1').waitFor();
    expect(await rows().allTextContents()).toEqual(['Pia Berg 22']);
    await page.getByLabel('Search contacts').fill('nobody at all');
    await page.getByText('No contact matches').waitFor();
  });

  it('is walked with the keyboard alone: search, list, record, form, and back', async () => {
    await rows().first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('berg 1');
    await page.getByText('1–5 of 5').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('Pia Berg 12');
    await page.keyboard.press('Space');
    await page.getByText('1 chosen').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Pia Berg 12' }).waitFor();
    await page.keyboard.press('e');
    await field('Title').fill('Skipper');
    await page.keyboard.press('Control+s');
    await page.getByText('Contact saved').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Contacts', level: 1 }).waitFor();
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: 'New contact' }).waitFor();
  });

  it('updates all that match after a confirmation that names their number (C7)', async () => {
    await page.getByLabel('Search contacts').fill('dal');
    await page.getByText('1–30 of 30').waitFor();
    await page.getByLabel('Choose all on this page').check();
    await page.getByText('30 chosen').waitFor();
    await page.getByLabel('Choose Pia Dal 11').uncheck();
    await page.getByRole('button', { name: 'Update', exact: true }).click();
    await page.getByLabel('Field', { exact: true }).selectOption('title');
    await page.getByLabel('New value').fill('Captain');
    await page.getByRole('button', { name: 'Update 29 contacts' }).click();
    await page.getByText('29 contacts updated').waitFor();
    const { items } = await org.ann.api.get<{ items: Row[] }>('/api/contacts?search=dal&limit=100');
    expect(items.filter(({ title }) => title === 'Captain')).toHaveLength(29);
  });

  it('takes all that match over many pages', async () => {
    await page.getByText('1–50 of 60').waitFor();
    await page.getByLabel('Choose all on this page').check();
    await page.getByRole('button', { name: 'Choose all 60 that match' }).click();
    await page.getByText('60 chosen').waitFor();
    await page.getByRole('button', { name: 'Update', exact: true }).click();
    await page.getByLabel('Field', { exact: true }).selectOption('department');
    await page.getByLabel('New value').fill('Fleet');
    await page.getByRole('button', { name: 'Update 60 contacts' }).click();
    await page.getByText('60 contacts updated').waitFor();
    expect((await org.ann.api.get<{ total: number }>('/api/contacts?department=fleet')).total).toBe(60);
  });
});

describe('the form (R1)', () => {
  it('checks as one types, and saves nothing that is wrong', async () => {
    await page.goto(`${server.url}/contacts/new`);
    await page.getByLabel('E-mail', { exact: true }).fill('ann@');
    await page.getByText('This is not an e-mail address').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await page.evaluate<string>('document.activeElement.name')).toBe('email');
    await page.getByLabel('E-mail', { exact: true }).fill('ann@new.example');
    await page.getByText('This is not an e-mail address').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'ann@new.example' }).waitFor();
    await page.getByText('Created here', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Contact deleted').waitFor();
  });

  it('keeps what was typed through a reload', async () => {
    await page.goto(`${server.url}/contacts/${annId}/edit`);
    await field('Assistant').fill('Half a wo');
    await page.reload();
    await page.getByText('What you typed earlier is back').waitFor();
    expect(await field('Assistant').inputValue()).toBe('Half a wo');
    await page.getByRole('button', { name: 'Discard it' }).click();
    expect(await field('Assistant').inputValue()).toBe('');
  });

  it('shows a change made elsewhere at once, and asks where it touches what one typed', async () => {
    await page.goto(`${server.url}/contacts/${annId}/edit`);
    await field('Title').fill('Mine');
    await org.ann.api.request('PATCH', `/api/contacts/${annId}`, {
      title: 'Theirs',
      department: 'Elsewhere',
    });
    await page.getByText('Changed elsewhere to: Theirs').waitFor();
    expect(await field('Department').inputValue()).toBe('Elsewhere');
    expect(await field('Title').inputValue()).toBe('Mine');
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Contact saved').waitFor();
    expect(await titleOf(annId)).toBe('Mine');

    await page.keyboard.press('e');
    await field('Title').fill('Mine again');
    await org.ann.api.request('PATCH', `/api/contacts/${annId}`, { title: 'Theirs again' });
    await page.getByRole('button', { name: 'Take theirs' }).click();
    expect(await field('Title').inputValue()).toBe('Theirs again');
  });
});

describe('the record (R1, B5)', () => {
  it('is deleted and taken back, and the timeline tells', async () => {
    await page.goto(`${server.url}/contacts/${annId}`);
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Contact restored').waitFor();
    await page.goto(`${server.url}/contacts/${annId}`);
    await page.getByText('Restored', { exact: true }).waitFor();
    await page.getByText('Deleted', { exact: true }).waitFor();
  });
});

describe('import (R1)', () => {
  it('shows what goes where, takes what it can, and names each refused row with its line', async () => {
    await page.goto(`${server.url}/contacts/import`);
    await page.locator('input[type=file]').setInputFiles({
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        'First Name,Last Name,E-mail Address\nUte,Importa,ute@i.example\nOle,Importa,nonsense\n',
      ),
    });
    await page.getByText('2 rows in people.csv').waitFor();
    expect(await page.getByLabel('Field for E-mail Address').inputValue()).toBe('email');
    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await page.getByText('Import finished').waitFor();
    const refused = page.getByRole('row', { name: /nonsense/ });
    expect(await refused.getByRole('cell').first().textContent()).toBe('3');
    await page.getByRole('link', { name: 'To the contacts' }).click();
    await page.getByLabel('Search contacts').fill('importa');
    await page.getByText('1–1 of 1').waitFor();
  });
});

describe.each(looks)('for everybody (WCAG 2.2 AA), $name', ({ name: _name, ...look }) => {
  it('axe finds nothing serious on any page', async () => {
    const stranger = await openPage(await openContext(browser, { url: server.url, ...look }));
    await expectAccessible(stranger, `${server.url}/sign-in`, 'Sign in to Counterpart');
    await stranger.context().close();
    const seen = await openPage(
      await openContext(browser, { url: server.url, person: org.administrator, ...look }),
    );
    const pages: [string, string][] = [
      ['/contacts', 'Pia'],
      ['/contacts?search=nobodyatall', 'No contact matches'],
      ['/contacts/new', 'First name'],
      [`/contacts/${annId}`, 'Timeline'],
      [`/contacts/${annId}/edit`, 'First name'],
      ['/contacts/deleted', 'Restore'],
      ['/contacts/import', 'Choose a file'],
      ['/setup/marketplace', 'Open Microsoft'],
      ['/setup/users', org.ann.email],
      ['/setup/profiles', 'System profile'],
    ];
    for (const [path, shown] of pages) await expectAccessible(seen, `${server.url}${path}`, shown);
    await seen.context().close();
  });
});
