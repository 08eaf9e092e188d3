-- What the last comparison of CRM, mailbox and links found in each channel (V1): it repairs nothing, so its answer is kept for people to look at.

create table checks (
  org_id uuid not null references organisations (org_id) on delete cascade,
  channel_id uuid not null,
  checked_at timestamptz not null,
  -- How many links were compared, and how many wait for a run or a person.
  compared bigint not null,
  waiting bigint not null,
  -- How many differences of each class: {"differsHere": 2}.
  differences jsonb not null,
  -- The first of them, to look into.
  examples jsonb not null,
  primary key (org_id, channel_id)
);

select secure_by_organisation('checks');

-- For the scheduler, and for figures over all organisations without a word about any of them: the owner of a table that forces row-level
-- security sees none of its rows otherwise.
do $$
begin
  execute format('create policy figures on checks for select to %I using (true)', current_user);
end
$$;

-- The channels that can be compared, in all organisations.
create function channels_to_check() returns table (org_id uuid, channel_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
    select c.org_id, c.id from channels c where c.state in ('active', 'held') order by c.org_id, c.id
$$;

-- How many differences the last checks found, by kind and class; a class that nobody found is left out.
create function check_figures() returns table (kind text, difference text, count bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
    select c.kind, d.key, sum(d.value::bigint)::bigint
    from checks k join channels c on c.org_id = k.org_id and c.id = k.channel_id
      cross join jsonb_each_text(k.differences) d
    group by c.kind, d.key
$$;

-- When the checks were made: the oldest of them and how many.
create function check_times() returns table (kind text, channels bigint, oldest timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
    select c.kind, count(*), min(k.checked_at)
    from checks k join channels c on c.org_id = k.org_id and c.id = k.channel_id
    group by c.kind
$$;
