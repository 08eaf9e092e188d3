import * as crm from '@counterpart/crm';
import type { Crm } from '@counterpart/crm';
import { SESSION_COOKIE } from '../http/sessions.ts';
import type { ApiClient } from './client.ts';

export const PASSWORD = 'correct horse battery staple';

const SESSION_MS = 3_600_000;

export interface TestPerson {
  readonly email: string;
  readonly accountId: string;
  readonly membershipId: string;
  readonly api: ApiClient;
}

export interface TestOrganisation {
  readonly orgId: string;
  readonly administrator: TestPerson;
  readonly ann: TestPerson;
  readonly bob: TestPerson;
  /** One more person, of a profile (Standard), signed in. */
  add(login: string, fullName: string, profileId?: string): Promise<TestPerson>;
}

/** An organisation with an administrator and two people of the profile Standard, all signed in. */
export async function createOrganisation(
  database: Crm,
  newClient: () => ApiClient,
  { name, domain, emailVerified = true }: { name: string; domain: string; emailVerified?: boolean },
): Promise<TestOrganisation> {
  const { orgId, administratorProfileId, standardProfileId } = await crm.createOrganisation(database, {
    name,
  });
  const add = async (login: string, fullName: string, profileId = standardProfileId): Promise<TestPerson> => {
    const email = `${login}@${domain}`;
    const created = await crm.createAccount(database, {
      name: fullName,
      email,
      password: PASSWORD,
      emailVerified,
    });
    if (created.outcome !== 'created') throw new Error(`${email} is taken.`);
    const { accountId } = created;
    const { membershipId } = await crm.addMembership(database, { orgId, accountId, profileId });
    const api = newClient();
    const session = await crm.startSession(database, { accountId, lifetimeMs: SESSION_MS });
    if (session.outcome !== 'started') throw new Error(`${email} cannot sign in.`);
    api.cookies.set(SESSION_COOKIE, session.token);
    return { email, accountId, membershipId, api };
  };
  return {
    orgId,
    administrator: await add('admin', 'Ada Ministrator', administratorProfileId),
    ann: await add('ann', 'Ann Example'),
    bob: await add('bob', 'Bob Example'),
    add,
  };
}
