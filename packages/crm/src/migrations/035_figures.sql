-- How many records of a channel are in which condition (V19): figures kept up by whatever writes links. The pages ask for them again and again
-- while a first sync runs, and a run asks before it deletes (B4); counting all links each time grew with the mailbox.
create table channel_figures (
  org_id uuid not null references organisations (org_id) on delete cascade,
  channel_id uuid not null,
  -- On both sides, and agreed at least once.
  linked bigint not null default 0,
  -- Something is still to be done, now.
  waiting bigint not null default 0,
  -- Not in step, but for what a hold counts.
  problems bigint not null default 0,
  -- Open links with a record on both sides, and those of them that one side deleted and the other does not know of yet.
  pairs bigint not null default 0,
  deleted_local bigint not null default 0,
  deleted_remote bigint not null default 0,
  primary key (org_id, channel_id)
);

-- What links add to the figures, by channel: `rows` gives the links with the sign by which each counts.
do $migration$
declare
  counted constant text := $sql$
    select org_id, channel_id,
      sum(sign) filter (where pair and base is not null) as linked,
      sum(sign) filter (where due_at_ms = 0) as waiting,
      sum(sign) filter (where stage = 'open' and problem is not null and problem ->> 'code' <> 'held') as problems,
      sum(sign) filter (where pair) as pairs,
      sum(sign) filter (where pair and dirty and local_state = 'deleted') as deleted_local,
      sum(sign) filter (where pair and dirty and remote_state = 'deleted') as deleted_remote
    from (select *, stage = 'open' and local_id is not null and remote_id is not null as pair from (%s) as l) as one
    group by org_id, channel_id$sql$;
  op text;
  source text;
  referencing text;
begin
  for op, referencing, source in values
    ('insert', 'new table as after', 'select 1 as sign, * from after'),
    ('update', 'new table as after old table as before',
      'select 1 as sign, * from after union all select -1, * from before'),
    ('delete', 'old table as before', 'select -1 as sign, * from before')
  loop
    execute format($sql$
      create function figures_on_%1$s() returns trigger language plpgsql as $body$
      begin
        insert into channel_figures as f
          select org_id, channel_id, coalesce(linked, 0), coalesce(waiting, 0), coalesce(problems, 0),
            coalesce(pairs, 0), coalesce(deleted_local, 0), coalesce(deleted_remote, 0)
          from (%2$s) as added
          on conflict (org_id, channel_id) do update set
            linked = f.linked + excluded.linked, waiting = f.waiting + excluded.waiting,
            problems = f.problems + excluded.problems, pairs = f.pairs + excluded.pairs,
            deleted_local = f.deleted_local + excluded.deleted_local,
            deleted_remote = f.deleted_remote + excluded.deleted_remote;
        return null;
      end
      $body$$sql$, op, format(counted, source));
    execute format('create trigger figures_on_%1$s after %1$s on links referencing %2$s
      for each statement execute function figures_on_%1$s()', op, referencing);
  end loop;
  -- What is there already. The owner of a table that forces row-level security would see none of its rows.
  alter table links no force row level security;
  execute 'insert into channel_figures select org_id, channel_id, coalesce(linked, 0), coalesce(waiting, 0),
    coalesce(problems, 0), coalesce(pairs, 0), coalesce(deleted_local, 0), coalesce(deleted_remote, 0)
    from (' || format(counted, 'select 1 as sign, * from links') || ') as counted';
  alter table links force row level security;
end
$migration$;

select secure_by_organisation('channel_figures');
