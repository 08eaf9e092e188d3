import { addPerson, firstTenant, generatePeople, seededRandom } from '@counterpart/simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signInAtMicrosoft } from '../apps/server/src/testing.ts';
import { inviteOne } from '../apps/server/src/testing/people.ts';
import { openAddUser, startStage, TENANT_DOMAIN, type Stage } from './people.ts';

const MANY = 5000;

let stage: Stage;

beforeAll(async () => {
  stage = await startStage(['zoltan.quick', 'zara.quick', 'zeno.quick', 'gus', 'olga']);
});
afterAll(() => stage.stop());
afterEach(() => stage.closeWindows());

const admin = () => stage.org.administrator;
const loginOf = (name: string): string => `${name}@${TENANT_DOMAIN}`;

/** The paths of the requests to Graph's users that came since the last look. */
async function requestsForPeople(): Promise<string[]> {
  const { requests } = await stage.outside.control<{ requests: { path: string }[] }>('/requests');
  await stage.outside.control('/requests', { method: 'DELETE' });
  return requests.map(({ path }) => path).filter((path) => /\/users\?/.test(path));
}

describe('the popup Add User (U2, U3)', () => {
  it('U2: before an administrator has connected the tenant, it says so and leads there', async () => {
    const other = await stage.server.organisation({ name: 'Unconnected', domain: 'unconnected.example' });
    const page = await stage.open('/setup/users', other.administrator);
    await page.getByRole('button', { name: 'Office 365 user' }).click();
    await page.getByText('Your organisation is not connected to Microsoft 365').waitFor();
    await page.getByRole('link', { name: /^Go to Marketplace/ }).click();
    await page.getByRole('link', { name: 'Connect the organisation' }).waitFor();
  });

  it('U3: who cannot be added is inactive, with the reason', async () => {
    const { state } = stage.server.microsoft365.simulator;
    const tenant = firstTenant(state);
    addPerson(state, tenant, {
      userPrincipalName: loginOf('gerda.guest'),
      displayName: 'Gerda Guest',
      properties: { userType: 'Guest' },
    });
    addPerson(state, tenant, {
      userPrincipalName: loginOf('dirk.off'),
      displayName: 'Dirk Off',
      accountEnabled: false,
    });
    const elsewhere = await stage.server.organisation({ name: 'Elsewhere', domain: 'elsewhere.example' });
    await signInAtMicrosoft(elsewhere.bob.api, stage.server.microsoft365.simulator, {
      path: '/auth/microsoft?purpose=connect&returnTo=/setup',
      as: loginOf('zeno.quick'),
    });
    const page = await stage.open('/setup/users', admin());
    const popup = await openAddUser(page);
    const reasons = {
      ann: 'They are a user of this organisation.',
      'zeno.quick': 'Only the login that they have in Microsoft 365 can be added.',
      'Gerda Guest': 'They are a guest of your tenant.',
      'Dirk Off': 'Their account in Microsoft 365 is disabled.',
    };
    for (const [name, reason] of Object.entries(reasons)) {
      await popup.getByRole('searchbox').fill(name);
      const row = popup
        .getByRole('listitem')
        .filter({ has: page.getByRole('checkbox', { name, exact: true }) });
      await row.getByText(reason).waitFor();
      expect(await row.getByRole('checkbox').isDisabled(), name).toBe(true);
    }
  });

  it('U2: several at once, kept while one searches on; what became of each is told', async () => {
    const page = await stage.open('/setup/users', admin());
    const popup = await openAddUser(page);
    for (const name of ['zoltan.quick', 'zara.quick', 'gus']) {
      await popup.getByRole('searchbox').fill(name);
      await popup.getByRole('checkbox', { name }).check();
    }
    await popup.getByRole('button', { name: 'Do not add gus' }).click();
    await popup.getByText('2 chosen').waitFor();
    // Between the choice and Save another administrator was quicker.
    await inviteOne(admin().api, {
      directoryId: stage.outside.person('zara.quick').id,
      login: loginOf('zara.quick'),
    });
    await popup.getByRole('button', { name: 'Save' }).click();
    await popup.getByText(`Invitation sent to ${loginOf('zoltan.quick')}`).waitFor();
    await popup.getByText('This person is invited already.').waitFor();
    await popup.getByRole('button', { name: 'Add others' }).click();
    await popup.getByRole('searchbox').fill('zoltan');
    const zoltan = popup.getByRole('listitem').filter({ hasText: loginOf('zoltan.quick') });
    await zoltan.getByText('They are invited already.').waitFor();
  });

  it('U2: shows the photo where there is one, else the initials', async () => {
    const page = await stage.open('/setup/users', admin());
    const jpeg = await page.evaluate<string>(
      `document.createElement('canvas').toDataURL('image/jpeg').split(',')[1]`,
    );
    stage.outside.person('gus').properties['photo'] = jpeg;
    const popup = await openAddUser(page);
    const rowAt = (login: string) => popup.getByRole('listitem').filter({ hasText: loginOf(login) });
    await rowAt('gus').locator('img').waitFor();
    await expect.poll(() => rowAt('olga').locator('img').count(), { timeout: 10_000 }).toBe(0);
    await rowAt('olga').getByText('OL', { exact: true }).waitFor();
  });

  it('U2: where Microsoft does not answer, it says so and tries again', async () => {
    const page = await stage.open('/setup/users', admin());
    await page.route('**/api/directory/people*', (route) => route.abort());
    await page.getByRole('button', { name: 'Office 365 user' }).click();
    const popup = page.getByRole('dialog', { name: 'Add User' });
    const again = popup.getByRole('alert').getByRole('button', { name: 'Try again' });
    await again.waitFor();
    await page.unroute('**/api/directory/people*');
    await again.click();
    await popup.getByRole('list', { name: 'People of the tenant' }).waitFor();
  });

  it('U2: of 5,000 people it loads a page at a time, and a search asks once', async () => {
    const { state } = stage.server.microsoft365.simulator;
    for (const person of generatePeople(MANY, seededRandom(7), TENANT_DOMAIN))
      addPerson(state, firstTenant(state), person);
    const page = await stage.open('/setup/users', admin());
    await requestsForPeople();
    const popup = await openAddUser(page);
    expect(await popup.getByRole('checkbox').count()).toBe(25);
    expect(await requestsForPeople(), 'one page of theirs').toHaveLength(1);
    await popup.getByRole('checkbox').last().scrollIntoViewIfNeeded();
    await popup.getByRole('checkbox').nth(49).waitFor();
    expect(await requestsForPeople(), 'the next one').toHaveLength(1);
    await popup.getByRole('searchbox').pressSequentially('olga');
    await popup.getByRole('checkbox', { name: 'olga', exact: true }).waitFor();
    expect(await requestsForPeople(), 'not one for each letter').toHaveLength(1);
  });
});
