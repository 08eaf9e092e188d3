import * as crm from '@counterpart/crm';
import type { Actor, Standing } from '@counterpart/crm';
import type { DirectoryPerson } from '@counterpart/microsoft365';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { Services } from '../services.ts';
import type { TenantDirectory } from '../sync-port.ts';

export type Status = 'addable' | Exclude<Standing, 'stranger'> | 'guest' | 'disabled';

const nobody = 'The directory has no such person any more.';

/** Why people of a directory cannot be added, in words (U3). */
const reasons: { readonly [status in Exclude<Status, 'addable'>]: string } = {
  user: 'They are a user of this organisation.',
  invited: 'They are invited already.',
  loginDiffers:
    'They sign in to the CRM with another address than in Microsoft 365. Only the login that they have in Microsoft 365 can be added.',
  guest: 'They are a guest of your tenant. Invite them by e-mail.',
  disabled: 'Their account in Microsoft 365 is disabled.',
};

export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly login: string;
  readonly mail: string | null;
  readonly title: string | null;
  readonly department: string | null;
  readonly status: Status;
  readonly reason: string | null;
}

/** @throws Refusal `organisationNotConnected` */
export async function directoryOf({ sync }: Services, orgId: string): Promise<TenantDirectory> {
  const directory = await sync.directory(orgId);
  if (directory === null) throw new Refusal('organisationNotConnected');
  return directory;
}

/** People of the directory with how they stand to the organisation. */
export async function entriesOf(
  { crm: database }: Services,
  actor: Actor,
  tenantId: string,
  people: readonly DirectoryPerson[],
): Promise<Entry[]> {
  const asked = people.map((one) => ({
    oid: one.id,
    login: one.userPrincipalName,
    mail: one.mail ?? null,
  }));
  const standings = await crm.standingOf(database, actor, tenantId, asked);
  return people.map((one) => {
    const standing = standings.get(one.id) ?? 'stranger';
    const own = standing === 'stranger' ? 'addable' : standing;
    // Who is here already is that first: a disabled account may be a colleague who left.
    const status: Status = own === 'user' || own === 'invited' ? own : (unfit(one) ?? own);
    return {
      id: one.id,
      name: one.displayName ?? one.userPrincipalName,
      login: one.userPrincipalName,
      mail: one.mail ?? null,
      title: one.jobTitle ?? null,
      department: one.department ?? null,
      status,
      reason: status === 'addable' ? null : reasons[status],
    };
  });
}

function unfit({ userType, accountEnabled }: DirectoryPerson): 'guest' | 'disabled' | null {
  if (userType?.toLowerCase() === 'guest') return 'guest';
  return accountEnabled === false ? 'disabled' : null;
}

/**
 * Reads an entry of the directory again and answers it, if it is what it was (U3): there, enabled, no guest, with the same login.
 * @throws Refusal with `code`, saying what is different; ChannelProblem where the directory cannot be asked
 */
export async function mustStillBe(
  directory: Pick<TenantDirectory, 'byIds'>,
  { oid, login }: { readonly oid: string; readonly login: string },
  code: 'directoryEntryChanged' | 'notAddable',
): Promise<DirectoryPerson> {
  const found = (await directory.byIds([oid])).get(oid);
  const changed = whatChanged(found, login);
  if (found === undefined || changed !== null) throw new Refusal(code, { detail: changed ?? nobody });
  return found;
}

/** What is no longer as it was, in words; null: nothing. */
export function whatChanged(person: DirectoryPerson | undefined, login: string): string | null {
  if (person === undefined) return nobody;
  const status = unfit(person);
  if (status !== null) return reasons[status];
  if (person.userPrincipalName.toLowerCase() === login.toLowerCase()) return null;
  return `Their login in Microsoft 365 is not ${login} but ${person.userPrincipalName}.`;
}

const PURPOSE = 'page of a directory';
const sealedPage = z.object({ orgId: z.uuid(), next: z.string() });

/** The place where a list of people goes on. It names a page of Graph, so it is sealed while it is in other hands. */
export function sealPage({ keyRing }: Services, orgId: string, next: string): string {
  return keyRing.seal(JSON.stringify({ orgId, next }), PURPOSE);
}

/** @throws CrmError `invalidCursor` */
export function openPage({ keyRing }: Services, orgId: string, cursor: string): string {
  const text = keyRing.open(cursor, PURPOSE);
  const page = text === null ? null : sealedPage.parse(JSON.parse(text));
  if (page?.orgId !== orgId) throw new crm.CrmError('invalidCursor');
  return page.next;
}
