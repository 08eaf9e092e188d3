import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../apps/server/src/testing.ts';
import { invite, inviteOne } from '../apps/server/src/testing/people.ts';
import { expectNoSeriousAxeViolations } from './browser.ts';
import { expectNoOverflow, looks } from './pages.ts';
import { openAddUser, startStage, type Stage } from './people.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await startStage(['gus']);
});
afterAll(() => stage.stop());
afterEach(() => stage.closeWindows());

const admin = () => stage.org.administrator;
const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) });

async function choose(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

describe('Setup → Users & Control → Users (U1)', () => {
  it('U1: finds people by name and state; who does not manage users sees members only, and no actions', async () => {
    await inviteOne(admin().api, { email: 'vera@outside.example', name: 'Vera Visitor' });
    const page = await stage.open('/setup/users', admin());
    await rowOf(page, 'Vera Visitor').waitFor();
    await page.getByRole('combobox', { name: 'Which people' }).selectOption({ label: 'Active' });
    await rowOf(page, 'Vera Visitor').waitFor({ state: 'detached' });
    await rowOf(page, 'Ann Example').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('bob');
    await rowOf(page, 'Ann Example').waitFor({ state: 'detached' });
    await rowOf(page, 'Bob Example').waitFor();
    expect(new URL(page.url()).search).toBe('?state=active&search=bob');

    const plain = await stage.open('/setup/users', stage.org.ann);
    await rowOf(plain, 'Ann Example').getByText('(you)').waitFor();
    expect(await rowOf(plain, 'Vera Visitor').count()).toBe(0);
    expect(await plain.getByRole('button', { name: /^(Actions|New User|Office 365)/ }).count()).toBe(0);
    expect(
      await plain.getByRole('combobox', { name: 'Which people' }).locator('option').allTextContents(),
    ).toEqual(['All', 'Active', 'Deactivated']);
  });

  it('U1: changes a profile; the last administrator keeps theirs, with the reason', async () => {
    const page = await stage.open('/setup/users', admin());
    await choose(page, 'Bob Example', 'Change the profile');
    const dialog = page.getByRole('dialog', { name: 'Profile of Bob Example' });
    await dialog.getByLabel('Profile').selectOption({ label: 'Administrator' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Bob Example has the profile Administrator now').waitFor();
    await choose(page, 'Bob Example', 'Change the profile');
    await dialog.getByLabel('Profile').selectOption({ label: 'Standard' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await rowOf(page, 'Bob Example').getByRole('cell', { name: 'Standard', exact: true }).waitFor();

    await choose(page, 'Ada Ministrator', 'Change the profile');
    const own = page.getByRole('dialog', { name: 'Profile of Ada Ministrator' });
    await own.getByLabel('Profile').selectOption({ label: 'Standard' });
    await own.getByRole('button', { name: 'Save' }).click();
    await own.getByRole('alert').getByText('Give these permissions to somebody else first.').waitFor();
  });

  it('deactivates with a hand-over: says what will happen, shows the progress, signs out, and takes it back', async () => {
    const { ann, bob } = stage.org;
    for (const lastName of ['Lund', 'Berg', 'Dahl']) await bob.api.post('/api/contacts', { lastName });
    const page = await stage.open('/setup/users', admin());
    await choose(page, 'Bob Example', 'Deactivate');
    const dialog = page.getByRole('dialog', { name: 'Deactivate Bob Example?' });
    await dialog.getByText(/Their records stay: .*3 contacts/).waitFor();
    await dialog.getByText('Their sync with Microsoft 365 pauses.').waitFor();
    await dialog.getByRole('combobox', { name: 'Hand the records over to' }).fill('ann');
    await page.getByRole('option', { name: /Ann Example/ }).click();
    await dialog.getByRole('button', { name: 'Deactivate and hand over' }).click();
    await page.getByText('All records belong to Ann Example now.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    await rowOf(page, 'Bob Example').getByText('Deactivated', { exact: true }).waitFor();
    expect((await bob.api.request('GET', '/api/session')).status).toBe(401);
    const { total } = await ann.api.get<{ total: number }>(`/api/contacts?ownerId=${ann.membershipId}`);
    expect(total).toBe(3);
    await choose(page, 'Bob Example', 'Activate');
    await page.getByText('Bob Example is active again').waitFor();
    await rowOf(page, 'Bob Example').getByText('Active', { exact: true }).waitFor();
  });

  it('nobody is offered to deactivate themself; the keyboard reaches every action and comes back', async () => {
    const page = await stage.open('/setup/users', admin());
    const own = page.getByRole('button', { name: 'Actions for Ada Ministrator' });
    await own.waitFor();
    await own.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Hand over records' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Deactivate' }).count()).toBe(0);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});

describe('the audit log (U8)', () => {
  it('U8: shows each step with who did it; filters by person, action, name and day; pages', async () => {
    const people = Array.from({ length: 50 }, (_, n) => ({
      email: `many${n}@outside.example`,
      name: `Many ${n}`,
    }));
    await invite(admin().api, people);
    const page = await stage.open('/setup/audit', admin());
    await page.getByText(/^1–50 of /).waitFor();
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText(/^51–/).waitFor();
    await page.getByLabel('Action').selectOption({ label: 'User deactivated' });
    const row = page.getByRole('row', { name: /User deactivated/ });
    await row.getByText('Bob Example').waitFor();
    await row.getByText('Ada Ministrator').waitFor();
    await page.getByText('1–1 of 1').waitFor();
    await page.getByLabel('Person').selectOption({ label: 'Ann Example' });
    await page.getByText('Nothing matches').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await page.getByText(/^1–50 of /).waitFor();
    await page.getByLabel('Search by name').fill('many49@');
    await page.getByText('1–1 of 1').waitFor();
    await page.getByLabel('Until').fill('2020-01-31');
    await page.getByText('Nothing matches').waitFor();
    expect(new URL(page.url()).search).toBe('?search=many49%40&to=2020-01-31');
  });

  it('U8: is for those who manage users', async () => {
    const page = await stage.open('/setup/audit', stage.org.ann);
    await page.getByText('The audit log is for those who manage users').waitFor();
  });
});

describe.each(looks)('for everybody (WCAG 2.2 AA), $name', ({ name: _name, ...look }) => {
  const check = async (path: string, person: TestPerson, shown: RegExp): Promise<Page> => {
    const page = await stage.open(path, person, look);
    await page.getByText(shown).filter({ visible: true }).first().waitFor();
    await expectNoSeriousAxeViolations(page);
    await expectNoOverflow(page);
    return page;
  };

  it('axe finds nothing serious in Users, its menus and dialogs', async () => {
    const page = await check('/setup/users?search=example', admin(), /Ann Example/);
    await page.getByRole('button', { name: 'Actions for Ann Example' }).click();
    await page.getByRole('menuitem', { name: 'Deactivate' }).waitFor();
    await expectNoSeriousAxeViolations(page);
    await page.getByRole('menuitem', { name: 'Deactivate' }).click();
    await page.getByRole('combobox', { name: 'Hand the records over to' }).click();
    await page.getByRole('option', { name: /@/ }).first().waitFor();
    await expectNoSeriousAxeViolations(page);
    await page.keyboard.press('Escape');
    await page.goto(`${stage.server.url}/setup/users`);
    await page.getByRole('button', { name: 'New User' }).click();
    await page.getByRole('dialog', { name: 'New User' }).getByLabel('E-mail address').waitFor();
    await expectNoSeriousAxeViolations(page);
    await page.keyboard.press('Escape');
    const popup = await openAddUser(page);
    await popup.getByRole('checkbox', { disabled: false }).first().check();
    await expectNoSeriousAxeViolations(page);
  });

  it('axe finds nothing serious in the audit log', async () => {
    await inviteOne(admin().api, { email: `log${look.viewport.width}@outside.example`, name: 'Lou Log' });
    await check('/setup/audit?action=userInvited', admin(), /@outside\.example/);
  });
});
