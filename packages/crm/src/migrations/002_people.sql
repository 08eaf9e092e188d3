-- Organisations and the people in them.

create table organisations (
  org_id uuid primary key,
  name text not null check (name <> ''),
  created_at timestamptz not null
);

-- accounts, identities and sessions belong to a person, who may be in several organisations (R3), and not to an organisation:
-- they have no org_id. They say nothing of any organisation but which one a session has chosen.
create table accounts (
  id uuid primary key,
  name text not null check (name <> ''),
  email text not null check (email <> ''),
  -- P5: an address counts as a login only where it was verified that the person owns it.
  email_verified_at timestamptz,
  -- argon2id in its own text form; null where the person signs in with Microsoft alone.
  password_hash text,
  time_zone text not null default 'UTC',
  locale text not null default 'en',
  created_at timestamptz not null
);
create unique index accounts_by_email on accounts (lower(email));

-- Keyed by tenant and object id. An address is never the key: it can be given to another person.
create table identities (
  provider text not null check (provider = 'microsoft'),
  tid text not null,
  oid text not null,
  account_id uuid not null references accounts (id) on delete cascade,
  -- preferred_username at the last sign-in, for display.
  login text not null,
  tied_at timestamptz not null,
  primary key (provider, tid, oid)
);
create index identities_by_account on identities (account_id);

create table profiles (
  org_id uuid not null references organisations (org_id) on delete cascade,
  id uuid not null,
  name text not null check (name <> ''),
  -- P1: system profiles are fixed.
  system boolean not null default false,
  permissions text[] not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, name)
);

create table memberships (
  org_id uuid not null references organisations (org_id) on delete cascade,
  id uuid not null,
  account_id uuid not null references accounts (id),
  profile_id uuid not null,
  state text not null check (state in ('active', 'invited', 'asking', 'deactivated')),
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, account_id),
  foreign key (org_id, profile_id) references profiles (org_id, id)
);
create index memberships_by_account on memberships (account_id);

create table sessions (
  -- SHA-256 of the token: whoever reads the table cannot use it.
  token_hash bytea primary key,
  account_id uuid not null references accounts (id) on delete cascade,
  org_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index sessions_by_account on sessions (account_id);
create index sessions_by_expiry on sessions (expires_at);

grant select, insert, update, delete on accounts, identities, sessions to counterpart_app;

select secure_by_organisation('organisations', 'select, insert, update');
select secure_by_organisation('profiles');
select secure_by_organisation('memberships');

-- At sign-in a person sees, before choosing, their own memberships and those organisations' names.
create policy own on memberships for select using (account_id = current_account());
create policy own on organisations for select using (
  exists (
    select from memberships m
    where m.org_id = organisations.org_id and m.account_id = current_account() and m.state = 'active'
  )
);

-- P1: system profiles cannot be changed, by whatever path.
create function refuse_system_profile_change() returns trigger language plpgsql as $$
begin
  if old.system then
    raise exception 'a system profile cannot be changed' using errcode = 'integrity_constraint_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;
create trigger system_profiles_stay before update or delete on profiles
  for each row execute function refuse_system_profile_change();
