import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNoSeriousAxeViolations, openBrowser, saveScreenshot } from './browser.ts';

const PAGE = `<!doctype html><html lang="en"><title>Greeting</title>
<main><h1>Good morning</h1><button onclick="document.querySelector('output').textContent = 'Thank you, Zoë'">Greet</button>
<output></output></main></html>`;

const FAULTY_PAGE = `<!doctype html><html lang="en"><title>Faulty</title><main><button></button></main></html>`;

let server: Server;
let origin: string;
let browser: Browser;
let close: () => Promise<void>;

beforeAll(async () => {
  server = createServer((request, response) => {
    // A strict policy, as the product's own pages have: the helpers must work in spite of it.
    response.setHeader('content-security-policy', "default-src 'self'; script-src 'unsafe-inline'");
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(request.url === '/faulty' ? FAULTY_PAGE : PAGE);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  ({ browser, close } = await openBrowser());
});

afterAll(async () => {
  await close();
  server.close();
});

describe('the browser for tests', () => {
  it('shows text, takes a click and makes a picture', async () => {
    const page = await browser.newPage();
    await page.goto(origin);
    const before = await saveScreenshot(page, 'browser-before-click');
    await page.getByRole('button', { name: 'Greet' }).click();
    expect(await page.getByRole('status').textContent()).toBe('Thank you, Zoë');
    const after = await saveScreenshot(page, 'browser-after-click');
    expect(after.equals(before), 'the picture shows the answer').toBe(false);
    await page.close();
  });

  it('renders text in a font, whatever family a page asks for', async () => {
    const page = await browser.newPage();
    await page.goto(origin);
    const width = (text: string): Promise<number> =>
      page.evaluate<number>(`{
        const context = document.createElement('canvas').getContext('2d');
        context.font = '20px Segoe UI, system-ui, sans-serif';
        context.measureText('${text}').width;
      }`);
    expect(await width('iiii')).toBeLessThan(await width('MMMM'));
    await page.close();
  });

  it('passes a page that axe-core finds sound, and names the fault of another', async () => {
    const page = await browser.newPage();
    await page.goto(origin);
    await expectNoSeriousAxeViolations(page);
    await page.goto(`${origin}/faulty`);
    await expect(expectNoSeriousAxeViolations(page)).rejects.toThrow('button-name');
    await page.close();
  });
});
