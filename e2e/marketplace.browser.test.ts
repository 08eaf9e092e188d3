import { Client } from 'pg';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  startTestServer,
  type TestOrganisation,
  type TestPerson,
  type TestServer,
} from '../apps/server/src/testing.ts';
import { until } from '../apps/server/src/testing/until.ts';
import { expectNoSeriousAxeViolations, openBrowser } from './browser.ts';
import { looks, openContext, openPage } from './pages.ts';

const TAB = '/setup/marketplace/microsoft/office-365';

let server: TestServer;
let org: TestOrganisation;
let browser: Browser;
let close: () => Promise<void>;
const opened: BrowserContext[] = [];

beforeAll(async () => {
  server = await startTestServer({ pages: true, microsoft365: true });
  org = await server.organisation();
  ({ browser, close } = await openBrowser());
});
afterAll(async () => {
  await close();
  await server.stop();
});
afterEach(async () => {
  for (const context of opened.splice(0)) await context.close();
});

async function open(person: TestPerson, path: string, look = {}): Promise<Page> {
  const context = await openContext(browser, { url: server.url, person, ...look });
  opened.push(context);
  const page = await openPage(context);
  await page.goto(`${server.url}${path}`);
  return page;
}

const outlookOf = (login: string) => server.microsoft365.simulator.act(login);
const folderOf = (login: string) =>
  outlookOf(login)
    .contactFolders()
    .find(({ properties }) => properties['displayName'] === 'Counterpart');
const inFolder = (login: string) => Promise.resolve(outlookOf(login).contacts(folderOf(login)?.id));
const section = (page: Page) => page.getByRole('region', { name: 'Contacts' });

async function onDatabase(url: string, statements: [text: string, values: string[]][]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const [text, values] of statements) await client.query(text, values);
  await client.end();
}

/** Answers Microsoft's pages, whichever come and however often, until the browser is back at ours. */
async function passMicrosoft(page: Page, login: string): Promise<void> {
  const person = page.getByRole('button', { name: new RegExp(login.replaceAll('.', '\\.')) });
  const accept = page.getByRole('button', { name: 'Accept' });
  const ours = page.getByRole('heading', { name: 'Microsoft', exact: true });
  await page.waitForURL((url) => !url.href.startsWith(server.url), { waitUntil: 'commit' });
  for (;;) {
    await person.or(accept).or(ours).first().waitFor();
    if (await ours.isVisible()) return;
    await Promise.all([page.waitForEvent('framenavigated'), person.or(accept).first().click()]);
  }
}

/** Through the popup Configuration to the end of its preview. */
async function configure(page: Page): Promise<void> {
  await section(page).getByRole('button', { name: 'Enable' }).click();
  const popup = page.getByRole('dialog', { name: 'Configuration' });
  await popup.getByLabel('Microsoft 365 field for First name').waitFor();
  expect(await popup.getByLabel(/Delete the CRM contact/).isChecked(), 'C3: unticked').toBe(false);
  await popup.getByRole('button', { name: 'Show what will happen' }).click();
}

