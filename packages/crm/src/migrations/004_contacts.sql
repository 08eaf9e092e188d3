-- Contacts. The columns of content are the fields of the engine's kind "contact" in snake case, all of them text: what a value may
-- be is decided by the engine's normalisation alone.

create table contacts (
  org_id uuid not null references organisations (org_id) on delete cascade,
  id uuid not null,
  owner_membership_id uuid not null,
  origin text not null check (origin in ('created', 'import', 'migration', 'microsoft365', 'api')),
  -- C7: when a mass update last changed it; from then on it is synced, imported or not.
  mass_updated_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default current_instant(),
  modified_at timestamptz not null default current_instant(),
  -- A deleted contact stays as a tombstone and can be restored.
  deleted_at timestamptz,
  deleted_by_membership_id uuid,

  first_name text check (first_name <> ''),
  last_name text check (last_name <> ''),
  account_name text check (account_name <> ''),
  email text check (email <> ''),
  second_email text check (second_email <> ''),
  phone text check (phone <> ''),
  other_phone text check (other_phone <> ''),
  mobile text check (mobile <> ''),
  home_phone text check (home_phone <> ''),
  title text check (title <> ''),
  department text check (department <> ''),
  assistant text check (assistant <> ''),
  date_of_birth text check (date_of_birth <> ''),
  skype_id text check (skype_id <> ''),
  mailing_street text check (mailing_street <> ''),
  mailing_city text check (mailing_city <> ''),
  mailing_state text check (mailing_state <> ''),
  mailing_postal_code text check (mailing_postal_code <> ''),
  mailing_country text check (mailing_country <> ''),
  other_street text check (other_street <> ''),
  other_city text check (other_city <> ''),
  other_state text check (other_state <> ''),
  other_postal_code text check (other_postal_code <> ''),
  other_country text check (other_country <> ''),
  description text check (description <> ''),

  -- Made from the others, for finding: all short text in lower case (streets and description are left out) with the digits of the
  -- telephone numbers, and the address.
  find_text text not null generated always as (lower(
    coalesce(first_name, '') || ' ' || coalesce(last_name, '') || chr(10) || coalesce(account_name, '') || chr(10) ||
    coalesce(email, '') || chr(10) || coalesce(second_email, '') || chr(10) || coalesce(phone, '') || chr(10) ||
    coalesce(other_phone, '') || chr(10) || coalesce(mobile, '') || chr(10) || coalesce(home_phone, '') || chr(10) ||
    coalesce(title, '') || chr(10) || coalesce(department, '') || chr(10) || coalesce(assistant, '') || chr(10) ||
    coalesce(skype_id, '') || chr(10) || coalesce(mailing_city, '') || chr(10) || coalesce(mailing_state, '') || chr(10) ||
    coalesce(mailing_postal_code, '') || chr(10) || coalesce(mailing_country, '') || chr(10) ||
    coalesce(other_city, '') || chr(10) || coalesce(other_state, '') || chr(10) ||
    coalesce(other_postal_code, '') || chr(10) || coalesce(other_country, '') || chr(10) ||
    regexp_replace(
      coalesce(phone, '') || '/' || coalesce(other_phone, '') || '/' || coalesce(mobile, '') || '/' || coalesce(home_phone, ''),
      '[^0-9/]', '', 'g')
  )) stored,
  find_email text generated always as (left(lower(email), 320)) stored,
  -- Made from the others, for sorting: an index entry has a limit (2,704 bytes), a value from Microsoft 365 has none. ICU's root
  -- order is the same on every machine and looks at case last.
  sort_last_name text collate "und-x-icu" not null generated always as (left(coalesce(last_name, ''), 200)) stored,
  sort_first_name text collate "und-x-icu" not null generated always as (left(coalesce(first_name, ''), 200)) stored,
  sort_account_name text collate "und-x-icu" not null generated always as (left(coalesce(account_name, ''), 200)) stored,
  sort_email text collate "und-x-icu" not null generated always as (left(coalesce(email, ''), 200)) stored,

  primary key (org_id, id),
  foreign key (org_id, owner_membership_id) references memberships (org_id, id)
);

create index contacts_by_last_name on contacts (org_id, sort_last_name, id) where deleted_at is null;
create index contacts_by_first_name on contacts (org_id, sort_first_name, id) where deleted_at is null;
create index contacts_by_account_name on contacts (org_id, sort_account_name, id) where deleted_at is null;
create index contacts_by_email on contacts (org_id, sort_email, id) where deleted_at is null;
create index contacts_by_created on contacts (org_id, created_at, id) where deleted_at is null;
create index contacts_by_modified on contacts (org_id, modified_at, id) where deleted_at is null;
create index contacts_by_owner on contacts (org_id, owner_membership_id, id) where deleted_at is null;
create index contacts_by_find_email on contacts (org_id, find_email) where deleted_at is null;
create index contacts_by_deletion on contacts (org_id, deleted_at, id) where deleted_at is not null;
create index contacts_by_text on contacts using gin (org_id, find_text gin_trgm_ops) where deleted_at is null;

-- No "delete": a record leaves by a tombstone, which the log sees as a deletion.
select secure_by_organisation('contacts', 'select, insert, update');

-- An update that changes nothing is dropped whole: it is not logged and changes neither version nor modified_at.
create function keep_contact_version() returns trigger language plpgsql as $$
declare
  was record := old;
begin
  -- Generated columns are not computed yet in new ("Generated Columns"), so they take no part in the comparison.
  was.find_text := null;
  was.find_email := null;
  was.sort_last_name := null;
  was.sort_first_name := null;
  was.sort_account_name := null;
  was.sort_email := null;
  if new is not distinct from was then
    return null;
  end if;
  new.version := old.version + 1;
  new.modified_at := current_instant();
  return new;
end
$$;

create trigger keep_version before update on contacts for each row execute function keep_contact_version();
create trigger log_creations after insert on contacts referencing new table as new_rows
  for each statement execute function log_creations('contact');
create trigger log_updates after update on contacts referencing old table as old_rows new table as new_rows
  for each statement execute function log_updates('contact');

-- A pattern for "like" that finds the text anywhere; the signs that patterns give a meaning stand for themselves.
create function anywhere(term text) returns text language sql immutable parallel safe
  return '%' || replace(replace(replace(lower(term), '\', '\\'), '%', '\%'), '_', '\_') || '%';

-- The contacts of the transaction's organisation in whose text all terms (of three characters or more) occur, at most so many.
-- It exists because "like" is not leakproof, so that under row-level security PostgreSQL may use the trigram index only for a role
-- to which all rows are open ("Rules and Privileges"): counterpart_finder is such a role, it has this function alone, and the
-- function looks at the current organisation alone.
create policy finder on contacts for select to counterpart_finder using (true);
grant select on contacts to counterpart_finder;

create function find_contact_ids(terms text[], at_most integer) returns setof uuid
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  condition text := '';
  term text;
begin
  -- Written out, so that the planner sees how many rows each term finds.
  foreach term in array terms loop
    condition := condition || format(' and find_text like %L', anywhere(term));
  end loop;
  return query execute format(
    'select id from contacts where org_id = %L and deleted_at is null%s limit %s', current_org(), condition, at_most);
end
$$;
revoke execute on function find_contact_ids from public;
grant execute on function find_contact_ids to counterpart_app;
-- The new owner of a function must be allowed to create in its schema, for this moment only.
grant create on schema public to counterpart_finder;
alter function find_contact_ids owner to counterpart_finder;
revoke create on schema public from counterpart_finder;
