import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD } from '../apps/server/src/testing.ts';
import { inviteOne } from '../apps/server/src/testing/people.ts';
import { startStage, TENANT_DOMAIN, type Stage } from './people.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await startStage(['quinn', 'lena', 'walt', 'wilma', 'tessa']);
});
afterAll(() => stage.stop());
afterEach(() => stage.closeWindows());

const loginOf = (name: string): string => `${name}@${TENANT_DOMAIN}`;
const admin = () => stage.org.administrator;

/** Invites somebody of the tenant's directory without the pages. */
const inviteFromDirectory = (name: string) =>
  inviteOne(admin().api, { directoryId: stage.outside.person(name).id, login: loginOf(name) });

/** The state that the list of users shows for somebody. */
const stateOf = (page: Page, name: string, state: string) =>
  page.getByRole('row', { name: new RegExp(name) }).getByText(state, { exact: true });

async function acceptTerms(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: /^I accept the terms and conditions, version / }).check();
  await page.getByRole('button', { name: 'Accept and join' }).click();
  await page.getByRole('heading', { name: 'Contacts', level: 1 }).waitFor();
}

/** The link in the newest mail to an address outside the tenant. */
async function linkTo(address: string, number = 1): Promise<string> {
  const { text } = await stage.outside.mail(address, number);
  const link = /https?:\S+#\S+/.exec(text ?? '')?.[0];
  if (link === undefined) throw new Error(`There is no link in: ${text}`);
  return link;
}

const actions = (page: Page, name: string) => page.getByRole('button', { name: `Actions for ${name}` });

describe('picked from the directory', () => {
  it('U2, U4: the administrator picks somebody, their mail leads to the login page, they accept the terms and are a member', async () => {
    const page = await stage.open('/setup/users', admin());
    await page.getByRole('button', { name: 'Office 365 user' }).click();
    const popup = page.getByRole('dialog', { name: 'Add User' });
    await popup.getByRole('searchbox', { name: 'Search the tenant' }).fill('quin');
    await popup.getByRole('checkbox', { name: 'quinn' }).check();
    expect(await popup.getByLabel('Profile').locator('option:checked').textContent()).toBe('Standard');
    await popup.getByRole('button', { name: 'Save' }).click();
    await popup.getByText(`Invitation sent to ${loginOf('quinn')}`).waitFor();
    await popup.getByRole('button', { name: 'Done' }).click();
    await stateOf(page, 'quinn', 'Invited').waitFor();

    const mailbox = await stage.open('/terms');
    const invitation = await stage.followMail(
      mailbox,
      'quinn',
      'invites you to Lindqvist',
      'Accept the invitation',
    );
    await invitation.getByRole('heading', { name: 'Join Lindqvist' }).waitFor();
    await invitation.getByText('Ada Ministrator invites you').waitFor();
    expect(new URL(invitation.url()).hash, 'the secret has left the address bar').toBe('');
    await invitation.getByRole('link', { name: 'Continue with Microsoft' }).click();
    await stage.passMicrosoft(invitation, 'quinn');
    await invitation.getByText(`You are signed in to Microsoft as ${loginOf('quinn')}`).waitFor();
    await acceptTerms(invitation);
    await invitation.getByText('Welcome to Lindqvist').waitFor();

    await page.reload();
    await stateOf(page, 'quinn', 'Active').waitFor();
  });

  it('U4: the tile in the app launcher leads to the same page', async () => {
    await inviteFromDirectory('lena');
    const page = await stage.open('/launch');
    await stage.passMicrosoft(page, 'lena');
    await page.getByRole('heading', { name: 'Join Lindqvist' }).waitFor();
    await page.getByRole('button', { name: 'Read the terms and conditions' }).click();
    await page
      .getByRole('dialog')
      .getByText(/^Version /)
      .waitFor();
    await page.keyboard.press('Escape');
    await acceptTerms(page);
    const people = await stage.open('/setup/users', admin());
    await stateOf(people, 'lena', 'Active').waitFor();
  });

  it('U4: without the terms accepted nobody joins; and nobody else at Microsoft can', async () => {
    await inviteFromDirectory('tessa');
    const page = await stage.open('/launch');
    await stage.passMicrosoft(page, 'tessa');
    await page.getByRole('button', { name: 'Accept and join' }).click();
    const box = page.getByRole('checkbox', { name: /terms and conditions/ });
    expect(
      await box.evaluate<boolean, { validity: { valueMissing: boolean } }>(
        (one) => one.validity.valueMissing,
      ),
    ).toBe(true);
    const other = await stage.open(`/invitation${new URL(await linkTo(loginOf('tessa'))).hash}`);
    await other.getByRole('link', { name: 'Continue with Microsoft' }).click();
    await stage.passMicrosoft(other, 'bob');
    await other.getByText(`${loginOf('bob')}, but ${loginOf('tessa')} is invited`).waitFor();
    expect(await other.getByRole('button', { name: 'Accept and join' }).count()).toBe(0);
  });
});

