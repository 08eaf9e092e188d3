import { mustHold, permissions as allPermissions, type Actor, type Permission } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { invalidName, refusing } from './refusing.ts';
import type { Profile } from './types.ts';

/** The profiles of the actor's organisation (P1), the system ones first. Everybody may see them: they say what people here may do. */
export function listProfiles(crm: Crm, actor: Actor): Promise<Profile[]> {
  return crm.transaction(actor, readProfiles);
}

async function readProfiles(tx: Tx): Promise<Profile[]> {
  const rows = await tx
    .selectFrom('profiles')
    .select((eb) => [
      'id',
      'name',
      'system',
      'permissions',
      eb
        .selectFrom('memberships')
        .whereRef('memberships.org_id', '=', 'profiles.org_id')
        .whereRef('memberships.profile_id', '=', 'profiles.id')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .as('members'),
    ])
    .orderBy('system', 'desc')
    .orderBy('name')
    .execute();
  return rows.map((row) => ({ ...row, members: row.members ?? 0 }));
}

async function readProfile(tx: Tx, profileId: string): Promise<Profile> {
  const found = (await readProfiles(tx)).find(({ id }) => id === profileId);
  if (found === undefined) throw new CrmError('notFound', 'There is no such profile.');
  return found;
}

/** P1: a custom profile that begins with what another one allows. @throws CrmError `notAllowed`, `notFound`, `invalidValue` */
export async function cloneProfile(
  crm: Crm,
  actor: Actor,
  input: { readonly profileId: string; readonly name: string },
): Promise<Profile> {
  mustHold(actor, 'manageProfiles');
  const id = crm.ids.next();
  return refusing(() =>
    crm.transaction(actor, async (tx) => {
      const { permissions } = await readProfile(tx, input.profileId);
      const created_at = new Date(crm.clock.now());
      const values = { org_id: actor.orgId, id, name: nameOf(input.name), permissions, created_at };
      await tx.insertInto('profiles').values(values).execute();
      return readProfile(tx, id);
    }),
  );
}

/**
 * P1, P3: renames a custom profile, or changes what it allows; that counts for its members from the next request and the next write of a run on.
 * @throws CrmError `notAllowed`, `notFound`, `systemProfile`, `invalidValue`, `lastAdministrator`
 */
export async function updateProfile(
  crm: Crm,
  actor: Actor,
  input: {
    readonly profileId: string;
    readonly name?: string | undefined;
    readonly permissions?: readonly Permission[] | undefined;
  },
): Promise<Profile> {
  mustHold(actor, 'manageProfiles');
  const { profileId, name, permissions } = input;
  return refusing(() =>
    crm.transaction(actor, async (tx) => {
      await mustBeCustom(tx, profileId);
      await tx
        .updateTable('profiles')
        .set({
          id: profileId,
          ...(name === undefined ? {} : { name: nameOf(name) }),
          ...(permissions === undefined
            ? {}
            : { permissions: allPermissions.filter((one) => permissions.includes(one)) }),
        })
        .where('id', '=', profileId)
        .execute();
      return readProfile(tx, profileId);
    }),
  );
}

/**
 * Deletes a custom profile. Its members, if it has any, get the profile `moveTo`; without one it stays.
 * @throws CrmError `notAllowed`, `notFound`, `systemProfile`, `profileInUse`, `lastAdministrator`
 */
export async function deleteProfile(
  crm: Crm,
  actor: Actor,
  input: { readonly profileId: string; readonly moveTo?: string | undefined },
): Promise<void> {
  mustHold(actor, 'manageProfiles');
  const { profileId, moveTo } = input;
  await refusing(() =>
    crm.transaction(actor, async (tx) => {
      const { members } = await mustBeCustom(tx, profileId);
      if (members > 0) {
        if (moveTo === undefined || moveTo === profileId) throw new CrmError('profileInUse');
        // Giving people another profile is managing users.
        mustHold(actor, 'manageUsers');
        await readProfile(tx, moveTo);
        await tx
          .updateTable('memberships')
          .set({ profile_id: moveTo })
          .where('profile_id', '=', profileId)
          .execute();
      }
      await tx.deleteFrom('profiles').where('id', '=', profileId).execute();
    }),
  );
}

async function mustBeCustom(tx: Tx, profileId: string): Promise<Profile> {
  const profile = await readProfile(tx, profileId);
  if (profile.system) throw new CrmError('systemProfile');
  return profile;
}

function nameOf(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= 100) return name;
  throw invalidName('A profile needs a name of at most 100 characters.');
}
