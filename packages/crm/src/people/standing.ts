import { sql } from 'kysely';
import { mustHold, type Actor } from '../actor.ts';
import type { Crm } from '../crm.ts';

/** Somebody of a tenant's directory. */
export interface DirectoryEntry {
  readonly oid: string;
  readonly login: string;
  readonly mail: string | null;
}

/**
 * How people of a directory stand to the organisation (U2, U3): `user`: a member; `invited`; `loginDiffers`: they sign in to the CRM with
 * another address than in Microsoft 365; `stranger`. By object id. @throws CrmError `notAllowed`
 */
export type Standing = 'user' | 'invited' | 'loginDiffers' | 'stranger';

export async function standingOf(
  crm: Crm,
  actor: Actor,
  tid: string,
  people: readonly DirectoryEntry[],
): Promise<Map<string, Standing>> {
  mustHold(actor, 'manageUsers');
  const { rows } = await crm.transaction(actor, (tx) =>
    sql<{ oid: string; standing: Standing }>`
      with people as (
        select oid, lower(login) as login, lower(mail) as mail
        from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as r (oid text, login text, mail text)),
      here as (
        select lower(a.email) as email, a.id from memberships m join accounts a on a.id = m.account_id
        where m.org_id = current_org()),
      tied as (
        select p.oid, i.account_id, lower(a.email) as email from people p
          join identities i on i.provider = 'microsoft' and i.tid = ${tid} and i.oid = p.oid
          join accounts a on a.id = i.account_id)
      select p.oid, case
        when exists (select from tied join here on here.id = tied.account_id where tied.oid = p.oid)
          or exists (select from here where here.email = p.login) then 'user'
        when exists (select from invitations i where i.org_id = current_org() and i.state = 'open'
          and ((i.tid = ${tid} and i.oid = p.oid) or lower(i.email) in (p.login, p.mail))) then 'invited'
        when exists (select from tied where tied.oid = p.oid and tied.email <> p.login)
          or exists (select from here where here.email = p.mail) then 'loginDiffers'
        else 'stranger' end as standing
      from people p`.execute(tx),
  );
  return new Map(rows.map(({ oid, standing }) => [oid, standing]));
}
