-- Tasks (T1 to T4). The columns of content are the fields of the engine's kind "task" in snake case, and related_contact_id, which is the
-- CRM's alone.

create table tasks (
  org_id uuid not null references organisations (org_id) on delete cascade,
  id uuid not null,
  owner_membership_id uuid not null,
  origin text not null check (origin in ('created', 'import', 'migration', 'microsoft365', 'api')),
  -- T2: when a mass update last changed it; from then on it is synced, imported or not.
  mass_updated_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default current_instant(),
  modified_at timestamptz not null default current_instant(),
  -- A deleted task stays as a tombstone and can be restored.
  deleted_at timestamptz,
  deleted_by_membership_id uuid,

  subject text not null check (subject <> ''),
  -- Dates without a zone: a task is due on that day wherever one is.
  due_date date,
  start_date date,
  status text not null default 'notStarted'
    check (status in ('notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred')),
  priority text not null default 'normal' check (priority in ('highest', 'high', 'normal', 'low', 'lowest')),
  reminder timestamptz,
  description text check (description <> ''),
  -- The engine's Recurrence.
  recurrence jsonb,
  -- [{title, done}] in their order.
  checklist jsonb,
  categories text[] check (categories <> '{}'),
  related_contact_id uuid,
  -- Made from the status, by the trigger below.
  completed_at timestamptz,

  -- Made from the others, for finding and sorting, as those of contacts (004). Without a due date a task stands last.
  find_text text collate "C" not null generated always as (' ' || replace(folded(subject), chr(10), ' ')) stored,
  -- By what an import recognises a task: subject and due date (in days, for the text of a date depends on settings).
  find_key text not null generated always as (
    left(lower(subject), 320) || '|' || coalesce((due_date - date '1970-01-01')::text, '')) stored,
  sort_subject text collate "C" not null generated always as (left(folded(subject), 200)) stored,
  sort_due_date date not null generated always as (coalesce(due_date, date 'infinity')) stored,
  sort_status smallint not null generated always as (
    case status when 'inProgress' then 1 when 'notStarted' then 2 when 'waitingOnOthers' then 3 when 'deferred' then 4 else 5 end) stored,
  sort_priority smallint not null generated always as (
    case priority when 'highest' then 1 when 'high' then 2 when 'normal' then 3 when 'low' then 4 else 5 end) stored,
  -- T2: the higher, the sooner in a full round: open tasks by due date, those without one after them, then the most recently completed.
  sync_place double precision not null generated always as (
    case
      when status <> 'completed' then coalesce(2e12 - (due_date - date '1970-01-01'), 1e12)
      else extract(epoch from completed_at at time zone 'UTC')
    end) stored,

  primary key (org_id, id),
  foreign key (org_id, owner_membership_id) references memberships (org_id, id),
  foreign key (org_id, related_contact_id) references contacts (org_id, id)
);

-- "My open tasks", everybody's open ones, and of both what is overdue, which stands in front.
create index tasks_open_of_owner on tasks (org_id, owner_membership_id, sort_due_date, id) where deleted_at is null and status <> 'completed';
create index tasks_open on tasks (org_id, sort_due_date, id) where deleted_at is null and status <> 'completed';
create index tasks_by_due_date on tasks (org_id, sort_due_date, id) where deleted_at is null;
create index tasks_by_subject on tasks (org_id, sort_subject, id) where deleted_at is null;
create index tasks_by_status on tasks (org_id, sort_status, id) where deleted_at is null;
create index tasks_by_priority on tasks (org_id, sort_priority, id) where deleted_at is null;
create index tasks_by_created on tasks (org_id, created_at, id) where deleted_at is null;
create index tasks_by_modified on tasks (org_id, modified_at, id) where deleted_at is null;
create index tasks_by_origin on tasks (org_id, origin, sort_due_date, id) where deleted_at is null and origin <> 'created';
create index tasks_by_owner on tasks (org_id, owner_membership_id, id) where deleted_at is null;
create index tasks_by_contact on tasks (org_id, related_contact_id, sort_due_date, id) where related_contact_id is not null;
create index tasks_by_find_key on tasks (org_id, find_key) where deleted_at is null;
create index tasks_by_deletion on tasks (org_id, deleted_at, id) where deleted_at is not null;
create index tasks_by_text on tasks using gin (org_id, find_text gin_trgm_ops) where deleted_at is null;
create index tasks_in_sync_order on tasks (org_id, owner_membership_id, sync_place, id) where deleted_at is null;

-- No "delete": a record leaves by a tombstone, which the log sees as a deletion.
select secure_by_organisation('tasks', 'select, insert, update');
create policy finder on tasks for select to counterpart_finder using (true);
grant select on tasks to counterpart_finder;

-- What the log does not tell of tasks either: what is made from other columns.
create or replace function untold_columns() returns text[] language sql immutable parallel safe
  return array[
    'org_id', 'id', 'version', 'created_at', 'modified_at', 'deleted_at', 'deleted_by_membership_id', 'mass_updated_at',
    'find_text', 'find_email', 'sort_first_name', 'sort_last_name', 'sort_account_name', 'sort_email', 'sort_phone',
    'sort_mobile', 'sort_title', 'sort_mailing_city',
    'completed_at', 'find_key', 'sort_subject', 'sort_due_date', 'sort_status', 'sort_priority', 'sync_place'];

create function note_completion() returns trigger language plpgsql as $$
begin
  if new.status <> 'completed' then
    new.completed_at := null;
  elsif tg_op = 'INSERT' or old.status <> 'completed' then
    new.completed_at := coalesce(new.completed_at, current_instant());
  end if;
  return new;
end
$$;

-- Triggers of one sort run in the order of their names: the completion is noted before versions are compared.
create trigger completion before insert or update on tasks for each row execute function note_completion();
create trigger keep_version before update on tasks for each row execute function keep_record_version(
  '{"find_text": null, "find_key": null, "sort_subject": null, "sort_due_date": null, "sort_status": null, "sort_priority": null, "sync_place": null}');
create trigger log_creations after insert on tasks referencing new table as new_rows
  for each statement execute function log_creations('task');
create trigger log_updates after update on tasks referencing old table as old_rows new table as new_rows
  for each statement execute function log_updates('task');

-- Contacts keep their version by the same function.
drop trigger keep_version on contacts;
create trigger keep_version before update on contacts for each row execute function keep_record_version(
  '{"find_text": null, "find_email": null, "sort_first_name": null, "sort_last_name": null, "sort_account_name": null,
    "sort_email": null, "sort_phone": null, "sort_mobile": null, "sort_title": null, "sort_mailing_city": null}');
drop function keep_contact_version;

-- As 014, and looks at how much the table of tasks has grown.
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
      from unnest(array['links', 'link_keys', 'contacts', 'tasks', 'change_log']::regclass[]) as name;
  end if;
end
$$;
