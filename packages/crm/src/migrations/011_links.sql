-- Links: two records known to be the same, with the base between them, or one that still waits for its twin.
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
  -- Hashes of the match keys; only where one side waits for its twin.
  keys uuid[],
  -- When the link takes part in a run: 0 at once, null not before something changes.
  due_at_ms bigint generated always as (
    case when stage = 'open' and dirty then case when problem is null then 0 else (problem ->> 'retryAtMs')::bigint end end
  ) stored,
  primary key (org_id, id),
  foreign key (org_id, channel_id) references channels (org_id, id) on delete cascade
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

-- V5: a record belongs to one link.
create unique index links_by_local on links (org_id, channel_id, local_id) where stage = 'open' and local_id is not null;
create unique index links_by_remote on links (org_id, channel_id, remote_id) where stage = 'open' and remote_id is not null;
create index links_closed_by_local on links (org_id, channel_id, local_id) where stage <> 'open' and local_id is not null;
create index links_closed_by_remote on links (org_id, channel_id, remote_id) where stage <> 'open' and remote_id is not null;
create index links_in_order on links (org_id, channel_id, seq);
create index links_due on links (org_id, channel_id, seq) include (due_at_ms) where due_at_ms is not null;
create index links_with_problem on links (org_id, channel_id, seq) where problem is not null;

-- A table of its own and not an array with a GIN index: under row-level security only leakproof operators reach an index
-- ("Row Security Policies"), and the operators of arrays are not.
create table link_keys (
  org_id uuid not null,
  channel_id uuid not null,
  key uuid not null,
  link_id uuid not null,
  primary key (org_id, channel_id, key, link_id),
  foreign key (org_id, channel_id) references channels (org_id, id) on delete cascade
);

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
  unique (org_id, link_id),
  foreign key (org_id, channel_id) references channels (org_id, id) on delete cascade
);

select secure_by_organisation('links');
select secure_by_organisation('link_keys');
select secure_by_organisation('intents');
