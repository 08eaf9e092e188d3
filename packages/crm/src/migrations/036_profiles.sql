-- Custom profiles (P1): no two of one name, never without somebody who may manage users and profiles, and what a profile allows counts at once.

create unique index profiles_by_lower_name on profiles (org_id, lower(name));

-- Nobody can take Manage Users or Manage Profiles from the last member who has it, by whatever path. `since`: what the change took away.
create function refuse_without_administrator(org uuid, since text[]) returns void language plpgsql as $$
declare
  wanted text;
begin
  -- Two that take it from each other at the same instant: the second sees what the first did.
  perform pg_advisory_xact_lock(hashtextextended('administrators ' || org::text, 0));
  foreach wanted in array array['manageUsers', 'manageProfiles'] loop
    if wanted = any (since) and exists (select from organisations where org_id = org) and not exists (
      select from memberships m join profiles p on p.org_id = m.org_id and p.id = m.profile_id
      where m.org_id = org and m.state = 'active' and wanted = any (p.permissions))
    then
      raise exception 'nobody would be left with the permission %', wanted using errcode = 'CP003';
    end if;
  end loop;
end
$$;

-- P3: channels of people whose permissions changed are looked at, so that they pause or go on at once, and the pages show it.
create function look_at_channels_of_members(org uuid, members uuid[]) returns void language plpgsql as $$
begin
  perform enqueue_look(id), announce_section(membership_id, kind) from channels
    where org_id = org and membership_id = any (members) and state <> 'off';
end
$$;

create function profile_changed() returns trigger language plpgsql as $$
begin
  if old.permissions is distinct from new.permissions then
    perform refuse_without_administrator(old.org_id, array(select unnest(old.permissions) except select unnest(new.permissions)));
    perform look_at_channels_of_members(old.org_id,
      array(select id from memberships where org_id = old.org_id and profile_id = old.id));
  end if;
  return null;
end
$$;
create trigger profile_changed after update on profiles for each row execute function profile_changed();

create function membership_changed() returns trigger language plpgsql as $$
declare
  held text[];
begin
  if tg_op = 'DELETE' or old.profile_id is distinct from new.profile_id or old.state is distinct from new.state then
    if old.state = 'active' then
      select permissions into held from profiles where org_id = old.org_id and id = old.profile_id;
      perform refuse_without_administrator(old.org_id, held);
    end if;
    perform look_at_channels_of_members(old.org_id, array[old.id]);
  end if;
  return null;
end
$$;
create trigger membership_changed after update or delete on memberships for each row execute function membership_changed();
