import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import type { TestOrganisation, TestPerson } from '../organisation.ts';

/** What an identifier can name. */
export type Thing =
  | 'organisation'
  | 'member'
  | 'profile'
  | 'contact'
  | 'task'
  | 'meeting'
  | 'import'
  | 'view'
  | 'token'
  | 'invitation'
  | 'joinRequest'
  | 'handover'
  | 'directoryPerson'
  | 'run'
  | 'conflict'
  | 'hold';

export type Things = { readonly [thing in Thing]: string };

/** One of each, a person's own. */
export async function createThings(
  client: Client,
  { orgId }: TestOrganisation,
  { api, membershipId }: TestPerson,
): Promise<Things> {
  const make = async (path: string, body: object | FormData): Promise<string> =>
    (await api.post<{ id: string }>(path, body)).id;
  const form = new FormData();
  form.append('file', new Blob(['Last name\nBerg\n']), 'contacts.csv');
  const [channel, run, conflict, hold, profile, invitation, joinRequest, handover] = Array.from(
    { length: 8 },
    () => randomUUID(),
  );
  const ids = [orgId, channel];
  await client.query(
    `insert into profiles (org_id, id, name, permissions, created_at) values ($1, $2, $3, '{}', now())`,
    [orgId, profile, `Profile of ${membershipId}`],
  );
  await client.query(
    `insert into channels (org_id, id, membership_id, kind, state, settings, container_name, marker_prefix)
     values ($1, $2, $3, 'contact', 'off', '{}', 'Counterpart', 'marker')`,
    [...ids, membershipId],
  );
  await client.query(
    `insert into runs (org_id, channel_id, id, started_at_ms, ended_at_ms, outcome, counters) values ($1, $2, $3, 1, 2, 'done', '{}')`,
    [...ids, run],
  );
  await client.query(
    `insert into conflicts (org_id, channel_id, id, run_id, link_id, field, winner, at_ms)
     values ($1, $2, $3, $4, $4, 'lastName', 'local', 1)`,
    [...ids, conflict, run],
  );
  await client.query(
    `insert into holds (org_id, channel_id, id, run_id, side, link_ids, at_ms) values ($1, $2, $3, $4, 'remote', '[]', 1)`,
    [...ids, hold, run],
  );
  await client.query(
    `insert into invitations (org_id, id, email, name, profile_id, state, token_hash, expires_at, invited_by, created_at)
     values ($1, $2, $4 || '@guest.example', 'Guest', $5, 'open', $6, now() + interval '1 day', $3, now())`,
    [orgId, invitation, membershipId, invitation, profile, Buffer.from(invitation ?? '')],
  );
  await client.query(
    `insert into join_requests (org_id, id, tid, oid, login, name, email, terms_version, terms_accepted_at, state, token_hash, expires_at, created_at)
     values ($1, $2, $3, $3, 'guest@guest.example', 'Guest', 'guest@guest.example', '1', now(), 'open', $4, now() + interval '1 day', now())`,
    [orgId, joinRequest, `tenant of ${joinRequest}`, Buffer.from(joinRequest ?? '')],
  );
  await client.query(
    `insert into handovers (org_id, id, from_membership_id, to_membership_id, by_membership_id, total, state, started_at)
     values ($1, $2, $3, $3, $3, 0, 'done', now())`,
    [orgId, handover, membershipId],
  );
  return {
    organisation: orgId,
    member: membershipId,
    profile: profile ?? '',
    contact: await make('/api/contacts', { lastName: 'Berg' }),
    task: await make('/api/tasks', { subject: 'Call' }),
    meeting: await make('/api/meetings', {
      title: 'Talk',
      when: { start: '2026-03-02T09:00', end: '2026-03-02T10:00', zone: 'Europe/Stockholm' },
    }),
    import: await make('/api/contacts/imports', form),
    view: await make('/api/views', { kind: 'contact', name: 'Mine' }),
    token: await make('/api/tokens', { name: 'Mine', scopes: ['tasks:read'], lifetimeDays: 1 }),
    invitation: invitation ?? '',
    joinRequest: joinRequest ?? '',
    handover: handover ?? '',
    directoryPerson: randomUUID(),
    run: run ?? '',
    conflict: conflict ?? '',
    hold: hold ?? '',
  };
}

/** A digest of all rows, table by table. When a token was last used is no row of anybody's work. */
export async function digestRows(client: Client): Promise<{ [table: string]: string }> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
  );
  const each = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) || ' ' || coalesce(sum(hashtextextended((to_jsonb(t) - 'last_used_at')::text, 0)), 0) as digest from ${name} t`,
  );
  const { rows } = await client.query<{ name: string; digest: string }>(each.join(' union all '));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}
