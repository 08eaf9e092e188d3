import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import {
  startTestServer,
  type TestOrganisation,
  type TestPerson,
  type TestServer,
} from '../apps/server/src/testing.ts';
import { outsideOf, type Outside } from '../apps/server/src/testing/people.ts';
import { openBrowser } from './browser.ts';
import { openContext, openPage } from './pages.ts';

export const TENANT_DOMAIN = 'lindqvist.example';

/** A connected organisation, its tenant with mailboxes, and browsers of whoever is needed. */
export interface Stage {
  readonly server: TestServer;
  readonly org: TestOrganisation;
  readonly outside: Outside;
  /** A window at one of our pages; of nobody without `person`. */
  open(path: string, person?: TestPerson, look?: object): Promise<Page>;
  /** Opens somebody's mailbox, reads their newest mail of this subject, and follows the link that its button is. */
  followMail(page: Page, login: string, subject: string, button: string): Promise<Page>;
  /** Answers Microsoft's pages, whichever come and however often, until the browser is back at ours. */
  passMicrosoft(page: Page, login: string): Promise<void>;
  /** Closes all windows: what one test opened is no other's. */
  closeWindows(): Promise<void>;
  stop(): Promise<void>;
}

/** `people`: logins of the tenant besides those of admin, ann and bob, who are users already. */
export async function startStage(people: readonly string[]): Promise<Stage> {
  const server = await startTestServer({
    pages: true,
    microsoft365: true,
    people: ['admin', 'ann', 'bob', ...people],
  });
  const org = await server.organisation();
  await server.connect(org);
  const { browser, close } = await openBrowser();
  const windows: BrowserContext[] = [];
  const outside = outsideOf(server);
  return {
    server,
    org,
    outside,
    open: (path, person, look = {}) => openAt(browser, windows, server.url, { path, person, look }),
    async followMail(page, login, subject, button) {
      await page.goto(`${server.microsoft365.origin}/outlook/${login}@${TENANT_DOMAIN}/mail`);
      // The mail is on its way: the mailbox is looked at again until it is there.
      const mail = page.getByRole('link', { name: new RegExp(subject) }).first();
      while ((await mail.count()) === 0) await page.reload();
      await mail.click();
      const link = page
        .frameLocator('iframe[title="Text of the message"]')
        .getByRole('link', { name: button });
      const opened = page.waitForEvent('popup');
      await link.click();
      const popup = await opened;
      popup.setDefaultTimeout(20_000);
      return popup;
    },
    passMicrosoft: (page, login) => passMicrosoft(page, server.url, `${login}@${TENANT_DOMAIN}`),
    async closeWindows() {
      for (const context of windows.splice(0)) await context.close();
    },
    async stop() {
      await close();
      await server.stop();
    },
  };
}

async function openAt(
  browser: Browser,
  windows: BrowserContext[],
  url: string,
  { path, person, look }: { path: string; person: TestPerson | undefined; look: object },
): Promise<Page> {
  const context = await openContext(browser, { url, ...(person && { person }), ...look });
  windows.push(context);
  const page = await openPage(context);
  await page.goto(`${url}${path}`);
  return page;
}

async function passMicrosoft(page: Page, ours: string, login: string): Promise<void> {
  const person = page.getByRole('button', { name: new RegExp(login.replaceAll('.', '\\.')) });
  const accept = page.getByRole('button', { name: 'Accept', exact: true });
  const isOurs = () => page.url().startsWith(ours);
  await page.waitForURL((address) => !address.href.startsWith(ours), { waitUntil: 'commit' });
  while (!isOurs()) {
    const next = person.or(accept).first();
    await Promise.race([next.waitFor(), page.waitForURL((address) => address.href.startsWith(ours))]);
    if (isOurs()) return;
    await Promise.all([page.waitForEvent('framenavigated'), next.click()]);
  }
}

/** Opens the popup Add User on the page Users, and waits for the first people in it. */
export async function openAddUser(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Office 365 user' }).click();
  const popup = page.getByRole('dialog', { name: 'Add User' });
  await popup.getByRole('list', { name: 'People of the tenant' }).waitFor();
  return popup;
}
