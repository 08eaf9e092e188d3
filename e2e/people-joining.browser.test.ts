import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD } from '../apps/server/src/testing.ts';
import { inviteOne } from '../apps/server/src/testing/people.ts';
import { expectNoSeriousAxeViolations } from './browser.ts';
import { expectNoOverflow, looks } from './pages.ts';
import { startStage, TENANT_DOMAIN, type Stage } from './people.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await startStage(['una', 'dora', 'nils', 'rolf', 'olga', 'petra', 'paul']);
});
afterAll(() => stage.stop());
afterEach(() => stage.closeWindows());

const loginOf = (name: string): string => `${name}@${TENANT_DOMAIN}`;
const admin = () => stage.org.administrator;

/** Somebody without an account opens the tile in the app launcher and asks to join. */
async function ask(name: string, note: string): Promise<Page> {
  const page = await stage.open('/launch');
  await stage.passMicrosoft(page, name);
  await page.getByRole('heading', { name: 'Lindqvist already has Counterpart' }).waitFor();
  await page.getByLabel('Note').fill(note);
  await page.getByRole('checkbox', { name: /terms and conditions/ }).check();
  await page.getByRole('button', { name: 'Request to Join' }).click();
  await page.getByRole('heading', { name: 'Your request is on its way' }).waitFor();
  return page;
}

/** The path that the newest mail about somebody's request leads to. */
async function approvalPath(name: string): Promise<string> {
  const mails = await stage.outside.mailsTo(admin().email);
  const mail = mails.findLast(({ subject }) => subject === `${name} asks to join Lindqvist`);
  const link = /https?:\S+#request=\S+/.exec(mail?.text ?? '')?.[0];
  if (link === undefined) throw new Error(`No mail about ${name}.`);
  return new URL(link).pathname + new URL(link).hash;
}

const asked = (name: string): Promise<unknown> =>
  expect.poll(() => approvalPath(name).catch(() => null), { timeout: 20_000 }).not.toBeNull();

