-- Channels and the authority that they work with.

-- One person's sync of one kind.
create table channels (
  org_id uuid not null references organisations (org_id) on delete cascade,
  id uuid not null,
  membership_id uuid not null,
  kind text not null check (kind in ('meeting', 'contact', 'task')),
  state text not null check (state in ('off', 'enabling', 'active', 'disabling', 'paused', 'held', 'needsAttention')),
  -- A code of the error table.
  reason text,
  -- The engine's ChannelSettings.
  settings jsonb not null,
  -- Which property of Microsoft 365 a field is kept in (C2): field → slot.
  mapping jsonb not null default '{}',
  container text,
  container_name text not null,
  marker_prefix text not null,
  local_cursor text,
  remote_cursor text,
  -- The full round that is under way on a side.
  local_round text,
  remote_round text,
  enabled_at timestamptz,
  first_sync_done_at timestamptz,
  -- How many records the cap left out in the last full round (B11).
  left_out bigint not null default 0,
  -- The last run, with its counters: those that found nothing to do are kept nowhere else.
  last_run jsonb,
  last_notification_at timestamptz,
  -- When the channel is looked at again though nothing hints at it.
  next_look_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, membership_id, kind),
  foreign key (org_id, membership_id) references memberships (org_id, id)
);
create index channels_to_look_at on channels (next_look_at) where next_look_at is not null;

-- One run per mailbox at a time. Whoever holds the token may write; taking over changes the token, which shuts the other one out.
create table mailbox_leases (
  org_id uuid not null references organisations (org_id) on delete cascade,
  membership_id uuid not null,
  token uuid not null,
  -- Moved on by every transaction of the run. A run that stands still for longer may be taken over.
  until timestamptz not null,
  -- Channels that somebody wanted to look at meanwhile: they are looked at when the run under way ends.
  again uuid[] not null default '{}',
  primary key (org_id, membership_id)
);

-- An organisation's or a person's authority to use Microsoft Graph. Keyed by tenant and object id, never by address.
create table connections (
  org_id uuid not null references organisations (org_id) on delete cascade,
  id uuid not null,
  -- Null: the organisation's own (P6).
  membership_id uuid,
  tid text not null,
  tenant_name text,
  -- The person in that tenant, equal to Graph's user id.
  oid text,
  -- For display and for P5; never a key.
  login text,
  scopes text[] not null default '{}',
  -- The person's tokens, sealed with a key of the configuration that the text names.
  sealed_tokens text,
  -- Which tokens these are: moves on whenever they are replaced.
  tokens_version bigint not null default 0,
  state text not null check (state in ('active', 'lapsed')),
  reason text,
  connected_at timestamptz not null default now(),
  refreshed_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, membership_id) references memberships (org_id, id)
);
create unique index connections_of_organisation on connections (org_id) where membership_id is null;
create unique index connections_of_person on connections (org_id, membership_id) where membership_id is not null;

-- Graph's change notifications for a channel.
create table subscriptions (
  org_id uuid not null references organisations (org_id) on delete cascade,
  channel_id uuid not null,
  -- Graph's id; null while it is being made.
  remote_id text,
  -- SHA-256 of the secret that comes back with every notification.
  client_state_hash bytea not null,
  expires_at timestamptz,
  last_notification_at timestamptz,
  received bigint not null default 0,
  -- Forged ones: those with another secret.
  refused bigint not null default 0,
  -- Why there is none, where there is none, and when it is tried again.
  problem text,
  retry_at timestamptz,
  primary key (org_id, channel_id),
  foreign key (org_id, channel_id) references channels (org_id, id) on delete cascade
);

select secure_by_organisation('channels');
select secure_by_organisation('mailbox_leases');
select secure_by_organisation('connections');
select secure_by_organisation('subscriptions');
