-- Finding records of any kind: what 006 does for contacts, with the table as an argument. counterpart_finder may read the tables of records
-- and nothing else, so naming another one gets nobody anywhere.

drop function find_contact_ids, all_contact_ids, few_contact_ids, contact_condition;

-- The condition that a query stands for, with its values written out, so that the planner sees how many rows each part finds.
-- query: {deleted: boolean, owner?: uuid, ownerFilter?: uuid, origin?: text, words: [text], equal: {column: text} (case is ignored),
-- is?: {column: [value]}, isNot?: {column: value}, from?: {column: value}, to?: {column: value}, ids?: [uuid], except?: [uuid]}
create function record_condition(query jsonb) returns text language plpgsql stable set search_path = public, pg_temp as $$
declare
  condition text := format('org_id = %L and deleted_at is %s null',
    current_org(), case when (query ->> 'deleted')::boolean then 'not' else '' end);
  word text;
  entry record;
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
create function few_record_ids(records regclass, query jsonb, at_most integer) returns setof uuid
  language plpgsql stable security definer
  set search_path = public, pg_temp set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off as $$
begin
  return query execute format('select id from %s where %s limit %s', records, record_condition(query), at_most);
end
$$;

-- A page of the ids that a query finds, in an order, after a place, and how many it finds in all: null where they are too many to be
-- counted at once, and on all pages but the first.
-- place: {sort: column, descending: boolean, after?: [sort value, id]}
create function find_record_ids(records regclass, query jsonb, place jsonb, at_most integer)
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
    execute format('select count(*) from (select from %s where %s limit %s) found', records, condition, most_counted + 1)
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
create function all_record_ids(records regclass, query jsonb) returns setof uuid
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return query execute format('select id from %s where %s', records, record_condition(query));
end
$$;

revoke execute on function few_record_ids, find_record_ids, all_record_ids from public;
grant execute on function find_record_ids, all_record_ids to counterpart_app;
-- The new owner of a function must be allowed to create in its schema, for this moment only.
grant create on schema public to counterpart_finder;
alter function few_record_ids owner to counterpart_finder;
alter function find_record_ids owner to counterpart_finder;
alter function all_record_ids owner to counterpart_finder;
revoke create on schema public from counterpart_finder;

-- An update that changes nothing is dropped whole: it is not logged and changes neither version nor modified_at. The argument: the generated
-- columns, as an object of nulls; they are not computed yet in new ("Generated Columns"), so they take no part in the comparison.
create function keep_record_version() returns trigger language plpgsql as $$
begin
  if new is not distinct from jsonb_populate_record(old, tg_argv[0]::jsonb) then
    return null;
  end if;
  new.version := old.version + 1;
  new.modified_at := current_instant();
  return new;
end
$$;

-- The name by which people know a record, of its content.
create function record_name(content jsonb) returns text language sql immutable parallel safe
  return coalesce(content ->> 'subject', nullif(concat_ws(' ', content ->> 'firstName', content ->> 'lastName'), ''),
    content ->> 'accountName', content ->> 'email', '');
