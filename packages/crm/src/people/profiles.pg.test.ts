import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestCrm, type TestCrm } from '../testing/crm.ts';
import { actorForMembership } from './memberships.ts';
import { cloneProfile, deleteProfile, listProfiles, updateProfile } from './profiles.ts';
import { changeProfile } from './users.ts';

let test: TestCrm;
beforeAll(async () => {
  test = await openTestCrm();
});
afterAll(() => test.close());

async function setUp() {
  const organisation = await test.organisation();
  const { orgId, administrator } = organisation;
  const ann = await organisation.salesperson();
  const profiles = await listProfiles(test.crm, administrator);
  const [administrators, standard] = profiles.map(({ id }) => id);
  if (administrators === undefined || standard === undefined) throw new Error('no system profiles');
  const clone = (name: string, profileId = standard) =>
    cloneProfile(test.crm, administrator, { profileId, name });
  const put = (membershipId: string, profileId: string) =>
    changeProfile(test.crm, administrator, { membershipId, profileId });
  return { orgId, administrator, ann, administrators, standard, clone, put };
}

describe('custom profiles (P1)', () => {
  it('are cloned, renamed, edited and deleted', async () => {
    const { administrator, clone } = await setUp();
    const made = await clone('  Interns ');
    expect(made).toMatchObject({ name: 'Interns', system: false, members: 0 });
    expect(made.permissions).toContain('syncTasks');
    const edited = await updateProfile(test.crm, administrator, {
      profileId: made.id,
      name: 'Trainees',
      permissions: ['syncContacts', 'import'],
    });
    expect(edited).toMatchObject({ name: 'Trainees', permissions: ['import', 'syncContacts'] });
    await deleteProfile(test.crm, administrator, { profileId: made.id });
    expect(await listProfiles(test.crm, administrator)).toHaveLength(2);
  });

  it('no two have one name, whatever its case, and none has no name', async () => {
    const { administrator, clone } = await setUp();
    const made = await clone('Interns');
    const taken = { code: 'invalidValue', problems: [{ path: 'name' }] };
    await expect(clone('interns')).rejects.toMatchObject(taken);
    await expect(clone('standard')).rejects.toMatchObject(taken);
    await expect(clone('  ')).rejects.toMatchObject(taken);
    const rename = updateProfile(test.crm, administrator, { profileId: made.id, name: 'Administrator' });
    await expect(rename).rejects.toMatchObject(taken);
  });

  it('system profiles stay as they are, and what is not there cannot be cloned', async () => {
    const { administrator, administrators, standard, clone } = await setUp();
    for (const profileId of [administrators, standard]) {
      const edit = updateProfile(test.crm, administrator, { profileId, permissions: [] });
      await expect(edit).rejects.toMatchObject({ code: 'systemProfile' });
      const remove = deleteProfile(test.crm, administrator, { profileId });
      await expect(remove).rejects.toMatchObject({ code: 'systemProfile' });
    }
    await expect(clone('X', test.crm.ids.next())).rejects.toMatchObject({ code: 'notFound' });
  });

  it('one that people have is deleted only with another profile for them', async () => {
    const { administrator, ann, standard, clone, put } = await setUp();
    const { id: profileId } = await clone('Interns');
    await put(ann.membershipId, profileId);
    const alone = deleteProfile(test.crm, administrator, { profileId });
    await expect(alone).rejects.toMatchObject({ code: 'profileInUse' });
    const nowhere = deleteProfile(test.crm, administrator, { profileId, moveTo: test.crm.ids.next() });
    await expect(nowhere).rejects.toMatchObject({ code: 'notFound' });
    await deleteProfile(test.crm, administrator, { profileId, moveTo: standard });
    const [, now] = await listProfiles(test.crm, administrator);
    expect(now).toMatchObject({ name: 'Standard', members: 1 });
  });

  it('V15: only Manage Profiles changes them, and those of another organisation are not there', async () => {
    const { administrator, ann, standard, clone } = await setUp();
    const { id: profileId } = await clone('Interns');
    const other = await setUp();
    await expect(cloneProfile(test.crm, ann, { profileId: standard, name: 'Mine' })).rejects.toMatchObject({
      code: 'notAllowed',
    });
    await expect(updateProfile(test.crm, ann, { profileId, name: 'Mine' })).rejects.toMatchObject({
      code: 'notAllowed',
    });
    await expect(deleteProfile(test.crm, ann, { profileId })).rejects.toMatchObject({ code: 'notAllowed' });
    for (const change of [
      () => updateProfile(test.crm, other.administrator, { profileId, name: 'Theirs' }),
      () => deleteProfile(test.crm, other.administrator, { profileId }),
      () => cloneProfile(test.crm, other.administrator, { profileId, name: 'Theirs' }),
    ])
      await expect(change()).rejects.toMatchObject({ code: 'notFound' });
    expect((await listProfiles(test.crm, administrator)).map(({ name }) => name)).toContain('Interns');
  });
});

describe('P1: nobody can take Manage Users or Manage Profiles from the last one who has it', () => {
  it('by editing the profile, by deleting it, by giving another one, or behind the program’s back', async () => {
    const { administrator, administrators, standard, clone, put } = await setUp();
    const { id: profileId } = await clone('Rulers', administrators);
    await put(administrator.membershipId, profileId);
    const last = { code: 'lastAdministrator' };
    for (const without of ['manageUsers', 'manageProfiles'] as const) {
      const permissions = (['manageUsers', 'manageProfiles', 'viewAll'] as const).filter(
        (p) => p !== without,
      );
      await expect(
        updateProfile(test.crm, administrator, { profileId, permissions }),
        without,
      ).rejects.toMatchObject(last);
    }
    await expect(
      deleteProfile(test.crm, administrator, { profileId, moveTo: standard }),
    ).rejects.toMatchObject(last);
    await expect(put(administrator.membershipId, standard)).rejects.toMatchObject(last);
    const { membershipId } = administrator;
    for (const sql of [
      `update memberships set profile_id = '${standard}' where id = $1`,
      `update memberships set state = 'deactivated' where id = $1`,
      'delete from memberships where id = $1',
    ])
      await expect(test.root.query(sql, [membershipId]), sql).rejects.toThrow('nobody would be left');
    await updateProfile(test.crm, administrator, {
      profileId,
      permissions: ['manageUsers', 'manageProfiles'],
    });
  });

  it('two who take it from each other at the same instant: one of them keeps it', async () => {
    const { orgId, administrator, ann, administrators, standard, put } = await setUp();
    for (let round = 0; round < 10; round += 1) {
      await put(ann.membershipId, administrators);
      const both = await actorForMembership(test.crm, {
        orgId,
        membershipId: ann.membershipId,
        source: 'page',
      });
      if (both === null) throw new Error('Ann is no member');
      const outcomes = await Promise.allSettled([
        changeProfile(test.crm, administrator, { membershipId: ann.membershipId, profileId: standard }),
        changeProfile(test.crm, both, { membershipId: administrator.membershipId, profileId: standard }),
      ]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      await test.root.query('update memberships set profile_id = $1 where id = $2', [
        administrators,
        administrator.membershipId,
      ]);
    }
  });
});
