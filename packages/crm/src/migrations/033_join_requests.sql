-- People of a connected tenant who asked to join (U6, U7).

create table join_requests (
  org_id uuid not null references organisations (org_id) on delete cascade,
  id uuid not null,
  -- Who asks, as Microsoft proved it, and the login at that time.
  tid text not null,
  oid text not null,
  login text not null,
  name text not null,
  -- Where the outcome is mailed to.
  email text not null,
  note text,
  -- The terms that they accepted when they asked (U4).
  terms_version text not null,
  terms_accepted_at timestamptz not null,
  ip inet,
  state text not null check (state in ('open', 'approved', 'declined', 'revoked')),
  reason text,
  -- SHA-256 of the secret in the link to approve.
  token_hash bytea not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  primary key (org_id, id),
  foreign key (org_id, decided_by) references memberships (org_id, id)
);
create unique index join_requests_open on join_requests (org_id, tid, oid) where state = 'open';
create unique index join_requests_by_token on join_requests (org_id, token_hash);
create index join_requests_by_time on join_requests (org_id, created_at, id);
select secure_by_organisation('join_requests', 'select, insert, update');