describe('Request to Join', () => {
  it('U6, U7: asks, the administrator’s mail opens the popup Add New User, Approve & Add, and the newcomer signs in', async () => {
    const una = await ask('una', 'I joined the Oslo team on Monday.');
    const mailbox = await stage.open('/terms', admin());
    const users = await stage.followMail(mailbox, 'admin', 'una asks to join', 'Answer the request');
    const popup = users.getByRole('dialog', { name: 'Add New User' });
    await popup.getByText('I joined the Oslo team on Monday.').waitFor();
    await popup.getByText(loginOf('una')).waitFor();
    expect(new URL(users.url()).hash, 'the secret has left the address bar').toBe('');
    await popup.getByLabel('Profile').selectOption({ label: 'Administrator' });
    await popup.getByRole('button', { name: 'Approve & Add' }).click();
    await users.getByText('una is a user now and is told by mail').waitFor();
    const row = users.getByRole('row', { name: /una/ });
    await row.getByText('Active', { exact: true }).waitFor();
    await row.getByRole('cell', { name: 'Administrator', exact: true }).waitFor();

    await una.reload();
    await una.getByRole('heading', { name: 'You belong to Lindqvist now' }).waitFor();
    const welcome = await stage.followMail(
      await stage.open('/terms'),
      'una',
      'Welcome to Lindqvist',
      'Sign in',
    );
    await stage.passMicrosoft(welcome, 'una');
    await welcome.getByRole('heading', { name: 'Contacts', level: 1 }).waitFor();
  });

  it('U7: declines with a reason from the list; the asker learns it by mail and on the page, and may ask again', async () => {
    const dora = await ask('dora', '');
    const users = await stage.open('/setup/users?state=asking', admin());
    await users.getByRole('button', { name: 'Actions for dora' }).click();
    await users.getByRole('menuitem', { name: 'Approve or decline' }).click();
    await users.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
    const dialog = users.getByRole('dialog', { name: 'Decline the request of dora?' });
    await dialog.getByLabel('Reason').fill('Use the account of your department.');
    await dialog.getByRole('button', { name: 'Decline' }).click();
    await users.getByText('Declined; dora is told by mail').waitFor();
    await users.getByText('Nobody matches').waitFor();

    const { subject, text } = await stage.outside.mail(loginOf('dora'));
    expect(subject).toBe('Your request to join Lindqvist was declined');
    expect(text).toContain('Use the account of your department.');
    await dora.reload();
    await dora.getByText('Reason: Use the account of your department.').waitFor();
    await dora.getByRole('checkbox', { name: /terms and conditions/ }).check();
    await dora.getByRole('button', { name: 'Request to Join' }).click();
    await dora.getByRole('heading', { name: 'Your request is on its way' }).waitFor();
  });

  it('U7: the link keeps its way through the sign-in; it works for nobody without the permission, and only once (U8)', async () => {
    await ask('nils', '');
    await asked('nils');
    const path = await approvalPath('nils');
    const ann = await stage.open(path, stage.org.ann);
    await ann.getByRole('dialog').getByText('Your profile lacks the permission “Manage users”').waitFor();

    const page = await stage.open(path);
    expect(page.url(), 'no secret on the way through the sign-in').not.toContain('request');
    await page.getByLabel('E-mail address').fill(admin().email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page
      .getByRole('dialog', { name: 'Add New User' })
      .getByRole('button', { name: 'Approve & Add' })
      .click();
    await page.getByText('nils is a user now').waitFor();

    const late = await stage.open(path, admin());
    const gone = late.getByRole('dialog', { name: 'This request cannot be answered' });
    await gone.getByText('Ada Ministrator').waitFor();
    await late.keyboard.press('Escape');
    await late.reload();
    await late.getByRole('heading', { name: 'Users' }).waitFor();
    await late.getByRole('row', { name: /nils/ }).waitFor();
    expect(await late.getByRole('dialog').count(), 'told once').toBe(0);
  });

  it('U8: revoked, the link is dead and the person may ask again', async () => {
    const rolf = await ask('rolf', '');
    await asked('rolf');
    const users = await stage.open('/setup/users?state=asking&search=rolf', admin());
    await users.getByRole('button', { name: 'Actions for rolf' }).click();
    await users.getByRole('menuitem', { name: 'Revoke the request' }).click();
    await users.getByRole('dialog').getByRole('button', { name: 'Revoke the request' }).click();
    await users.getByText('Request revoked').waitFor();
    const dead = await stage.open(await approvalPath('rolf'), admin());
    await dead.getByRole('dialog', { name: 'This request cannot be answered' }).waitFor();
    await rolf.reload();
    await rolf.getByText('Your last request was revoked').waitFor();
    await rolf.getByRole('button', { name: 'Request to Join' }).waitFor();
  });

  it('U6: without a sign-in at Microsoft, the page says what to do first', async () => {
    const page = await stage.open('/join');
    await page.getByRole('heading', { name: 'Show who you are' }).waitFor();
    await page.getByRole('link', { name: 'Continue with Microsoft' }).waitFor();
  });
});

describe('connecting the tenant (P6)', () => {
  it('P6: a tenant that another organisation has connected is refused, and the page says so', async () => {
    const other = await stage.server.organisation({ name: 'Other', domain: 'other.example' });
    const page = await stage.open('/setup/marketplace/microsoft/office-365', other.administrator);
    await page.getByRole('link', { name: 'Connect the organisation' }).click();
    await stage.passMicrosoft(page, 'admin');
    await page
      .getByText('Another organisation here has connected this Microsoft 365 tenant already')
      .waitFor();
  });
});

describe.each(looks)('for everybody (WCAG 2.2 AA), $name', ({ name: _name, ...look }) => {
  const check = async (page: Page, shown: RegExp): Promise<void> => {
    await page.getByText(shown).filter({ visible: true }).first().waitFor();
    await expectNoSeriousAxeViolations(page);
    await expectNoOverflow(page);
  };

  it('axe finds nothing serious on the pages of those who are invited or ask', async () => {
    const email = `look${look.viewport.width}@outside.example`;
    await inviteOne(admin().api, { email, name: 'Lou Look' });
    const { text } = await stage.outside.mail(email);
    const hash = /#\S+/.exec(text ?? '')?.[0] ?? '';
    const page = await stage.open(`/invitation${hash}`, undefined, look);
    await check(page, /invites you/);
    await page.getByRole('link', { name: 'Associate My Account' }).click();
    await check(page, /You do not join/);
    await check(await stage.open('/invitation', undefined, look), /Show who you are/);
    await check(await stage.open('/terms', undefined, look), /^Version/);
    const joining = await stage.open('/launch', undefined, look);
    await stage.passMicrosoft(joining, 'olga');
    await check(joining, /already has Counterpart/);
  });

  it('axe finds nothing serious in the popup Add New User', async () => {
    await ask(look.viewport.width > 1000 ? 'petra' : 'paul', 'Hello');
    const page = await stage.open('/setup/users?state=asking&search=p', admin(), look);
    await page
      .getByRole('button', { name: /^Actions for p/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Approve or decline' }).click();
    await check(page, /asks to join your organisation/);
    await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
    await check(page, /is told the reason by mail/);
  });
});
