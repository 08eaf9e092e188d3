import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestOrganisation, type TestServer } from '../apps/server/src/testing.ts';
import { openBrowser } from './browser.ts';
import { expectAccessible, looks, openContext, openPage, PHONE } from './pages.ts';

let server: TestServer;
let org: TestOrganisation;
let browser: Browser;
let close: () => Promise<void>;
let anns: BrowserContext;
let page: Page;
let seriesId: string;
let htmlId: string;

interface Meeting {
  id: string;
  title: string;
  when: { start: string; end: string; zone?: string; allDay?: true };
  recurrence: { type: string; interval: number; daysOfWeek?: string[]; range: { startDate: string } } | null;
  occurrences: { [day: string]: { cancelled?: true; title?: string; when?: { start: string } } };
  participants: { [address: string]: { name?: string; role: string } };
  invite: boolean;
  reminder: number | null;
  showAs: string;
  sensitivity: string;
  categories: string[];
  description: string | { html: string } | null;
  joinUrl: string | null;
}
const day = (from: number) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);
/** A Monday some weeks ahead, so that nothing depends on the day of the week of the test; it is the middle of its month's weeks. */
const monday = (() => {
  const at = new Date(Date.now() + 60 * 86_400_000);
  at.setUTCDate(8);
  while (at.getUTCDay() !== 1) at.setUTCDate(at.getUTCDate() + 1);
  return at.toISOString().slice(0, 10);
})();
const after = (from: string, days: number) =>
  new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);
const timed = (on: string, from: string, to: string) => ({
  start: `${on}T${from}:00`,
  end: `${on}T${to}:00`,
  zone: 'UTC',
});
const make = (body: object) => org.ann.api.post<Meeting>('/api/meetings', body);
const meetingOf = (id: string) => org.ann.api.get<Meeting>(`/api/meetings/${id}`);

beforeAll(async () => {
  server = await startTestServer({ pages: true });
  org = await server.organisation();
  await org.ann.api.post('/api/contacts', { firstName: 'Pia', lastName: 'Berg', email: 'pia@berg.example' });
  for (let index = 10; index < 66; index += 1)
    await make({ title: `Survey ${index}`, when: timed(day(index + 200), '09:00', '10:00') });
  await make({ title: 'Long ago', when: timed(day(-40), '09:00', '10:00') });
  const series = await make({
    title: 'Stand-up',
    when: timed(monday, '09:00', '09:30'),
    recurrence: {
      type: 'weekly',
      interval: 1,
      daysOfWeek: ['monday'],
      firstDayOfWeek: 'monday',
      range: { type: 'numbered', startDate: monday, numberOfOccurrences: 6 },
    },
  });
  seriesId = series.id;
  await make({
    title: 'Boat fair',
    when: { allDay: true, start: monday, end: after(monday, 3) },
    showAs: 'oof',
  });
  await make({ title: 'Dentist', when: timed(monday, '09:15', '10:00'), sensitivity: 'private' });
  await make({ title: 'Perhaps', when: timed(after(monday, 1), '11:00', '12:00'), showAs: 'tentative' });
  const html = await make({
    title: 'With an agenda',
    when: timed(after(monday, 2), '15:00', '16:00'),
    description: {
      html: '<h2>Agenda</h2><p>The <b>hull</b><img src="https://elsewhere.example/x.png" onerror="document.title=1"></p><script>document.title="taken"</script><a href="javascript:document.title=2">click</a>',
    },
  });
  htmlId = html.id;
  ({ browser, close } = await openBrowser());
  anns = await openContext(browser, { url: server.url, person: org.ann });
});
afterAll(async () => {
  await close();
  await server.stop();
});

beforeEach(async () => {
  page = await openPage(anns);
  return () => page.close();
});

const rows = () => page.locator('[data-row-link]');
const item = (title: string) => page.locator('[data-item]').filter({ hasText: title });
const calendar = (view: string, on = monday) =>
  page.goto(`${server.url}/meetings/calendar?view=${view}&day=${on}`);
const focused = () => page.evaluate<string>('document.activeElement.textContent');
const focusedDay = () => page.evaluate<string>('document.activeElement.dataset.dayButton ?? ""');

