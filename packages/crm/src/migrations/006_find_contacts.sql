-- Finding contacts: search, filter, order and place in one query. It is a function because under row-level security PostgreSQL uses
-- neither the trigram index nor statistics for conditions like "like", which are not leakproof ("Rules and Privileges"), unless
-- all rows are open to the role. counterpart_finder is such a role: nobody logs in as it, the functions here are all it has, and
-- each of them looks at the transaction's organisation alone.

create policy finder on contacts for select to counterpart_finder using (true);
grant select on contacts to counterpart_finder;

-- A pattern that finds a word anywhere; the signs that patterns give a meaning stand for themselves. Of one or two characters, which
-- occur nearly everywhere, a word must begin with them.
create function word_pattern(word text) returns text language sql immutable parallel safe
  return case when char_length(word) < 3 then '% ' else '%' end
    || replace(replace(replace(folded(word), '\', '\\'), '%', '\%'), '_', '\_') || '%';

-- The condition that a query stands for, with its values written out, so that the planner sees how many rows each part finds.
-- query: {deleted: boolean, owner?: uuid, ownerFilter?: uuid, origin?: text, words: [text], equal: {column: text}, ids?: [uuid],
-- except?: [uuid]}
create function contact_condition(query jsonb) returns text language plpgsql stable set search_path = public, pg_temp as $$
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
create function few_contact_ids(query jsonb, at_most integer) returns setof uuid
  language plpgsql stable security definer
  set search_path = public, pg_temp set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off as $$
begin
  return query execute format('select id from contacts where %s limit %s', contact_condition(query), at_most);
end
$$;

-- A page of the ids that a query finds, in an order, after a place, and how many it finds in all: null where they are too many to be
-- counted at once, and on all pages but the first.
-- place: {sort: column, descending: boolean, after?: [sort value, id]}
create function find_contact_ids(query jsonb, place jsonb, at_most integer)
  returns table (id uuid, sort_value text, total bigint)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  -- A page of so few is found sooner by sorting them than by walking in the order.
  most_few constant integer := 2000;
  -- An index alone counts these.
  most_counted constant integer := 10000;
  narrow boolean := jsonb_array_length(query -> 'words') > 0 or query -> 'equal' <> '{}';
  condition text := contact_condition(query);
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
    few := array(select few_contact_ids(query, most_few + 1));
    counted := cardinality(few);
    if counted <= most_few then
      condition := format('org_id = %L and id = any($1)', current_org());
    else
      -- So many stand close together in any order: walk, whatever the planner thinks of "like".
      perform set_config('enable_bitmapscan', 'off', true), set_config('enable_seqscan', 'off', true),
        set_config('enable_sort', 'off', true);
    end if;
  elsif not place ? 'after' then
    execute format('select count(*) from (select from contacts where %s limit %s) found', condition, most_counted + 1)
      into counted;
  end if;
  if place ? 'after' or counted > (case when narrow then most_few else most_counted end) then counted := null; end if;
  if place ? 'after' then
    condition := condition || format(' and (%s, c.id) %s (%L, %L::uuid)', expression,
      case direction when 'desc' then '<' else '>' end, place -> 'after' ->> 0, place -> 'after' ->> 1);
  end if;
  return query execute format(
    'select c.id, (%1$s)::text, $2 from contacts c where %2$s order by %1$s %3$s, c.id %3$s limit %4$s',
    expression, condition, direction, at_most) using few, counted;
  perform set_config('enable_bitmapscan', 'on', true), set_config('enable_seqscan', 'on', true),
    set_config('enable_sort', 'on', true);
end
$$;

-- All ids that a query finds.
create function all_contact_ids(query jsonb) returns setof uuid
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return query execute format('select id from contacts where %s', contact_condition(query));
end
$$;

revoke execute on function few_contact_ids, find_contact_ids, all_contact_ids from public;
grant execute on function find_contact_ids, all_contact_ids to counterpart_app;
-- The new owner of a function must be allowed to create in its schema, for this moment only.
grant create on schema public to counterpart_finder;
alter function few_contact_ids owner to counterpart_finder;
alter function find_contact_ids owner to counterpart_finder;
alter function all_contact_ids owner to counterpart_finder;
revoke create on schema public from counterpart_finder;
