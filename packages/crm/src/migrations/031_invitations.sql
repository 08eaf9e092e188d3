-- Invitations: by e-mail (U1), and for people of the tenant's directory (U2).

create table invitations (
  org_id uuid not null references organisations (org_id) on delete cascade,
  id uuid not null,
  -- Where the mail goes.
  email text not null check (email <> ''),
  name text not null,
  -- Null: the profile was removed meanwhile.
  profile_id uuid,
  -- The person in the directory, and the login that they had there when they were invited (U3); null: invited by e-mail.
  tid text,
  oid text,
  login text,
  -- What is open can have expired.
  state text not null check (state in ('open', 'accepted', 'associated', 'revoked')),
  -- SHA-256 of the secret in the mailed link: whoever reads the table cannot use it.
  token_hash bytea not null,
  expires_at timestamptz not null,
  invited_by uuid not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, profile_id) references profiles (org_id, id) on delete set null (profile_id),
  foreign key (org_id, invited_by) references memberships (org_id, id),
  check ((tid is null) = (oid is null) and (tid is null) = (login is null))
);
-- One open invitation for an address, and for a person.
create unique index invitations_open_by_email on invitations (org_id, lower(email)) where state = 'open';
create unique index invitations_open_by_person on invitations (org_id, tid, oid) where state = 'open';
create unique index invitations_by_token on invitations (org_id, token_hash);
create index invitations_by_time on invitations (org_id, created_at, id);
select secure_by_organisation('invitations', 'select, insert, update');
