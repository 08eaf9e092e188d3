import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../actor.ts';
import { openTestCrm, type TestCrm, type TestOrganisation } from '../testing/crm.ts';
import { acceptInvitation, findInvitation } from './accept.ts';
import { askToJoin, type Asking } from './ask.ts';
import { listAudit } from './audit.ts';
import { deactivateUser } from './deactivate.ts';
import { approveJoinRequest, resendJoinRequest } from './decide.ts';
import { invite, resendInvitation, type Invitations } from './invite.ts';
import { findJoinRequest } from './join-request-rows.ts';
import { listProfiles } from './profiles.ts';
import { changeProfile, listUsers } from './users.ts';

let test: TestCrm;
let org: TestOrganisation;
let admin: Actor;
let standard: string;
let administrators: string;
const DAY_MS = 24 * 3_600_000;

beforeAll(async () => {
  test = await openTestCrm();
  org = await test.organisation();
  admin = org.administrator;
  const profiles = await listProfiles(test.crm, admin);
  const idOf = (name: string) => profiles.find((profile) => profile.name === name)?.id ?? '';
  [standard, administrators] = [idOf('Standard'), idOf('Administrator')];
});
afterAll(() => test.close());

/** Mails that are never sent, and their tokens. */
function letterbox() {
  const tokens: string[] = [];
  const sealed = (token: string, mailId: string) => {
    tokens.push(token);
    return { sealed: 'sealed', messageId: `<${mailId}@test>` };
  };
  const invitations: Invitations = {
    perHour: 1000,
    write: (_, token, mailId) => sealed(token, mailId),
  };
  const asking: Asking = { perHour: 1000, write: (_, __, token, mailId) => sealed(token, mailId) };
  return { tokens, invitations, asking };
}

const visitor = () => {
  const oid = randomUUID();
  return { tid: 'tenant', oid, login: `${oid}@tenant.example`, name: 'Visitor' };
};
const asks = async (box = letterbox()) => {
  const who = visitor();
  const request = await askToJoin(
    test.crm,
    {
      orgId: org.orgId,
      visitor: who,
      email: who.login,
      note: null,
      terms: '1',
      accountId: null,
      ip: '127.0.0.1',
    },
    box.asking,
  );
  return { request, box };
};

describe('U7: the permission counts at the moment of the deed', () => {
  it('somebody who has lost it since they were let in approves nothing, invites nobody and deactivates nobody', async () => {
    const { request } = await asks();
    const member = await org.salesperson();
    const { membershipId } = member;
    await changeProfile(test.crm, admin, { membershipId, profileId: administrators });
    const letIn: Actor = { ...member, permissions: new Set(['manageUsers']) };
    await changeProfile(test.crm, admin, { membershipId, profileId: standard });
    const box = letterbox();
    const people = [{ email: 'x@example.com', name: '', directory: null }];
    const refused = { code: 'notAllowed' };
    const approved = approveJoinRequest(test.crm, letIn, { id: request.id, profileId: standard }, null);
    await expect(approved).rejects.toMatchObject(refused);
    const invited = invite(test.crm, letIn, { profileId: standard, people }, box.invitations);
    await expect(invited).rejects.toMatchObject(refused);
    const left = deactivateUser(test.crm, letIn, { membershipId: admin.membershipId });
    await expect(left).rejects.toMatchObject(refused);
    await changeProfile(test.crm, admin, { membershipId, profileId: administrators });
    const id = await approveJoinRequest(test.crm, letIn, { id: request.id, profileId: standard }, null);
    expect(id).toMatchObject({ state: 'active' });
    await changeProfile(test.crm, admin, { membershipId, profileId: standard });
  });

  it('somebody deactivated meanwhile does nothing either', async () => {
    const member = await org.salesperson();
    const { membershipId } = member;
    await changeProfile(test.crm, admin, { membershipId, profileId: administrators });
    await deactivateUser(test.crm, admin, { membershipId });
    const letIn: Actor = { ...member, permissions: new Set(['manageUsers']) };
    const { request } = await asks();
    const approved = approveJoinRequest(test.crm, letIn, { id: request.id, profileId: standard }, null);
    await expect(approved).rejects.toMatchObject({ code: 'notAllowed' });
  });
});

describe('U8: seven days', () => {
  const invited = async (email: string) => {
    const box = letterbox();
    const people = [{ email, name: '', directory: null }];
    const [outcome] = await invite(test.crm, admin, { profileId: standard, people }, box.invitations);
    if (outcome?.outcome !== 'invited') throw new Error(JSON.stringify(outcome));
    return { id: outcome.invitation.id, token: box.tokens[0] ?? '', box };
  };
  const accepts = (token: string) =>
    acceptInvitation(test.crm, {
      key: { token },
      by: { method: 'newAccount', name: 'New', password: 'long enough' },
      terms: '1',
      ip: '127.0.0.1',
    });

  it('an invitation is good until then and not a moment longer; sent again it is good for seven more', async () => {
    const { id, token, box } = await invited('week@example.com');
    test.clock.nowMs += 7 * DAY_MS - 1;
    expect(await findInvitation(test.crm, { token })).toMatchObject({ invitation: { state: 'open' } });
    test.clock.nowMs += 1;
    await expect(accepts(token)).rejects.toMatchObject({ code: 'invitationExpired' });
    await resendInvitation(test.crm, admin, id, box.invitations);
    test.clock.nowMs += 7 * DAY_MS - 1;
    await expect(accepts(token)).rejects.toMatchObject({ code: 'invitationUnknown' });
    expect(await accepts(box.tokens[1] ?? '')).toMatchObject({ orgId: org.orgId });
  });

  it('so is the link to approve', async () => {
    const { request, box } = await asks();
    const [token = ''] = box.tokens;
    test.clock.nowMs += 7 * DAY_MS;
    await expect(findJoinRequest(test.crm, admin, token)).rejects.toMatchObject({
      code: 'joinRequestExpired',
    });
    await resendJoinRequest(test.crm, admin, request.id, box.asking);
    expect(await findJoinRequest(test.crm, admin, box.tokens.at(-1) ?? '')).toMatchObject({
      id: request.id,
    });
  });

  it('what fails leaves no account, no membership and no line in the audit log', async () => {
    const { token } = await invited('half@example.com');
    const before = await listAudit(test.crm, admin, {});
    await test.root.query(
      `create function fail_here() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
       create trigger fail_here before insert on audit_log for each row execute function fail_here()`,
    );
    await expect(accepts(token)).rejects.toThrow('no');
    await test.root.query('drop trigger fail_here on audit_log; drop function fail_here()');
    expect(await listUsers(test.crm, admin, { search: 'half@example.com' })).toMatchObject({
      items: [{ state: 'invited' }],
    });
    const accounts = await test.root.query("select from accounts where email = 'half@example.com'");
    expect(accounts.rowCount).toBe(0);
    expect(await listAudit(test.crm, admin, {})).toEqual(before);
    expect(await accepts(token)).toMatchObject({ orgId: org.orgId });
  });
});