describe('Setup → Marketplace → Microsoft → Office 365 (P4)', () => {
  it('P6: an administrator connects the organisation once', async () => {
    const page = await open(org.administrator, TAB);
    await page.getByRole('link', { name: 'Connect the organisation' }).click();
    await passMicrosoft(page, org.administrator.email);
    await page.getByText('Your organisation is connected').waitFor();
  });

  it('the main job: enable with the popup, and both sides follow each other without a reload', async () => {
    const { ann } = org;
    await ann.api.post('/api/contacts', { firstName: 'Bea', lastName: 'Lund', email: 'bea@x.example' });
    const page = await open(ann, TAB);
    await configure(page);
    const popup = page.getByRole('dialog', { name: 'Configuration' });
    await popup.getByText('No e-mail goes out.').waitFor();
    const created = popup.getByRole('row', { name: /^Created/ });
    expect(await created.getByRole('cell').allTextContents(), 'B1: one in Microsoft 365').toEqual(['0', '1']);
    expect(folderOf(ann.email), 'B1: nothing has happened yet').toBeUndefined();
    await popup.getByRole('button', { name: 'Enable' }).click();
    await section(page).getByText('Active', { exact: true }).waitFor();
    await until(
      () => inFolder(ann.email),
      (contacts) => contacts.some((contact) => contact['surname'] === 'Lund'),
    );
    await section(page).getByText('Folder in Microsoft 365: Counterpart').waitFor();

    const list = await open(ann, '/contacts');
    await list.getByRole('link', { name: 'Bea Lund' }).waitFor();
    const there = (await inFolder(ann.email)).at(0)?.['id'];
    if (typeof there !== 'string') throw new Error('The contact has no id.');
    outlookOf(ann.email).updateContact(there, { jobTitle: 'Painter' });
    await list.getByRole('cell', { name: 'Painter' }).waitFor();
    outlookOf(ann.email).createContact({ givenName: 'Cy', surname: 'Twombly' }, folderOf(ann.email)?.id);
    await list.getByRole('link', { name: 'Cy Twombly' }).click();
    await list.getByText('Synced', { exact: true }).waitFor();
    await list.getByText('in Microsoft 365').first().waitFor();
  });

  it('shows what each run did, and pauses and resumes', async () => {
    const page = await open(org.ann, TAB);
    await section(page).getByRole('link', { name: 'Details' }).click();
    await page.getByText('created in Microsoft 365').first().waitFor();
    await page.goto(`${server.url}${TAB}`);
    await section(page).getByRole('button', { name: 'Pause' }).click();
    await section(page).getByText('Paused', { exact: true }).first().waitFor();
    await section(page).getByRole('button', { name: 'Resume' }).first().click();
    await section(page).getByText('Active', { exact: true }).waitFor();
  });

  it('C8: disabling says what goes and what stays, and does that', async () => {
    const { ann } = org;
    const page = await open(ann, TAB);
    await section(page).getByRole('button', { name: 'Disable' }).click();
    const dialog = page.getByRole('dialog', { name: 'Disable the sync of contacts?' });
    await dialog.getByText('Goes: the folder “Counterpart”').waitFor();
    await dialog.getByText('Stays: every contact in the CRM').waitFor();
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await section(page).getByRole('button', { name: 'Enable' }).waitFor();
    expect(folderOf(ann.email)).toBeUndefined();
    expect(await ann.api.get<{ total: number }>('/api/contacts')).toMatchObject({ total: 2 });
  });

  it('P5: a login that differs is asked to sign in to Microsoft once, and finds its settings again', async () => {
    const elsewhere = await server.organisation({ name: 'Elsewhere', domain: 'elsewhere.example' });
    const { bob } = elsewhere;
    const page = await open(bob, TAB);
    await configure(page);
    const popup = page.getByRole('dialog', { name: 'Configuration' });
    const signIn = popup.getByRole('button', { name: /^(Sign in to Microsoft|Enable)$/ });
    await signIn.click();
    await passMicrosoft(page, 'bob@lindqvist.example');
    await popup.getByText('You are signed in to Microsoft now.').waitFor();
    await popup.getByText('No e-mail goes out.').waitFor();
    await popup.getByRole('button', { name: 'Enable' }).click();
    await section(page).getByText('Active', { exact: true }).waitFor();
  });
});

describe('without the permission (P2, P3)', () => {
  it('shows Enable, inactive, and says which permission is missing and who gives it', async () => {
    const { bob } = org;
    await onDatabase(server.databaseUrl, [
      [
        `insert into profiles (org_id, id, name, permissions, created_at) values ($1, gen_random_uuid(), 'No sync', '{import}', now())`,
        [org.orgId],
      ],
      [
        `update memberships m set profile_id = p.id from profiles p where p.org_id = m.org_id and p.name = 'No sync' and m.id = $1`,
        [bob.membershipId],
      ],
    ]);
    const page = await open(bob, TAB);
    const enable = section(page).getByRole('button', { name: 'Enable' });
    await enable.waitFor();
    expect(await enable.isDisabled()).toBe(true);
    await section(page).getByText('“Sync contacts with Microsoft 365”. An administrator gives it').waitFor();
  });
});

describe.each(looks)('for everybody (WCAG 2.2 AA), $name', ({ name: _name, ...look }) => {
  it('axe finds nothing serious, in the popup either', async () => {
    const page = await open(org.ann, TAB, look);
    await section(page).getByRole('button', { name: 'Enable' }).waitFor();
    await expectNoSeriousAxeViolations(page);
    await configure(page);
    await page.getByText('No e-mail goes out.').waitFor();
    await expectNoSeriousAxeViolations(page);
    await page.getByRole('button', { name: 'Back to the settings' }).click();
    await page.getByText('More settings').click();
    await expectNoSeriousAxeViolations(page);
    for (const tab of ['runs', 'conflicts', 'holds', 'problems']) {
      await page.goto(`${server.url}${TAB}/contact?tab=${tab}`);
      await page.getByRole('tab', { selected: true }).waitFor();
      await expectNoSeriousAxeViolations(page);
    }
  });

  it('opens the popup by the keyboard, and has the focus back after Escape', async () => {
    const page = await open(org.administrator, TAB, look);
    const enable = section(page).getByRole('button', { name: 'Enable' });
    await enable.waitFor();
    await enable.focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Microsoft 365 field for First name').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect
      .poll(() => page.evaluate<string>('document.activeElement.tagName'), { message: 'the focus is back' })
      .toBe('BUTTON');
  });
});
