-- The change log: one row per changed record, written by triggers only, so that no path around the application changes a record
-- unseen (B5). The application may read it and nothing else.

create table change_log (
  org_id uuid not null,
  seq bigint not null generated always as identity,
  kind text not null check (kind in ('meeting', 'contact', 'task')),
  record_id uuid not null,
  op text not null check (op in ('create', 'update', 'delete', 'restore')),
  -- Columns that changed with their values; a missing one was or became empty.
  before jsonb not null,
  after jsonb not null,
  -- The record's owner after the change, and before it where it changed: by these a channel finds what concerns it.
  owner_membership_id uuid,
  previous_owner_membership_id uuid,
  version bigint not null,
  source text not null check (source in ('page', 'api', 'import', 'massUpdate', 'microsoft365', 'system')),
  membership_id uuid,
  channel_id uuid,
  run_id uuid,
  at timestamptz not null,
  -- Numbers are given before transactions commit, so a reader goes by (xid, seq) and stops before the oldest open transaction:
  -- xid < pg_snapshot_xmin(pg_current_snapshot()). "System Information Functions: Transaction ID and Snapshot".
  xid xid8 not null default pg_current_xact_id(),
  primary key (org_id, seq)
);
create index change_log_by_record on change_log (org_id, kind, record_id, seq);
create index change_log_by_owner on change_log (org_id, owner_membership_id, kind, xid, seq);
create index change_log_by_previous_owner on change_log (org_id, previous_owner_membership_id, kind, xid, seq)
  where previous_owner_membership_id is not null;

select secure_by_organisation('change_log', 'select');

-- Columns that the log does not tell: keys, bookkeeping, and what is made from other columns (find_…, sort_…).
create function untold_columns() returns text[] language sql immutable parallel safe
  return array[
    'org_id', 'id', 'version', 'created_at', 'modified_at', 'deleted_at', 'deleted_by_membership_id', 'mass_updated_at',
    'find_text', 'find_email', 'sort_first_name', 'sort_last_name', 'sort_account_name', 'sort_email', 'sort_phone',
    'sort_mobile', 'sort_title', 'sort_mailing_city'];

-- What a row says of itself for the log; an empty column is missing.
create function told(record jsonb) returns jsonb language sql immutable parallel safe
  return jsonb_strip_nulls(record - untold_columns());

-- Tells listeners, once for each statement and organisation, that something changed: "look again" (DESIGN "Hints").
-- Up to 20 owners are named; without "owners" it may concern anybody.
create function announce_changes(org uuid, kind text, ids uuid[], owners uuid[]) returns void language sql
begin atomic
  select pg_notify('counterpart_changes', jsonb_strip_nulls(jsonb_build_object(
    'org', org,
    'kind', kind,
    'id', case when cardinality(ids) = 1 then ids[1] end,
    'owners', case when cardinality(owners) <= 20 then to_jsonb(owners) end,
    'source', nullif(current_setting('counterpart.source', true), ''),
    'channel', nullif(current_setting('counterpart.channel_id', true), '')
  ))::text);
end;

-- Statement triggers, after insert and after update of a table of records; the argument is the kind. They run as the owner of
-- the log, who alone may write it.
create function log_creations() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into change_log (org_id, kind, record_id, op, before, after, owner_membership_id, version,
    source, membership_id, channel_id, run_id, at)
  select n.org_id, tg_argv[0], n.id, 'create', '{}', told(to_jsonb(n)), n.owner_membership_id, n.version,
    coalesce(nullif(current_setting('counterpart.source', true), ''), 'system'), current_membership(),
    nullif(current_setting('counterpart.channel_id', true), '')::uuid,
    nullif(current_setting('counterpart.run_id', true), '')::uuid, n.modified_at
  from new_rows n;
  perform announce_changes(n.org_id, tg_argv[0], array_agg(n.id), array_agg(distinct n.owner_membership_id))
  from new_rows n group by n.org_id;
  return null;
end
$$;

create function log_updates() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into change_log (org_id, kind, record_id, op, before, after, owner_membership_id, previous_owner_membership_id,
    version, source, membership_id, channel_id, run_id, at)
  select n.org_id, tg_argv[0], n.id,
    case
      when o.deleted_at is null and n.deleted_at is not null then 'delete'
      when o.deleted_at is not null and n.deleted_at is null then 'restore'
      else 'update'
    end,
    told(rows.before - equal.columns), told(rows.after - equal.columns),
    n.owner_membership_id, nullif(o.owner_membership_id, n.owner_membership_id), n.version,
    coalesce(nullif(current_setting('counterpart.source', true), ''), 'system'), current_membership(),
    nullif(current_setting('counterpart.channel_id', true), '')::uuid,
    nullif(current_setting('counterpart.run_id', true), '')::uuid, n.modified_at
  from new_rows n join old_rows o on o.org_id = n.org_id and o.id = n.id,
    -- "offset 0" keeps these from being computed again wherever they are used: 0.1 ms a row instead of 0.4.
    lateral (select to_jsonb(o) as before, to_jsonb(n) as after offset 0) rows,
    lateral (
      select array(select key from jsonb_each(rows.before) where rows.after -> key = value) as columns offset 0
    ) equal;
  perform announce_changes(changed.org_id, tg_argv[0], array_agg(distinct changed.id), array_agg(distinct changed.owner))
  from (
    select n.org_id, n.id, n.owner_membership_id as owner from new_rows n
    union
    select o.org_id, o.id, o.owner_membership_id from old_rows o
  ) changed group by changed.org_id;
  return null;
end
$$;