describe('the list of meetings (R1)', () => {
  it('shows what is to come, what is over, and all; searches, filters, sorts', async () => {
    await page.goto(`${server.url}/meetings`);
    await page.getByText('1–50 of 61').waitFor();
    await page.getByRole('button', { name: 'Past' }).click();
    await page.getByText('1–1 of 1').waitFor();
    expect(await rows().allTextContents()).toEqual(['Long ago']);
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.getByText('1–50 of 62').waitFor();
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByLabel('Shown as').selectOption('oof');
    await page.getByText('1–1 of 1').waitFor();
    await page.getByLabel('Shown as').selectOption('');
    await page.keyboard.press('Escape');
    await page.getByLabel('Search meetings').fill('survey 1');
    await page.getByText('1–10 of 10').waitFor();
    await page.getByRole('button', { name: 'Title', exact: true }).click();
    await page.getByRole('button', { name: 'Title', exact: true }).click();
    await expect.poll(() => rows().first().textContent()).toBe('Survey 19');
  });

  it('updates and deletes all that match after a confirmation that names their number', async () => {
    const admin = await openPage(await openContext(browser, { url: server.url, person: org.administrator }));
    await admin.goto(`${server.url}/meetings?time=all&search=survey+2`);
    await admin.getByText('1–10 of 10').waitFor();
    await admin.getByLabel('Choose all on this page').check();
    await admin.getByLabel('Choose Survey 25').uncheck();
    await admin.getByRole('button', { name: 'Update', exact: true }).click();
    await admin.getByLabel('Field', { exact: true }).selectOption('showAs');
    await admin.getByLabel('New value').selectOption('free');
    await admin.getByRole('button', { name: 'Update 9 meetings' }).click();
    await admin.getByText('9 meetings updated').waitFor();
    const free = await org.ann.api.get<{ total: number }>('/api/meetings?showAs=free');
    expect(free.total).toBe(9);
    await admin.goto(`${server.url}/meetings?time=all&search=survey+25`);
    await admin.getByLabel('Choose Survey 25').check();
    await admin.getByRole('button', { name: 'Delete', exact: true }).click();
    await admin.getByRole('button', { name: 'Delete 1 meeting' }).click();
    await admin.getByText('1 meeting deleted').waitFor();
    await admin.goto(`${server.url}/meetings/deleted`);
    await admin.getByRole('button', { name: 'Restore Survey 25' }).click();
    await admin.getByText('Meeting restored').waitFor();
    await admin.context().close();
  });

  it('is walked with the keyboard alone: search, record, form, and back', async () => {
    await page.goto(`${server.url}/meetings`);
    await rows().first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('survey 3');
    await page.getByText('1–10 of 10').waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('Survey 30');
    await page.keyboard.press('x');
    await page.getByText('1 chosen').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Survey 30' }).waitFor();
    await page.keyboard.press('e');
    await page.getByLabel('Location').fill('Quay 3');
    await page.keyboard.press('Control+s');
    await page.getByText('Meeting saved').waitFor();
    await page.getByText('Quay 3').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Meetings', level: 1 }).waitFor();
  });
});

