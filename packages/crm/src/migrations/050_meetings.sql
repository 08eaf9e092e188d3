-- Meetings (E1 to E12). The columns of content are the fields of the engine's kind "meeting" in snake case ("when" is a word of SQL: takes_place), and
-- rule, which is the CRM's alone.

-- The names and addresses of participants, for finding.
create function participants_text(participants jsonb) returns text language sql immutable parallel safe
  return (select string_agg(key || ' ' || coalesce(value ->> 'name', ''), ' ') from jsonb_each(participants));

create table meetings (
  org_id uuid not null references organisations (org_id) on delete cascade,
  id uuid not null,
  owner_membership_id uuid not null,
  origin text not null check (origin in ('created', 'import', 'migration', 'microsoft365', 'api')),
  -- E6: when a mass update last changed it; from then on it is synced, imported or not.
  mass_updated_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default current_instant(),
  modified_at timestamptz not null default current_instant(),
  -- A deleted meeting stays as a tombstone and can be restored.
  deleted_at timestamptz,
  deleted_by_membership_id uuid,

  title text check (title <> ''),
  -- The engine's When and Recurrence, and its changed and cancelled occurrences by day.
  takes_place jsonb not null,
  recurrence jsonb,
  occurrences jsonb,
  location text check (location <> ''),
  -- Text, or {html}.
  description jsonb,
  participants jsonb,
  invite boolean check (invite),
  reminder integer check (reminder >= 0),
  show_as text not null default 'busy' check (show_as in ('free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown')),
  sensitivity text not null default 'normal' check (sensitivity in ('normal', 'personal', 'private', 'confidential')),
  categories text[] check (categories <> '{}'),
  online boolean check (online),
  join_url text check (join_url <> ''),
  host jsonb,
  response text not null default 'none' check (response in ('none', 'tentative', 'accepted', 'declined')),
  uid text check (uid <> ''),
  -- E8: the lines of iCalendar by which an imported series repeats that cannot be expressed as a recurrence. Kept, shown, and not synced.
  rule text check (rule <> ''),

  -- Computed by the program from what takes place when (meetings/times.ts), for it takes the expansion of a series. All-day meetings are taken in
  -- UTC. Of what takes place first, from when to when; and from the first to the last occurrence, moved ones too: 'infinity' where there is no last one.
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  first_starts_at timestamptz not null,
  last_ends_at timestamptz not null,

  -- Made from the others, for finding and sorting, as those of contacts (004).
  find_text text collate "C" not null generated always as (
    ' ' || replace(folded(
      coalesce(title, '') || ' ' || coalesce(location, '') || ' ' || coalesce(participants_text(participants), '') || ' ' ||
      coalesce(host ->> 'name', '') || ' ' || coalesce(host ->> 'address', '')
    ), chr(10), ' ')
  ) stored,
  -- By what an import recognises a meeting: its uid, or its title and start.
  find_uid text generated always as (left(uid, 1000)) stored,
  find_key text not null generated always as (
    left(lower(coalesce(title, '')), 320) || '|' || coalesce(takes_place ->> 'start', '')) stored,
  sort_title text collate "C" not null generated always as (left(folded(title), 200)) stored,

  primary key (org_id, id),
  foreign key (org_id, owner_membership_id) references memberships (org_id, id)
);

create index meetings_by_start on meetings (org_id, starts_at, id) where deleted_at is null;
create index meetings_by_end on meetings (org_id, last_ends_at, id) where deleted_at is null;
create index meetings_by_title on meetings (org_id, sort_title, id) where deleted_at is null;
create index meetings_by_created on meetings (org_id, created_at, id) where deleted_at is null;
create index meetings_by_modified on meetings (org_id, modified_at, id) where deleted_at is null;
create index meetings_by_origin on meetings (org_id, origin, starts_at, id) where deleted_at is null and origin <> 'created';
create index meetings_by_owner on meetings (org_id, owner_membership_id, starts_at, id) where deleted_at is null;
create index meetings_by_find_key on meetings (org_id, find_key) where deleted_at is null;
-- One meeting in several calendars (B12).
create index meetings_by_uid on meetings (org_id, find_uid) where deleted_at is null and uid is not null;
create index meetings_by_deletion on meetings (org_id, deleted_at, id) where deleted_at is not null;
create index meetings_by_text on meetings using gin (org_id, find_text gin_trgm_ops) where deleted_at is null;
create index meetings_by_participant on meetings using gin (org_id, participants) where deleted_at is null;
-- E5: those that are not over, and the others, the last ended first; and a person's calendar.
create index meetings_in_sync_order on meetings (org_id, owner_membership_id, last_ends_at, id) where deleted_at is null;

