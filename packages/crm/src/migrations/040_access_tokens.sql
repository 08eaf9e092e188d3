-- Personal access tokens: how a person's programs use the API (R4).

create table access_tokens (
  org_id uuid not null,
  id uuid not null,
  membership_id uuid not null,
  name text not null check (name <> ''),
  -- SHA-256 of the token: whoever reads the table cannot use it.
  token_hash bytea not null,
  -- What it may be used for, at most; what its owner's profile allows is looked up at each use.
  scopes text[] not null check (scopes <> '{}'),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- To the minute.
  last_used_at timestamptz,
  primary key (org_id, id),
  -- A token names its organisation, so that it is looked for there alone.
  unique (org_id, token_hash),
  foreign key (org_id, membership_id) references memberships (org_id, id) on delete cascade
);
create index access_tokens_by_owner on access_tokens (org_id, membership_id, created_at);

select secure_by_organisation('access_tokens');
