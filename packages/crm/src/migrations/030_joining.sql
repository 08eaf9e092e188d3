-- Who belongs to an organisation, since when by which terms, and who did what (U4, U8).

-- Nobody is a member before they have accepted an invitation or were approved: those who are on their way stand in invitations (031)
-- and join requests (033).
alter table memberships drop constraint memberships_state_check;
alter table memberships add constraint memberships_state_check check (state in ('active', 'deactivated'));

create table terms_acceptances (
  org_id uuid not null,
  membership_id uuid not null,
  version text not null,
  accepted_at timestamptz not null,
  ip inet,
  primary key (org_id, membership_id, version),
  foreign key (org_id, membership_id) references memberships (org_id, id) on delete cascade
);
select secure_by_organisation('terms_acceptances', 'select, insert');

-- The application can add to it and read it, and nothing else.
create table audit_log (
  org_id uuid not null references organisations (org_id) on delete cascade,
  seq bigint not null generated always as identity,
  at timestamptz not null default current_instant(),
  action text not null,
  -- Who did it; null: somebody who is no member (yet).
  membership_id uuid,
  by_name text not null,
  subject_kind text not null,
  subject_id uuid,
  subject_name text not null,
  details jsonb not null default '{}',
  -- From where.
  ip inet,
  source text not null,
  primary key (org_id, seq)
);
create index audit_log_by_subject on audit_log (org_id, subject_id, seq);
create index audit_log_by_person on audit_log (org_id, membership_id, seq);
select secure_by_organisation('audit_log', 'select, insert');

-- Which organisation a tenant's administrator connected (P6): one at most. Like identities it is keyed by the tenant, over all
-- organisations, since a stranger of a tenant is to be led to its organisation (U6).
create table tenants (
  tid text primary key,
  org_id uuid not null unique references organisations (org_id) on delete cascade
);
-- Where two had connected one tenant, the first keeps it. The owner of the schema sees the rows only while they are not forced upon it.
alter table connections no force row level security;
insert into tenants (tid, org_id)
  select distinct on (tid) tid, org_id from connections where membership_id is null order by tid, connected_at, org_id;
alter table connections force row level security;
select secure_by_organisation('tenants', 'select, insert, delete');
do $$
begin
  execute format('create policy finding on tenants for select to %I using (true)', current_user);
end
$$;
create function organisation_of_tenant(wanted text) returns uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  select org_id from tenants where tid = wanted
$$;