-- No "delete": a record leaves by a tombstone, which the log sees as a deletion.
select secure_by_organisation('meetings', 'select, insert, update');
create policy finder on meetings for select to counterpart_finder using (true);
grant select on meetings to counterpart_finder;

-- What the log does not tell of meetings either: what is made from other columns.
create or replace function untold_columns() returns text[] language sql immutable parallel safe
  return array[
    'org_id', 'id', 'version', 'created_at', 'modified_at', 'deleted_at', 'deleted_by_membership_id', 'mass_updated_at',
    'find_text', 'find_email', 'sort_first_name', 'sort_last_name', 'sort_account_name', 'sort_email', 'sort_phone',
    'sort_mobile', 'sort_title', 'sort_mailing_city',
    'completed_at', 'find_key', 'sort_subject', 'sort_due_date', 'sort_status', 'sort_priority', 'sync_place',
    'starts_at', 'ends_at', 'first_starts_at', 'last_ends_at', 'find_uid'];

create trigger keep_version before update on meetings for each row execute function keep_record_version(
  '{"find_text": null, "find_uid": null, "find_key": null, "sort_title": null}');
create trigger log_creations after insert on meetings referencing new table as new_rows
  for each statement execute function log_creations('meeting');
create trigger log_updates after update on meetings referencing old table as old_rows new table as new_rows
  for each statement execute function log_updates('meeting');

alter table imports drop constraint imports_format_check, add constraint imports_format_check check (format in ('csv', 'vcf', 'ics'));

-- The name by which people know a record, of its content. Of contacts "title" is something else.
create or replace function record_name(content jsonb) returns text language sql immutable parallel safe
  return case when content ? 'when' then coalesce(content ->> 'title', '') else
    coalesce(content ->> 'subject', nullif(concat_ws(' ', content ->> 'firstName', content ->> 'lastName'), ''),
      content ->> 'accountName', content ->> 'email', '')
  end;

-- As 021, and looks at how much the table of meetings has grown.
create or replace function put_links(org uuid, channel uuid, items jsonb) returns void language plpgsql as $$
declare
  ids constant uuid[] := array(select (item ->> 'id')::uuid from jsonb_array_elements(items) as item);
begin
  delete from link_keys where org_id = org and channel_id = channel and link_id = any (ids);
  insert into links as l (org_id, channel_id, id, stage, local_id, local_state, local_round, local_rest,
      remote_id, remote_state, remote_round, remote_rest, base, shown, made, dirty, problem)
    select org, channel, (i.item ->> 'id')::uuid, i.item ->> 'stage',
      i.item #>> '{local,id}', i.item #>> '{local,state}', i.item #>> '{local,round}',
      (i.item -> 'local') - array['id', 'state', 'round'],
      i.item #>> '{remote,id}', i.item #>> '{remote,state}', i.item #>> '{remote,round}',
      (i.item -> 'remote') - array['id', 'state', 'round'],
      i.item -> 'base', i.item -> 'shown', i.item ->> 'made', (i.item -> 'dirty')::boolean, i.item -> 'problem'
    from jsonb_array_elements(items) with ordinality as i (item, n)
    order by i.item ->> 'stage' = 'open', n
    on conflict (org_id, id) do update set stage = excluded.stage,
      local_id = excluded.local_id, local_state = excluded.local_state, local_round = excluded.local_round,
      local_rest = excluded.local_rest, remote_id = excluded.remote_id, remote_state = excluded.remote_state,
      remote_round = excluded.remote_round, remote_rest = excluded.remote_rest, base = excluded.base,
      shown = excluded.shown, made = excluded.made, dirty = excluded.dirty, problem = excluded.problem;
  if cardinality(ids) >= 100 then
    perform refresh_statistics(name)
      from unnest(array['links', 'link_keys', 'contacts', 'tasks', 'meetings', 'change_log']::regclass[]) as name;
  end if;
end
$$;