describe('Associate My Account (U5)', () => {
  it('U5: signs in with the other account, stays in its own organisation, and Microsoft signs it in from then on', async () => {
    const elsewhere = await stage.server.organisation({ name: 'Elsewhere', domain: 'elsewhere.example' });
    await inviteFromDirectory('walt');
    const mailbox = await stage.open('/terms');
    const page = await stage.followMail(mailbox, 'walt', 'invites you to Lindqvist', 'Accept the invitation');
    await page.getByRole('link', { name: 'Associate My Account' }).click();
    await page.getByText('You do not join Lindqvist').waitFor();
    await page.getByRole('link', { name: 'Continue with Microsoft' }).click();
    await stage.passMicrosoft(page, 'walt');
    await page.getByLabel('E-mail address of your account').fill(elsewhere.bob.email);
    await page.getByLabel('Password of your account').fill('wrong password');
    const submit = page.getByRole('button', { name: 'Associate My Account' });
    await submit.click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Password of your account').fill(PASSWORD);
    await submit.click();
    await page.getByRole('heading', { name: 'Contacts', level: 1 }).waitFor();
    await page.getByRole('navigation', { name: 'Main' }).getByText('Elsewhere', { exact: true }).waitFor();

    const again = await stage.open('/sign-in');
    await again.getByRole('link', { name: 'Sign in with Microsoft' }).click();
    await stage.passMicrosoft(again, 'walt');
    await again.getByText(elsewhere.bob.email).waitFor();
    const people = await stage.open('/setup/users?search=walt', admin());
    await people.getByText('Nobody matches').waitFor();
  });

  it('U5: takes the account that is signed in already by one click', async () => {
    const elsewhere = await stage.server.organisation({ name: 'Third', domain: 'third.example' });
    await inviteFromDirectory('wilma');
    const page = await stage.open(
      `/invitation${new URL(await linkTo(loginOf('wilma'))).hash}`,
      elsewhere.ann,
    );
    await page.getByRole('link', { name: 'Associate My Account' }).click();
    await page.getByRole('link', { name: 'Continue with Microsoft' }).click();
    await stage.passMicrosoft(page, 'wilma');
    await page.getByText(`You are signed in here as Ann Example (${elsewhere.ann.email})`).waitFor();
    await page.getByRole('button', { name: 'Associate this account' }).click();
    await page.getByText('Your Microsoft sign-in is tied to this account now').waitFor();
    await page.getByRole('navigation', { name: 'Main' }).getByText('Third', { exact: true }).waitFor();
  });
});

