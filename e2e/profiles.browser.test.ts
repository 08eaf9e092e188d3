import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { contactsOf } from '../apps/server/src/testing.ts';
import { until } from '../apps/server/src/testing/until.ts';
import { expectNoSeriousAxeViolations, saveScreenshot } from './browser.ts';
import { expectNoOverflow, looks } from './pages.ts';
import { startStage, type Stage } from './people.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage([]);
});
afterAll(() => stage.stop());
afterEach(() => stage.closeWindows());

const SWITCH = 'Sync contacts with Microsoft 365';

describe('Setup → Security Control → Profiles (P1)', () => {
  it('P1: an administrator clones a system profile, which stays as it is, and sets the switches of the clone', async () => {
    const page = await stage.open('/setup/profiles', stage.org.administrator);
    await page.getByRole('link', { name: 'Standard' }).click();
    const microsoft = page.getByRole('group', { name: 'Microsoft' });
    await microsoft.waitFor();
    expect(await microsoft.getByRole('switch').count()).toBe(3);
    for (const one of await microsoft.getByRole('switch').all()) {
      expect(await one.isChecked()).toBe(true);
      expect(await one.isDisabled()).toBe(true);
    }
    expect(await page.getByRole('button', { name: 'Delete' }).count()).toBe(0);

    await page.getByRole('button', { name: 'Clone Standard' }).click();
    const dialog = page.getByRole('dialog', { name: 'Clone Standard' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('administrator');
    await dialog.getByRole('button', { name: 'Clone' }).click();
    await dialog.getByText('There is a profile of this name already.').first().waitFor();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Sellers');
    await dialog.getByRole('button', { name: 'Clone' }).click();
    await page.getByRole('heading', { name: 'Sellers', level: 1 }).waitFor();
    await dialog.waitFor({ state: 'detached' });

    await page.getByRole('textbox', { name: 'Name' }).fill('Salespeople');
    await microsoft.getByRole('switch', { name: 'Sync the calendar with Microsoft 365' }).uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Salespeople', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Profiles' }).first().click();
    await page
      .getByRole('row', { name: /Salespeople/ })
      .getByText('Contacts, Tasks')
      .waitFor();
  });

  it('P2, P3: taking a switch away pauses the sync of whoever has the profile, giving it back goes on', async () => {
    const { administrator, ann } = stage.org;
    await ann.api.post('/api/contacts', { lastName: 'Before' });
    await contactsOf(ann).enabled();
    const { items } = await administrator.api.get<{ items: { id: string; name: string }[] }>('/api/profiles');
    const profile = items.find(({ name }) => name === 'Salespeople');
    const put = { profileId: profile?.id };
    const given = await administrator.api.request('PATCH', `/api/users/${ann.membershipId}`, put);
    expect(given.status).toBe(200);

    const page = await stage.open(`/setup/profiles/${profile?.id}`, administrator);
    const tab = await stage.open('/setup/marketplace/microsoft/office-365', ann);
    const section = tab.getByRole('region', { name: 'Contacts' });
    await section.getByText('Active', { exact: true }).waitFor();
    const contacts = page.getByRole('switch', { name: SWITCH });
    await contacts.uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    await section.getByText('Paused', { exact: true }).first().waitFor();
    await section.getByText(`“${SWITCH}”`).waitFor();
    await contacts.check();
    await page.getByRole('button', { name: 'Save' }).click();
    await section.getByText('Active', { exact: true }).waitFor();
    await ann.api.post('/api/contacts', { lastName: 'After' });
    await until(contactsOf(ann).section, ({ counters }) => counters.linked === 2);
  });

  it('P1: one that people have is deleted only with another one for them', async () => {
    const { administrator, ann } = stage.org;
    const page = await stage.open('/setup/profiles', administrator);
    await page.getByRole('link', { name: 'Salespeople' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete the profile Salespeople?' });
    await dialog.getByText('1 person has it').waitFor();
    expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Their profile from then on').selectOption({ label: 'Standard' });
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Salespeople is deleted').waitFor();
    await page.getByRole('link', { name: 'Salespeople' }).waitFor({ state: 'detached' });
    expect(await ann.api.get('/api/session')).toMatchObject({ profile: { name: 'Standard' } });
  });

  it('V15: who may not manage profiles sees them, and can change nothing', async () => {
    const page = await stage.open('/setup/profiles', stage.org.bob);
    await page.getByRole('link', { name: 'Standard' }).waitFor();
    expect(await page.getByRole('button', { name: /^Clone/ }).count()).toBe(0);
  });
});

describe.each(looks)('for everybody (WCAG 2.2 AA), $name', ({ name, ...look }) => {
  it('axe finds nothing serious, and nothing overflows', async () => {
    const page = await stage.open('/setup/profiles', stage.org.administrator, look);
    await page.getByRole('link', { name: 'Standard' }).waitFor();
    await expectNoSeriousAxeViolations(page);
    await expectNoOverflow(page);
    await saveScreenshot(page, `profiles ${name}`);
    await page.getByRole('link', { name: 'Standard' }).click();
    await page.getByRole('group', { name: 'Microsoft' }).waitFor();
    await expectNoSeriousAxeViolations(page);
    await expectNoOverflow(page);
    await page.getByRole('button', { name: 'Clone Standard' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill(`Seen at ${name}`);
    await page.getByRole('dialog').getByRole('button', { name: 'Clone' }).click();
    await page.getByRole('heading', { name: `Seen at ${name}`, level: 1 }).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expectNoSeriousAxeViolations(page);
    await expectNoOverflow(page);
    await saveScreenshot(page, `profile ${name}`);
  });
});
