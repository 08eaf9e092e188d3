-- What happened: runs, the journal of what they did, and what people are asked.

create table runs (
  org_id uuid not null,
  channel_id uuid not null,
  id uuid not null,
  started_at_ms bigint not null,
  ended_at_ms bigint,
  outcome text not null check (outcome in ('running', 'done', 'held', 'stopped', 'failed')),
  reason text,
  counters jsonb not null,
  primary key (org_id, channel_id, id),
  foreign key (org_id, channel_id) references channels (org_id, id) on delete cascade
);
create index runs_in_order on runs (org_id, channel_id, started_at_ms desc, id);

-- One row per applied operation (B5, B7).
create table journal (
  org_id uuid not null,
  channel_id uuid not null,
  run_id uuid not null,
  seq bigint not null generated always as identity,
  id uuid not null,
  link_id uuid not null,
  side text not null check (side in ('local', 'remote')),
  op text not null,
  record_id text not null,
  before jsonb not null,
  after jsonb not null,
  decision text not null,
  at_ms bigint not null,
  primary key (org_id, channel_id, run_id, seq)
);

-- Both sides changed one field; the value that lost is kept (B3).
create table conflicts (
  org_id uuid not null,
  channel_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  link_id uuid not null,
  field text not null,
  winner text not null check (winner in ('local', 'remote')),
  local_value jsonb,
  remote_value jsonb,
  base_value jsonb,
  at_ms bigint not null,
  -- Which value a person decided for.
  taken text check (taken in ('local', 'remote')),
  taken_by_membership_id uuid,
  taken_at timestamptz,
  primary key (org_id, channel_id, id),
  foreign key (org_id, channel_id) references channels (org_id, id) on delete cascade
);
create index conflicts_open on conflicts (org_id, channel_id, at_ms desc, id) where taken is null;

-- Deletions that the brake stopped (B4).
create table holds (
  org_id uuid not null,
  channel_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  side text not null check (side in ('local', 'remote')),
  link_ids jsonb not null,
  answer text check (answer in ('approved', 'rejected')),
  answered_by_membership_id uuid,
  answered_at timestamptz,
  at_ms bigint not null,
  -- The answer was carried out.
  closed_at timestamptz,
  primary key (org_id, channel_id, id),
  foreign key (org_id, channel_id) references channels (org_id, id) on delete cascade
);
create index holds_open on holds (org_id, channel_id, at_ms, id) where closed_at is null;

select secure_by_organisation('runs');
select secure_by_organisation('journal');
select secure_by_organisation('conflicts');
select secure_by_organisation('holds');
create index journal_by_link on journal (org_id, channel_id, link_id, at_ms);
