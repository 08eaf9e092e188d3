-- Finding meetings: as 020, with what is asked of meetings alone.

-- B12: one meeting in several people's calendars is one meeting, known by its uid: that of the host, who has none named, or else the one that was here
-- first. SQL of whether a row of meetings is a copy of another person's. Worked out where it is asked, so that no deletion, restoration or change of
-- hands leaves it wrong.
create function is_copy(meeting text) returns text language sql immutable parallel safe
  return format('(%1$s.uid is not null and exists (select from meetings p
    where p.org_id = %1$s.org_id and p.find_uid = %1$s.find_uid and p.uid is not null and p.deleted_at is null
      and p.owner_membership_id <> %1$s.owner_membership_id
      and (p.host is not null, p.created_at, p.id) < (%1$s.host is not null, %1$s.created_at, %1$s.id)))', meeting);

-- Those of some meetings that are copies.
create function meeting_copies(ids uuid[]) returns setof uuid language plpgsql stable as $$
begin
  return query execute 'select c.id from meetings c where c.org_id = current_org() and c.id = any($1) and ' || is_copy('c') using ids;
end
$$;

-- The condition that a query stands for, with its values written out, so that the planner sees how many rows each part finds.
-- query: {deleted: boolean, owner?: uuid, ownerFilter?: uuid, origin?: text, words: [text], equal: {column: text} (case is ignored),
-- is?: {column: [value]}, isNot?: {column: value}, from?: {column: value}, to?: {column: value}, ids?: [uuid], except?: [uuid],
-- empty?: {column: boolean}, withContact?: uuid, once?: boolean}. The row is c.
create or replace function record_condition(query jsonb) returns text language plpgsql stable set search_path = public, pg_temp as $$
declare
  condition text := format('org_id = %L and deleted_at is %s null',
    current_org(), case when (query ->> 'deleted')::boolean then 'not' else '' end);
  word text;
  entry record;
  addresses text[];
begin
  if query ? 'owner' then condition := condition || format(' and owner_membership_id = %L', query ->> 'owner'); end if;
  if query ? 'ownerFilter' then condition := condition || format(' and owner_membership_id = %L', query ->> 'ownerFilter'); end if;
  if query ? 'origin' then condition := condition || format(' and origin = %L', query ->> 'origin'); end if;
  for word in select jsonb_array_elements_text(query -> 'words') loop
    condition := condition || format(' and find_text like %L', word_pattern(word));
  end loop;
  for entry in select key, value from jsonb_each_text(query -> 'equal') loop
    condition := condition || format(' and lower(%I) = lower(%L)', entry.key, entry.value);
    -- What a short field is equal to stands in the text as well: a first sieve with an index.
    if entry.key !~ '(street|description|date_of_birth)$' then
      condition := condition || format(' and find_text like %L', word_pattern(entry.value));
    end if;
  end loop;
  for entry in select key, value from jsonb_each(query -> 'is') loop
    condition := condition || format(' and %I = any(%L)', entry.key, array(select jsonb_array_elements_text(entry.value)));
  end loop;
  for entry in select key, value from jsonb_each_text(query -> 'isNot') loop
    condition := condition || format(' and %I <> %L', entry.key, entry.value);
  end loop;
  for entry in select key, value from jsonb_each_text(query -> 'from') loop
    condition := condition || format(' and %I >= %L', entry.key, entry.value);
  end loop;
  for entry in select key, value from jsonb_each_text(query -> 'to') loop
    condition := condition || format(' and %I <= %L', entry.key, entry.value);
  end loop;
  for entry in select key, value from jsonb_each(query -> 'empty') loop
    condition := condition || format(' and %I is %s null', entry.key, case when entry.value::boolean then '' else 'not' end);
  end loop;
  if query ? 'withContact' then
    addresses := array(select lower(address) from contacts, unnest(array[email, second_email]) as address
      where org_id = current_org() and id = (query ->> 'withContact')::uuid and address is not null);
    condition := condition || format(' and (participants ?| %L or host ->> ''address'' = any(%L))', addresses, addresses);
  end if;
  if (query ->> 'once')::boolean then condition := condition || ' and not ' || is_copy('c'); end if;
  if query ? 'ids' then
    condition := condition || format(' and id = any(%L)', array(select jsonb_array_elements_text(query -> 'ids')));
  end if;
  if query ? 'except' then
    condition := condition || format(' and id <> all(%L)', array(select jsonb_array_elements_text(query -> 'except')));
  end if;
  return condition;
end
$$;

-- Some of the ids that a query finds, in no order. Even for counterpart_finder the planner has no statistics of what "like" finds, and
-- so would walk an index for a word that is nowhere; without the plans that do, the trigram index is what is left to it.
create or replace function few_record_ids(records regclass, query jsonb, at_most integer) returns setof uuid
  language plpgsql stable security definer
  set search_path = public, pg_temp set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off as $$
begin
  return query execute format('select id from %s c where %s limit %s', records, record_condition(query), at_most);
end
$$;

-- A page of the ids that a query finds, in an order, after a place, and how many it finds in all: null where they are too many to be
-- counted at once, and on all pages but the first.
-- place: {sort: column, descending: boolean, after?: [sort value, id]}
create or replace function find_record_ids(records regclass, query jsonb, place jsonb, at_most integer)
  returns table (id uuid, sort_value text, total bigint)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  -- A page of so few is found sooner by sorting them than by walking in the order.
  most_few constant integer := 2000;
  -- An index alone counts these.
  most_counted constant integer := 10000;
  narrow boolean := jsonb_array_length(query -> 'words') > 0 or query -> 'equal' <> '{}';
  condition text := record_condition(query);
  column_name text := place ->> 'sort';
  expression text := case
    when column_name like 'sort\_%' or column_name like '%\_at' then format('c.%I', column_name)
    else format('folded(c.%I) collate "C"', column_name)
  end;
  direction text := case when (place ->> 'descending')::boolean then 'desc' else 'asc' end;
  few uuid[];
  counted bigint;
begin
  if narrow then
    few := array(select few_record_ids(records, query, most_few + 1));
    counted := cardinality(few);
    if counted <= most_few then
      condition := format('org_id = %L and id = any($1)', current_org());
    else
      -- So many stand close together in any order: walk, whatever the planner thinks of "like".
      perform set_config('enable_bitmapscan', 'off', true), set_config('enable_seqscan', 'off', true),
        set_config('enable_sort', 'off', true);
    end if;
  elsif not place ? 'after' then
    execute format('select count(*) from (select from %s c where %s limit %s) found', records, condition, most_counted + 1)
      into counted;
  end if;
  if place ? 'after' or counted > (case when narrow then most_few else most_counted end) then counted := null; end if;
  if place ? 'after' then
    condition := condition || format(' and (%s, c.id) %s (%L, %L::uuid)', expression,
      case direction when 'desc' then '<' else '>' end, place -> 'after' ->> 0, place -> 'after' ->> 1);
  end if;
  return query execute format(
    'select c.id, (%1$s)::text, $2 from %5$s c where %2$s order by %1$s %3$s, c.id %3$s limit %4$s',
    expression, condition, direction, at_most, records) using few, counted;
  perform set_config('enable_bitmapscan', 'on', true), set_config('enable_seqscan', 'on', true),
    set_config('enable_sort', 'on', true);
end
$$;

-- All ids that a query finds.
create or replace function all_record_ids(records regclass, query jsonb) returns setof uuid
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return query execute format('select id from %s c where %s', records, record_condition(query));
end
$$;
