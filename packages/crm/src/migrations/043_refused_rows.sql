-- Refused rows can be downloaded, mended and imported again (R1): import_refusals.row holds the whole row from now on, and is cut where it is shown.
-- What divides the columns of a CSV file, so that its rows can be written as they were.
alter table imports add column delimiter text;

-- After many new rows at once, what autovacuum would do a minute later: statistics, and the pending entries of the text index, which every
-- search would read one by one. For tables of records alone.
create function settle_records(name regclass) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  text_index constant regclass := to_regclass(format('%s_by_text', name));
begin
  if name::text not in ('contacts', 'tasks', 'meetings') then
    raise exception 'settle_records is not for %', name;
  end if;
  perform refresh_statistics(name);
  perform refresh_statistics('change_log');
  if text_index is not null then
    perform gin_clean_pending_list(text_index);
  end if;
end
$$;
