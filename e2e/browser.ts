import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import { chromium, type Browser, type LaunchOptions, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { unpackedChromium } from './chromium.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

/** A Chromium without a window, from npm; it needs no other program and no system library. `close()` in `afterAll`. */
export async function openBrowser(): Promise<{ browser: Browser; close: () => Promise<void> }> {
  const browser = await chromium.launch({ headless: true, args: FLAGS, ...(await programToLaunch()) });
  return { browser, close: () => browser.close() };
}

/** The package carries Chromium for Linux on x64; elsewhere an installed Chrome serves. */
async function programToLaunch(): Promise<LaunchOptions> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { channel: 'chrome' };
  return unpackedChromium(inject('chromiumFolder'));
}

/** Saves what the page shows as `test-results/<name>.png`; returns the picture. */
export async function saveScreenshot(page: Page, name: string): Promise<Buffer> {
  const path = join(import.meta.dirname, '..', 'test-results', `${name}.png`);
  return page.screenshot({ path, fullPage: true, animations: 'disabled' });
}

/** Fails, naming rule and element, when the page has a serious or critical fault that axe-core can see. */
export async function expectNoSeriousAxeViolations(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  if (serious.length === 0) return;
  const lines = serious.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${help}, at ${target.join(' ')}\n  ${failureSummary ?? ''}`,
    ),
  );
  throw new Error(`${page.url()} shuts people out:\n${lines.join('\n')}`);
}
