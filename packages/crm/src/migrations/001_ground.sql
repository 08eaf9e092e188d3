-- Ground of the schema: the role of the application, the facts of a transaction, row-level security by organisation.

create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- Roles belong to the whole server, so another database may have made them already, or be making them at this moment.
-- counterpart_app: what the application runs as. It owns nothing and cannot bypass row-level security (V15).
-- counterpart_finder: owns the functions that find contacts (006) and nothing else; nobody logs in as it.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['counterpart_app', 'counterpart_finder'] loop
    begin
      if not exists (select from pg_roles where rolname = wanted) then
        execute format('create role %I nologin nosuperuser nobypassrls nocreatedb nocreaterole', wanted);
      end if;
    exception when duplicate_object or unique_violation then null;
    end;
    if not pg_has_role(current_user, wanted, 'member') then
      execute format('grant %I to current_user', wanted);
    end if;
  end loop;
end
$$;

grant usage on schema public to counterpart_app, counterpart_finder;

-- The facts of a transaction, set by the application with set_config(…, true). Absent ones are null, and null sees nothing.
create function current_org() returns uuid language sql stable parallel safe
  return nullif(current_setting('counterpart.org_id', true), '')::uuid;

create function current_membership() returns uuid language sql stable parallel safe
  return nullif(current_setting('counterpart.membership_id', true), '')::uuid;

create function current_account() returns uuid language sql stable parallel safe
  return nullif(current_setting('counterpart.account_id', true), '')::uuid;

-- The application's clock, in whole milliseconds: JavaScript keeps no finer time, and pages continue at an exact value.
create function current_instant() returns timestamptz language sql stable parallel safe
  return coalesce(
    nullif(current_setting('counterpart.at', true), '')::timestamptz,
    date_trunc('milliseconds', now())
  );

-- Every table with an org_id is closed by this: its rows are visible and writable only within the transaction's organisation.
create function secure_by_organisation(name regclass, privileges text default 'select, insert, update, delete')
  returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format(
    'create policy by_organisation on %s using (org_id = current_org()) with check (org_id = current_org())', name);
  execute format('grant %s on %s to counterpart_app', privileges, name);
end
$$;
