import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expectNoSeriousAxeViolations } from './browser.ts';
import { PASSWORD, type TestPerson } from '../apps/server/src/testing.ts';

export const DESKTOP = { viewport: { width: 1440, height: 900 } } satisfies BrowserContextOptions;
export const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
} satisfies BrowserContextOptions;

/** Every look in which a page is checked: both widths, one light, one dark. */
export const looks = [
  { name: '1440 light', ...DESKTOP, colorScheme: 'light' },
  { name: '390 dark', ...PHONE, colorScheme: 'dark' },
] as const;

/** A browser of one person, signed in already; nobody's without `person`. Its pages share what they have loaded. */
export async function openContext(
  browser: Browser,
  { url, person, ...options }: BrowserContextOptions & { url: string; person?: TestPerson },
): Promise<BrowserContext> {
  const context = await browser.newContext({ ...DESKTOP, ...options });
  const cookies = [...(person?.api.cookies ?? [])].map(([name, value]) => ({ name, value, url }));
  await context.addCookies(cookies);
  return context;
}

/** A window: what the page itself threw fails the test. */
export async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => {
    throw error;
  });
  return page;
}

/** Signs in through the form, which takes ten attempts a minute. */
export async function signIn(page: Page, url: string, { email }: Pick<TestPerson, 'email'>): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Contacts', level: 1 }).waitFor();
}

/** Opens a page and checks it once it shows what it is for. */
export async function expectAccessible(page: Page, address: string, shown: string): Promise<void> {
  await page.goto(address);
  await page.getByText(shown).filter({ visible: true }).first().waitFor();
  await expectNoSeriousAxeViolations(page);
}

/** Nothing stands beside the screen: no page scrolls sideways. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  if (beyond > 0) throw new Error(`${page.url()} is ${beyond} px wider than the screen.`);
}
