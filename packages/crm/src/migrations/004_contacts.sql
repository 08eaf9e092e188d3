-- Contacts. The columns of content are the fields of the engine's kind "contact" in snake case, all of them text: what a value may
-- be is decided by the engine's normalisation alone.

-- Text as it is searched and sorted: in lower case, without accents ("Zürich" is found by "zurich" and stands beside it). Sorted in
-- code point order, which costs a tenth of a language's own and is the same on every machine.
create function folded(value text) returns text language sql immutable parallel safe
  return case
    when value is null then ''
    when octet_length(value) = char_length(value) then lower(value)
    else regexp_replace(normalize(lower(value), nfd), '[\u0300-\u036f]', '', 'g')
  end;

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

  -- Made from the others, for finding: all short text, folded (streets and description are left out), with the digits of the
  -- telephone numbers. Words are divided by blanks, and one stands before the first: "% ann%" finds what begins with "ann".
  find_text text collate "C" not null generated always as (
    ' ' || replace(folded(
      coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || coalesce(account_name, '') || ' ' ||
      coalesce(email, '') || ' ' || coalesce(second_email, '') || ' ' || coalesce(phone, '') || ' ' ||
      coalesce(other_phone, '') || ' ' || coalesce(mobile, '') || ' ' || coalesce(home_phone, '') || ' ' ||
      coalesce(title, '') || ' ' || coalesce(department, '') || ' ' || coalesce(assistant, '') || ' ' ||
      coalesce(skype_id, '') || ' ' || coalesce(mailing_city, '') || ' ' || coalesce(mailing_state, '') || ' ' ||
      coalesce(mailing_postal_code, '') || ' ' || coalesce(mailing_country, '') || ' ' ||
      coalesce(other_city, '') || ' ' || coalesce(other_state, '') || ' ' ||
      coalesce(other_postal_code, '') || ' ' || coalesce(other_country, '') || ' ' ||
      replace(regexp_replace(
        coalesce(phone, '') || '/' || coalesce(other_phone, '') || '/' || coalesce(mobile, '') || '/' || coalesce(home_phone, ''),
        '[^0-9/]', '', 'g'), '/', ' ')
    ), chr(10), ' ')
  ) stored,
  find_email text generated always as (left(lower(email), 320)) stored,
  -- Made from the others, for sorting: an index entry has a limit (2,704 bytes), a value from Microsoft 365 has none.
  sort_first_name text collate "C" not null generated always as (left(folded(first_name), 200)) stored,
  sort_last_name text collate "C" not null generated always as (left(folded(last_name), 200)) stored,
  sort_account_name text collate "C" not null generated always as (left(folded(account_name), 200)) stored,
  sort_email text collate "C" not null generated always as (left(folded(email), 200)) stored,
  sort_phone text collate "C" not null generated always as (left(folded(phone), 200)) stored,
  sort_mobile text collate "C" not null generated always as (left(folded(mobile), 200)) stored,
  sort_title text collate "C" not null generated always as (left(folded(title), 200)) stored,
  sort_mailing_city text collate "C" not null generated always as (left(folded(mailing_city), 200)) stored,

  primary key (org_id, id),
  foreign key (org_id, owner_membership_id) references memberships (org_id, id)
);

-- The lists people sort by.
create index contacts_by_first_name on contacts (org_id, sort_first_name, id) where deleted_at is null;
create index contacts_by_last_name on contacts (org_id, sort_last_name, id) where deleted_at is null;
create index contacts_by_account_name on contacts (org_id, sort_account_name, id) where deleted_at is null;
create index contacts_by_email on contacts (org_id, sort_email, id) where deleted_at is null;
create index contacts_by_phone on contacts (org_id, sort_phone, id) where deleted_at is null;
create index contacts_by_mobile on contacts (org_id, sort_mobile, id) where deleted_at is null;
create index contacts_by_title on contacts (org_id, sort_title, id) where deleted_at is null;
create index contacts_by_mailing_city on contacts (org_id, sort_mailing_city, id) where deleted_at is null;
create index contacts_by_created on contacts (org_id, created_at, id) where deleted_at is null;
create index contacts_by_modified on contacts (org_id, modified_at, id) where deleted_at is null;
-- What came in by another way than being created here: after an import one looks for it.
create index contacts_by_origin on contacts (org_id, origin, sort_last_name, id) where deleted_at is null and origin <> 'created';
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
  was.sort_first_name := null;
  was.sort_last_name := null;
  was.sort_account_name := null;
  was.sort_email := null;
  was.sort_phone := null;
  was.sort_mobile := null;
  was.sort_title := null;
  was.sort_mailing_city := null;
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
