import * as crm from '@counterpart/crm';
import type { Actor, Crm } from '@counterpart/crm';
import {
  administrator,
  CONTACTS_EACH,
  organisation,
  password,
  salespeople,
  SEED,
  MEETINGS_EACH,
  TASKS_EACH,
  type DemoLogin,
} from './people.ts';

export interface DemoPeople {
  /** Whether this start made them. */
  readonly made: boolean;
  readonly administrator: Actor;
  readonly salespeople: readonly { name: string; email: string; actor: Actor }[];
}

/** The demo's organisation with its people, their contacts, tasks and meetings: made once, found again at later starts. */
export async function ensureDemo(database: Crm): Promise<DemoPeople> {
  const made = (await crm.findAccountByEmail(database, administrator.email)) === null;
  if (made) {
    const withPassword = (person: DemoLogin) => ({ ...person, password });
    await crm.seedDemo(database, {
      organisation,
      administrator: withPassword(administrator),
      salespeople: salespeople.map(withPassword),
      contactsEach: CONTACTS_EACH,
      tasksEach: TASKS_EACH,
      meetingsEach: MEETINGS_EACH,
      seed: SEED,
    });
  }
  return {
    made,
    administrator: await actorOf(database, administrator.email),
    salespeople: await Promise.all(
      salespeople.map(async ({ name, email }) => ({ name, email, actor: await actorOf(database, email) })),
    ),
  };
}

/** Acts as the person by the way that people take: a session, ended at once. */
async function actorOf(database: Crm, email: string): Promise<Actor> {
  const account = await crm.findAccountByEmail(database, email);
  if (account === null)
    throw new Error(`The demo's data lacks ${email}; remove the folder .counterpart to begin anew.`);
  const started = await crm.startSession(database, { accountId: account.accountId, lifetimeMs: 60_000 });
  if (started.outcome === 'noMembership')
    throw new Error(`${email} is no member of the demo's organisation any more.`);
  const session = await crm.readSession(database, started.token);
  await crm.endSession(database, started.token);
  if (session === null) throw new Error(`${email} could not be signed in.`);
  return crm.actorOf(session, 'system');
}