describe('the calendar (R1)', () => {
  it('shows a month: series, all-day ones over their days, private and tentative not by colour alone', async () => {
    await calendar('month');
    await item('Stand-up').first().waitFor();
    expect(await item('Dentist').textContent()).toContain('Private');
    expect(await item('Perhaps').textContent()).toContain('Tentative');
    expect(await item('Boat fair').textContent()).toContain('Out of office');
    await page.getByText('Times in your time zone').waitFor();
    const cell = page.locator(`[role=gridcell][data-day="${monday}"]`);
    expect(await cell.getByRole('button').first().textContent()).toContain('3 meetings');
    const fair = await item('Boat fair').boundingBox();
    const day = await cell.boundingBox();
    expect((fair?.width ?? 0) / (day?.width ?? 1)).toBeGreaterThan(2.9);
  });

  it('is walked with the keyboard alone: days, meetings, views, today, a new one', async () => {
    await calendar('month');
    await item('Stand-up').first().waitFor();
    await page.keyboard.press('ArrowRight');
    await expect.poll(focusedDay).toBe(after(monday, 1));
    await page.keyboard.press('ArrowDown');
    await expect.poll(focusedDay).toBe(after(monday, 8));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(focusedDay).toBe(monday);
    await page.keyboard.press('Tab');
    expect(await focused()).toContain('Boat fair');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toContain('Stand-up');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Stand-up' }).waitFor();
    await page.goBack();
    await item('Stand-up').first().waitFor();
    await page.keyboard.press('ArrowRight');
    await expect.poll(focusedDay).toBe(after(monday, 1));
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'All day' }).waitFor();
    await item('Perhaps').waitFor();
    expect(await item('Stand-up').count()).toBe(0);
    await page.keyboard.press('w');
    await item('Stand-up').waitFor();
    await page.keyboard.press('PageDown');
    await item('Dentist').waitFor({ state: 'detached' });
    await page.keyboard.press('t');
    await expect.poll(focusedDay).toBe(day(0));
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: 'New meeting' }).waitFor();
    await page.keyboard.type('Typed at once');
    expect(await page.getByLabel('Title').inputValue()).toBe('Typed at once');
    await page.getByRole('button', { name: 'Cancel' }).click();
  });

  it('what overlaps stands side by side; a click on an hour begins a meeting there', async () => {
    await calendar('week');
    const one = await item('Stand-up').boundingBox();
    const two = await item('Dentist').boundingBox();
    expect((one?.x ?? 0) + (one?.width ?? 0)).toBeLessThanOrEqual((two?.x ?? 0) + 1);
    const column = page.locator(`[data-day="${after(monday, 3)}"]`);
    await column.click({ position: { x: 20, y: 13.6 * 48 } });
    await page.getByRole('heading', { name: 'New meeting' }).waitFor();
    expect(await page.getByLabel('Start date').inputValue()).toBe(after(monday, 3));
    expect(await page.getByLabel('Start time').inputValue()).toBe('13:30');
  });

  it('draws a meeting to another time and to another length, and takes it back', async () => {
    const { id } = await make({ title: 'Movable', when: timed(after(monday, 3), '10:00', '11:00') });
    await calendar('week');
    await item('Movable').waitFor();
    const drag = async (x: number, y: number, fromBottom: boolean) => {
      const box = await item('Movable').boundingBox();
      if (box === null) throw new Error('Movable is not on the page.');
      const [startX, startY] = [box.x + 40, fromBottom ? box.y + box.height - 3 : box.y + 12];
      await page.mouse.move(startX, startY);
      await page.mouse.down();
      await page.mouse.move(startX + x / 2, startY + y / 2);
      await page.mouse.move(startX + x, startY + y);
      await page.mouse.up();
    };
    await drag(0, 48, true);
    await page.getByText('Meeting moved').waitFor();
    expect((await meetingOf(id)).when.end).toBe(`${after(monday, 3)}T12:00:00`);
    const column = await page.locator(`[data-day="${after(monday, 3)}"]`).boundingBox();
    await drag(column?.width ?? 0, -60, false);
    await expect
      .poll(async () => (await meetingOf(id)).when)
      .toEqual(timed(after(monday, 4), '08:45', '10:45'));
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect.poll(async () => (await meetingOf(id)).when.start).toBe(`${after(monday, 3)}T10:00:00`);
  });

  it('asks which ones of a series a drawing is about (E8)', async () => {
    const third = after(monday, 14);
    await calendar('week', third);
    await item('Stand-up').waitFor();
    const box = await item('Stand-up').boundingBox();
    if (box === null) throw new Error('Stand-up is not on the page.');
    await page.mouse.move(box.x + 30, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 30, box.y + 60, { steps: 3 });
    await page.mouse.move(box.x + 30, box.y + 8 + 96, { steps: 3 });
    await page.mouse.up();
    await page.getByRole('dialog').getByText('Stand-up moves to').waitFor();
    await page.getByRole('radio', { name: 'This one' }).check();
    await page.getByRole('button', { name: 'Move' }).click();
    await page.getByText('Meeting moved').waitFor();
    const { occurrences } = await meetingOf(seriesId);
    expect(Object.keys(occurrences)).toEqual([third]);
    expect(occurrences[third]?.when?.start).toBe(`${third}T11:00:00`);
  });

  it('E11: tells how many are mailed before a drawn meeting is moved, and can be stopped', async () => {
    const asked = timed(after(monday, 3), '17:00', '18:00');
    const people = { 'pia@berg.example': {}, 'carl@example.com': {} };
    const { id } = await make({ title: 'Invited', when: asked, participants: people, invite: true });
    await calendar('week');
    const box = await item('Invited').boundingBox();
    if (box === null) throw new Error('Invited is not on the page.');
    await page.mouse.move(box.x + 30, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 30, box.y - 88, { steps: 4 });
    await page.mouse.up();
    await page.getByText('This mails 2 people.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect((await meetingOf(id)).when).toEqual(asked);
  });

  it('on a phone shows the day that one taps', async () => {
    const context = await openContext(browser, { url: server.url, person: org.ann, ...PHONE });
    const phone = await openPage(context);
    await phone.goto(`${server.url}/meetings/calendar?day=${monday}`);
    await phone.locator(`[data-agenda="${monday}"]`).getByText('Dentist').waitFor();
    await phone.locator(`[data-day-button="${after(monday, 1)}"]`).tap();
    await phone
      .locator(`[data-agenda="${after(monday, 1)}"]`)
      .getByText('Perhaps')
      .waitFor();
    await context.close();
  });
});

