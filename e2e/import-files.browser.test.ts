import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { decodeVcf } from '@counterpart/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestOrganisation, type TestServer } from '../apps/server/src/testing.ts';
import { openBrowser } from './browser.ts';
import { openContext, openPage } from './pages.ts';

/** Files that real programs wrote, where somebody put them beside the project. */
const folder = new URL('../../shared/data/', import.meta.url);
const filesIn = (name: string): URL[] => {
  const inside = new URL(`${name}/`, folder);
  return existsSync(inside) ? readdirSync(inside).map((file) => new URL(file, inside)) : [];
};
const files = [
  ...filesIn('vcards').map((url) => ({ kind: 'contacts', begin: 'BEGIN:VCARD', url })),
  ...filesIn('calendars').map((url) => ({ kind: 'meetings', begin: 'BEGIN:VEVENT', url })),
].map((file) => ({ ...file, name: decodeURIComponent(file.url.pathname.split('/').at(-1) ?? '') }));

let server: TestServer;
let org: TestOrganisation;
let close: () => Promise<void>;
let page: Page;

beforeAll(async () => {
  server = await startTestServer({ pages: true });
  org = await server.organisation();
  const opened = await openBrowser();
  ({ close } = opened);
  page = await openPage(await openContext(opened.browser, { url: server.url, person: org.ann }));
});
afterAll(async () => {
  await close();
  await server.stop();
});

interface Import {
  readonly total: number;
  readonly created: number;
  readonly skipped: number;
  readonly updated: number;
}

describe.skipIf(files.length === 0)('R1: files of real programs are imported through the pages', () => {
  it.each(files)(
    '$name: every record is taken in, or named with the reason',
    async ({ kind, begin, url, name }) => {
      const text = decodeVcf(await readFile(url));
      const records = text.split(/\r\n?|\n/).filter((line) => line.trim().toUpperCase() === begin).length;
      expect(records).toBeGreaterThan(0);
      await page.goto(`${server.url}/${kind}/import`);
      const answer = page.waitForResponse((response) => response.url().endsWith(`/api/${kind}/imports`));
      await page.locator('input[type=file]').setInputFiles(fileURLToPath(url));
      const { id } = (await (await answer).json()) as { id: string };
      await page.getByText(name).first().waitFor();
      await page.getByRole('button', { name: /^Import \d/ }).click();
      await page.getByText('Import finished').waitFor({ timeout: 120_000 });
      const done = await org.ann.api.get<Import>(`/api/imports/${id}`);
      const refused = await org.ann.api.request('GET', `/api/imports/${id}/refused`);
      const { total, created, skipped, updated } = done;
      const taken = created + skipped + updated;
      expect(taken).toBeGreaterThan(0);
      // A row that is not taken in stands in the file of refused rows.
      if (taken < total) expect(String(refused.body).length).toBeGreaterThan(0);
      // Changed occurrences of a series are no rows of their own.
      expect(total).toBeLessThanOrEqual(records);
      await page
        .getByRole('link', { name: kind === 'contacts' ? 'To the contacts' : 'To the meetings' })
        .click();
      await page.getByRole('heading', { level: 1 }).waitFor();
    },
    180_000,
  );
});
