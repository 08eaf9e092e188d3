-- Links: two records known to be the same, with the base between them, or one that still waits for its twin.
-- The tables that grow with the records have no foreign key to channels: channels are never deleted, and checking it for each row
-- took a third of the time of writing.
create table links (
  org_id uuid not null,
  channel_id uuid not null,
  id uuid not null,
  -- The order in which they were first stored.
  seq bigint not null generated always as identity,
  stage text not null check (stage in ('open', 'unlinked', 'released')),
  local_id text,
  local_state text,
  local_round text,
  -- The rest of the observation. Its content is left out where it equals the base.
  local_rest jsonb,
  remote_id text,
  remote_state text,
  remote_round text,
  remote_rest jsonb,
  base jsonb,
  shown jsonb,
  made text check (made in ('local', 'remote')),
  dirty boolean not null,
  problem jsonb,
  -- When the link takes part in a run: 0 at once, null not before something changes.
  due_at_ms bigint generated always as (
    case when stage = 'open' and dirty then case when problem is null then 0 else (problem ->> 'retryAtMs')::bigint end end
  ) stored,
  primary key (org_id, id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

-- V5: a record belongs to one link.
create unique index links_by_local on links (org_id, channel_id, local_id) where stage = 'open' and local_id is not null;
create unique index links_by_remote on links (org_id, channel_id, remote_id) where stage = 'open' and remote_id is not null;
create index links_closed_by_local on links (org_id, channel_id, local_id) where stage <> 'open' and local_id is not null;
create index links_closed_by_remote on links (org_id, channel_id, remote_id) where stage <> 'open' and remote_id is not null;
create index links_in_order on links (org_id, channel_id, seq);
create index links_due on links (org_id, channel_id, seq) include (due_at_ms) where due_at_ms is not null;
create index links_with_problem on links (org_id, channel_id, seq) where problem is not null;

-- By what a link that waits for its twin may be recognised: hashes of the match keys. A table of its own and not an array with a GIN index: under row-level security only leakproof operators reach an index
-- ("Row Security Policies"), and the operators of arrays are not.
create table link_keys (
  org_id uuid not null,
  channel_id uuid not null,
  key uuid not null,
  link_id uuid not null,
  primary key (org_id, channel_id, link_id, key)
);
create index link_keys_by_key on link_keys (org_id, channel_id, key);

-- Written before a remote write whose reply may be lost. One per link.
create table intents (
  org_id uuid not null,
  channel_id uuid not null,
  id uuid not null,
  link_id uuid not null,
  op text not null check (op in ('create', 'update', 'delete')),
  run_id uuid not null,
  target jsonb not null,
  fields jsonb not null,
  marker text not null,
  at_ms bigint not null,
  primary key (org_id, channel_id, id),
  unique (org_id, link_id)
);

select secure_by_organisation('links');
select secure_by_organisation('link_keys');
select secure_by_organisation('intents');

-- A channel belongs to one organisation: without this the planner takes the two for independent and expects next to no rows.
create statistics links_channel (dependencies) on org_id, channel_id from links;
create statistics link_keys_channel (dependencies) on org_id, channel_id from link_keys;

-- A run's statements are planned once and kept. While its tables grow from nothing to thousands of rows, PostgreSQL would go by what
-- it knew of the empty ones until autovacuum comes round, once a minute; so whoever writes many rows looks whether they have doubled.
create function refresh_statistics(name regclass) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if pg_relation_size(name) > 131072 + 2 * 8192 * (select relpages from pg_class where oid = name)::bigint then
    execute format('analyze (skip_locked) %s', name);
  end if;
end
$$;