describe('invited by e-mail', () => {
  it('U1, U4: New User gets a mail, makes a password, accepts the terms and is a member; the link works once (U8)', async () => {
    const page = await stage.open('/setup/users', admin());
    await page.getByRole('button', { name: 'New User' }).click();
    const dialog = page.getByRole('dialog', { name: 'New User' });
    await dialog.getByLabel('Name').fill('Zoe Outside');
    await dialog.getByLabel('E-mail address').fill('zoe@outside.example');
    await dialog.getByRole('button', { name: 'Send the invitation' }).click();
    await page.getByText('Invitation sent to zoe@outside.example').waitFor();
    await stateOf(page, 'Zoe Outside', 'Invited').waitFor();
    await page
      .getByRole('row', { name: /Zoe Outside/ })
      .getByText('The invitation expires in 7 days.')
      .waitFor();

    const link = await linkTo('zoe@outside.example');
    const zoe = await stage.open(new URL(link).pathname + new URL(link).hash);
    expect(await zoe.getByLabel('Your name').inputValue()).toBe('Zoe Outside');
    await zoe.getByLabel('New password').fill('a long new password');
    await acceptTerms(zoe);

    const late = await stage.open(new URL(link).pathname + new URL(link).hash);
    await late.getByRole('heading', { name: 'This invitation was used already' }).waitFor();
    await late.getByRole('link', { name: 'To the sign-in' }).click();
    await late.getByLabel('E-mail address').waitFor();
  });

  it('U1: somebody who is a user already is refused in the dialog, which keeps what was typed', async () => {
    const page = await stage.open('/setup/users', admin());
    await page.getByRole('button', { name: 'New User' }).click();
    const dialog = page.getByRole('dialog', { name: 'New User' });
    await dialog.getByLabel('Name').fill('Ann');
    await dialog.getByLabel('E-mail address').fill(stage.org.ann.email);
    await dialog.getByRole('button', { name: 'Send the invitation' }).click();
    await dialog.getByRole('alert').getByText('member of the organisation already').waitFor();
    expect(await dialog.getByLabel('E-mail address').inputValue()).toBe(stage.org.ann.email);
  });

  it('U8: sent again, the old link is dead and the new one lives; revoked, none does', async () => {
    await inviteOne(admin().api, { email: 'rita@outside.example', name: 'Rita Resent' });
    const old = await linkTo('rita@outside.example');
    const page = await stage.open('/setup/users?search=rita', admin());
    await actions(page, 'Rita Resent').click();
    await page.getByRole('menuitem', { name: 'Send the invitation again' }).click();
    await page.getByText('Sent again to rita@outside.example').waitFor();
    const rita = await stage.open(`/invitation${new URL(old).hash}`);
    await rita.getByRole('heading', { name: 'This invitation is not known' }).waitFor();
    const fresh = await linkTo('rita@outside.example', 2);
    // A link opened in a tab that shows the page already changes only what stands after the #.
    await rita.goto(`${stage.server.url}/invitation${new URL(fresh).hash}`);
    await rita.getByRole('heading', { name: 'Join Lindqvist' }).waitFor();

    await actions(page, 'Rita Resent').click();
    await page.getByRole('menuitem', { name: 'Revoke the invitation' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke the invitation' }).click();
    await page.getByText('Nobody matches').waitFor();
    await rita.reload();
    await rita.getByRole('heading', { name: 'This invitation was taken back' }).waitFor();
  });

  it('U8: after 7 days the link says so, kindly, and the list too', async () => {
    const id = await inviteOne(admin().api, { email: 'lars@outside.example', name: 'Lars Late' });
    const link = await linkTo('lars@outside.example');
    await stage.outside.sql(`update invitations set expires_at = now() - interval '1 minute' where id = $1`, [
      id,
    ]);
    const lars = await stage.open(`/invitation${new URL(link).hash}`);
    await lars.getByRole('heading', { name: 'This invitation has expired' }).waitFor();
    const page = await stage.open('/setup/users?state=invited', admin());
    await page.getByText('The invitation has expired. Send it again.').waitFor();
  });
});