describe('the form of a meeting (R1, E9, E10)', () => {
  it('takes every field, checks while one types, and says the recurrence in words', async () => {
    await page.goto(`${server.url}/meetings/new?day=${monday}`);
    await page.getByLabel('Location').fill('Slipway');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('A meeting needs a title.').waitFor();
    await page.keyboard.type('Launch');
    await page.getByLabel('Start time').fill('14:00');
    expect(await page.getByLabel('End time').inputValue()).toBe('15:00');
    await page.getByLabel('End time').fill('13:00');
    await page.getByText('The end is before the start.').waitFor();
    await page.getByLabel('End time').fill('15:30');
    await page.getByRole('combobox', { name: 'Time zone' }).fill('tokyo');
    await page.getByRole('option', { name: /Asia\/Tokyo/ }).click();
    await page.getByText('In your zone (').waitFor();
    await page.getByLabel('Repeats').selectOption('weekly');
    await page.getByLabel('Every so many').fill('2');
    await page.getByText('Every 2 weeks on Monday').waitFor();
    await page.getByLabel('Join link').fill('teams');
    await page.getByText('A link begins with https:// or http://.').waitFor();
    await page.getByLabel('Join link').fill('https://meet.example/launch');
    await page.getByLabel('Show as').selectOption('tentative');
    await page.getByLabel('Reminder').selectOption('30');
    await page.getByLabel('Sensitivity').selectOption('private');
    await page.getByRole('combobox', { name: 'Categories' }).fill('Boat');
    await page.keyboard.press('Enter');
    await page.getByLabel('Description').last().fill('Bring the bottle.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Launch' }).waitFor();
    expect(await meetingOf(page.url().split('/').at(-1) ?? '')).toMatchObject({
      when: { start: `${monday}T14:00:00`, end: `${monday}T15:30:00`, zone: 'Asia/Tokyo' },
      recurrence: { type: 'weekly', interval: 2, daysOfWeek: ['monday'], range: { startDate: monday } },
      joinUrl: 'https://meet.example/launch',
      showAs: 'tentative',
      reminder: 30,
      sensitivity: 'private',
      categories: ['Boat'],
      description: 'Bring the bottle.',
    });
  });

  it('what was typed is back after a reload', async () => {
    await page.goto(`${server.url}/meetings/new`);
    await page.getByLabel('Title').fill('Half said');
    await page.getByLabel('All day').check();
    await page.reload();
    await page.getByText('What you typed earlier is back').waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe('Half said');
    await page.getByLabel('Last day').waitFor();
    await page.getByRole('button', { name: 'Discard it' }).click();
  });

  it('E11: nobody is mailed unless one ticks it, and one is told how many', async () => {
    await page.goto(`${server.url}/meetings/new?day=${monday}`);
    await page.getByLabel('Title').fill('Handover');
    await page.getByText('There is nobody to invite yet.').waitFor();
    const who = page.getByRole('combobox', { name: 'Add a name or an e-mail address' });
    await who.fill('pia');
    await page.getByRole('option', { name: /Pia Berg/ }).click();
    await who.fill('Carl@Example.com');
    await page.keyboard.press('Enter');
    await page.getByLabel('Role of carl@example.com').selectOption('optional');
    await page.getByText('Nobody is mailed').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Handover' }).waitFor();
    const id = page.url().split('/').at(-1) ?? '';
    expect(await meetingOf(id)).toMatchObject({
      invite: false,
      participants: { 'pia@berg.example': { name: 'Pia Berg' }, 'carl@example.com': { role: 'optional' } },
    });
    await page.getByRole('link', { name: 'Pia Berg' }).waitFor();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Send invitations through Microsoft 365').check();
    await page.getByText('Saving mails 2 people.').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Sent through Microsoft 365 to 2 people').waitFor();
    expect((await meetingOf(id)).invite).toBe(true);
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Deleting this meeting mails 2 people that it is cancelled.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await meetingOf(id)).toMatchObject({ deletedAt: null });
  });

  it('E10: a description in HTML is shown harmless, and becomes text only after a confirmation', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${server.url}/meetings/${htmlId}/edit`);
    await page.getByRole('heading', { name: 'Agenda', exact: true }).waitFor();
    expect(await page.title()).toBe('Counterpart');
    expect(asked.filter((url) => url.includes('elsewhere.example'))).toEqual([]);
    expect(await page.getByText('click').getAttribute('href')).toBeNull();
    await page.getByRole('button', { name: 'Replace it with plain text' }).click();
    await page.getByRole('button', { name: 'Keep it formatted' }).click();
    await page.getByLabel('Location').fill('Hall');
    await page.keyboard.press('Control+s');
    await page.getByText('Meeting saved').waitFor();
    expect((await meetingOf(htmlId)).description).toMatchObject({ html: expect.stringContaining('<h2>') });
    await page.goto(`${server.url}/meetings/${htmlId}/edit`);
    await page.getByRole('button', { name: 'Replace it with plain text' }).click();
    await page.getByRole('button', { name: 'Replace it', exact: true }).click();
    await page.getByRole('textbox', { name: 'Description' }).fill('The hull, and the keel');
    await page.keyboard.press('Control+s');
    await page.getByText('Meeting saved').last().waitFor();
    await expect.poll(async () => (await meetingOf(htmlId)).description).toBe('The hull, and the keel');
  });
});

describe('one of a series (E8)', () => {
  it('asks whether one, the following or all are meant: edits one, cancels one, and takes it back', async () => {
    const second = after(monday, 7);
    await page.goto(`${server.url}/meetings/${seriesId}?occurrence=${second}`);
    await page.getByText('One of a series').waitFor();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByRole('radio', { name: 'This one' }).check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('Only the one of').waitFor();
    await page.getByLabel('Title').fill('Stand-up with guests');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Stand-up', exact: true }).waitFor();
    expect((await meetingOf(seriesId)).occurrences[second]).toEqual({ title: 'Stand-up with guests' });
    await page.getByText('Changed: Stand-up with guests').waitFor();
    const fourth = after(monday, 21);
    await page.goto(`${server.url}/meetings/${seriesId}?occurrence=${fourth}`);
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Meeting cancelled').waitFor();
    expect((await meetingOf(seriesId)).occurrences[fourth]).toEqual({ cancelled: true });
    await page.goto(`${server.url}/meetings/${seriesId}`);
    const line = page.getByRole('listitem').filter({ hasText: 'Cancelled' });
    await line.getByRole('button', { name: /Restore/ }).click();
    await page.getByText('Occurrence restored').waitFor();
    expect(Object.keys((await meetingOf(seriesId)).occurrences)).not.toContain(fourth);
  });

  it('this and the following: the series ends, and a new one goes on', async () => {
    const fifth = after(monday, 28);
    await page.goto(`${server.url}/meetings/${seriesId}/edit?occurrence=${fifth}&scope=following`);
    await page.getByText('Those from').waitFor();
    await page.getByLabel('Title').fill('Sit-down');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Sit-down', exact: true }).waitFor();
    const id = page.url().split('/').at(-1) ?? '';
    expect(id).not.toBe(seriesId);
    expect((await meetingOf(id)).when.start).toBe(`${fifth}T09:00:00`);
    expect((await meetingOf(seriesId)).title).toBe('Stand-up');
  });
});

describe('import and export of meetings (R1)', () => {
  it('takes an iCalendar file, shows what goes where, and exports it again', async () => {
    const file = [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//test//',
      'BEGIN:VEVENT',
      'UID:regatta@example.com',
      'DTSTAMP:20260101T000000Z',
      'DTSTART;VALUE=DATE:20270612',
      'DTEND;VALUE=DATE:20270614',
      'SUMMARY:Regatta',
      'LOCATION:The bay',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n');
    await page.goto(`${server.url}/meetings/import`);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'club.ics', mimeType: 'text/calendar', buffer: Buffer.from(file) });
    await page.getByText('1 row in club.ics').waitFor();
    await page.getByRole('button', { name: 'Import 1 row' }).click();
    await page.getByText('Import finished').waitFor();
    await page.getByRole('link', { name: 'To the meetings' }).click();
    await page.getByLabel('Search meetings').fill('regatta');
    await page.getByRole('cell', { name: 'The bay' }).waitFor();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Export as iCalendar' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.ics$/);
  });
});

describe('a meeting of another host (E10), and one that cannot be expressed (E8)', () => {
  const imported = async (title: string, lines: string[]) => {
    const file = [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//test//',
      'BEGIN:VEVENT',
      `UID:${title}@example.com`,
    ]
      .concat(['DTSTAMP:20260101T000000Z', `SUMMARY:${title}`, ...lines, 'END:VEVENT', 'END:VCALENDAR'])
      .join('\r\n');
    await page.goto(`${server.url}/meetings/import`);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'one.ics', mimeType: 'text/calendar', buffer: Buffer.from(file) });
    await page.getByRole('button', { name: 'Import 1 row' }).click();
    await page.getByText('Import finished').waitFor();
    const found = await org.ann.api.get<{ items: Meeting[] }>(`/api/meetings?search=${title}`);
    return found.items[0]?.id ?? '';
  };

  it('what its host decides is read-only with the reason; answer, reminder, show as and categories are not', async () => {
    const id = await imported('Steering', [
      `DTSTART:${monday.replaceAll('-', '')}T100000Z`,
      `DTEND:${monday.replaceAll('-', '')}T110000Z`,
      'ORGANIZER;CN=Eve Host:mailto:eve@host.example',
      `ATTENDEE;CN=Ann:mailto:${org.ann.email}`,
    ]);
    await page.goto(`${server.url}/meetings/${id}`);
    await page.getByText('Eve Host hosts this meeting').waitFor();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('Answer saved: Accepted').waitFor();
    expect(await meetingOf(id)).toMatchObject({ response: 'accepted' });
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByText('Title, time, place, participants and description are theirs to change.').waitFor();
    expect(await page.getByLabel('Title').count()).toBe(0);
    expect(await page.getByLabel('Send invitations').count()).toBe(0);
    await page.getByLabel('Show as').selectOption('tentative');
    await page.getByLabel('Reminder').selectOption('5');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('5 minutes before').first().waitFor();
    expect(await meetingOf(id)).toMatchObject({ showAs: 'tentative', reminder: 5, title: 'Steering' });
  });

  it('a repetition that Microsoft 365 cannot say is shown, and that it cannot', async () => {
    const id = await imported('Odd', [
      'DTSTART:20270104T100000Z',
      'DTEND:20270104T110000Z',
      'RRULE:FREQ=MONTHLY;BYDAY=1MO,3MO',
    ]);
    await page.goto(`${server.url}/meetings/${id}`);
    await page.getByText('Not in Microsoft 365').waitFor();
    await page.getByRole('definition').filter({ hasText: 'FREQ=MONTHLY;BYDAY=1MO,3MO' }).waitFor();
    await page.goto(`${server.url}/meetings/calendar?view=month&day=2027-02-01`);
    await item('Odd').nth(1).waitFor();
  });
});

describe('meetings of a contact (R1)', () => {
  it('stand on the page of the contact', async () => {
    await make({
      title: 'Lunch with Pia',
      when: timed(day(3), '12:00', '13:00'),
      participants: { 'pia@berg.example': { role: 'required' } },
    });
    await page.goto(`${server.url}/contacts?search=pia`);
    await page.getByRole('link', { name: 'Pia Berg' }).click();
    await page.getByRole('link', { name: 'Lunch with Pia' }).click();
    await page.getByRole('heading', { name: 'Lunch with Pia' }).waitFor();
  });
});

describe.each(looks)('meetings for everybody (WCAG 2.2 AA), $name', ({ name: _name, ...look }) => {
  it('axe finds nothing serious on any page', async () => {
    const seen = await openPage(await openContext(browser, { url: server.url, person: org.ann, ...look }));
    const pages: [string, string][] = [
      ['/meetings', 'Upcoming'],
      ['/meetings?search=nobodyatall', 'No meeting matches'],
      [`/meetings/calendar?day=${monday}`, 'Boat fair'],
      [`/meetings/calendar?view=week&day=${monday}`, 'Boat fair'],
      [`/meetings/calendar?view=day&day=${monday}`, 'Boat fair'],
      ['/meetings/new', 'Send invitations'],
      [`/meetings/${seriesId}`, 'Timeline'],
      [`/meetings/${seriesId}?occurrence=${monday}`, 'One of a series'],
      [`/meetings/${seriesId}/edit`, 'Time zone'],
      ['/meetings/deleted', 'Deleted meetings'],
      ['/meetings/import', 'Choose a file'],
    ];
    for (const [path, shown] of pages) await expectAccessible(seen, `${server.url}${path}`, shown);
    await seen.context().close();
  });
});
