-- All that a transaction of a run writes to the ledger, in one statement however many rows: `changes` holds lists by name, each of
-- them optional (packages/crm/src/ledger/changes.ts). Raises CP001 when the mailbox was taken over (the lease is the fence), and
-- CP002 with a code of the error table when the channel may not go on: paused by hand, or the permission was taken away (P3, V15).
create function write_ledger(channel uuid, lease_token uuid, lease_ms integer, changes jsonb) returns void
  language plpgsql as $$
declare
  org constant uuid := current_org();
  head jsonb;
  stop text;
  ids uuid[];
begin
  update mailbox_leases set until = clock_timestamp() + lease_ms * interval '1 ms'
    where org_id = org and membership_id = nullif(current_setting('counterpart.membership_id', true), '')::uuid
      and token = lease_token;
  if not found then
    raise exception 'the run was taken over by another worker' using errcode = 'CP001';
  end if;
  stop := why_stop(org, channel);
  if stop is not null then
    raise exception '%', stop using errcode = 'CP002';
  end if;

  if changes ? 'dropLinks' then
    ids := ids_in(changes -> 'dropLinks');
    delete from links where org_id = org and id = any (ids);
    delete from link_keys where org_id = org and channel_id = channel and link_id = any (ids);
  end if;
  if changes ? 'links' then
    perform put_links(org, channel, changes -> 'links');
  end if;
  if changes ? 'linkKeys' then
    insert into link_keys (org_id, channel_id, link_id, key)
      select org, channel, k.* from jsonb_to_recordset(changes -> 'linkKeys') as k ("linkId" uuid, key uuid)
      on conflict do nothing;
  end if;
  if changes ? 'releaseLinks' then
    delete from link_keys where org_id = org and channel_id = channel;
    delete from intents where org_id = org and channel_id = channel;
    update links set stage = 'released', problem = null, dirty = false
      where org_id = org and channel_id = channel and stage = 'open';
  end if;
  if changes ? 'forgetFields' then
    perform forget_fields(org, channel, array(select jsonb_array_elements_text(changes -> 'forgetFields')));
  end if;
  if changes ? 'dropIntents' then
    ids := ids_in(changes -> 'dropIntents');
    delete from intents where org_id = org and channel_id = channel and id = any (ids);
  end if;
  if changes ? 'intents' then
    insert into intents (org_id, channel_id, id, link_id, op, run_id, target, fields, marker, at_ms)
      select org, channel, i.* from jsonb_to_recordset(changes -> 'intents')
        as i (id uuid, "linkId" uuid, op text, "runId" uuid, target jsonb, fields jsonb, marker text, "atMs" bigint);
  end if;
  if changes ? 'journal' then
    insert into journal (org_id, channel_id, id, run_id, link_id, side, op, record_id, before, after, decision, at_ms)
      select org, channel, j.* from jsonb_to_recordset(changes -> 'journal')
        as j (id uuid, "runId" uuid, "linkId" uuid, side text, op text, "recordId" text, before jsonb, after jsonb,
          decision text, "atMs" bigint);
  end if;
  if changes ? 'conflicts' then
    insert into conflicts (org_id, channel_id, id, run_id, link_id, field, winner, local_value, remote_value, base_value, at_ms)
      select org, channel, c.* from jsonb_to_recordset(changes -> 'conflicts')
        as c (id uuid, "runId" uuid, "linkId" uuid, field text, winner text, "localValue" jsonb, "remoteValue" jsonb,
          "baseValue" jsonb, "atMs" bigint)
      where not exists (
        select from conflicts known
        where known.org_id = org and known.channel_id = channel and known.taken is null and known.link_id = c."linkId"
          and known.field = c.field and known.local_value is not distinct from c."localValue"
          and known.remote_value is not distinct from c."remoteValue");
  end if;
  if changes ? 'holds' then
    insert into holds (org_id, channel_id, id, run_id, side, link_ids, answer, at_ms)
      select org, channel, h.* from jsonb_to_recordset(changes -> 'holds')
        as h (id uuid, "runId" uuid, side text, "linkIds" jsonb, answer text, "atMs" bigint)
      on conflict (org_id, channel_id, id) do update set link_ids = excluded.link_ids, answer = excluded.answer;
  end if;
  if changes ? 'closeHolds' then
    ids := ids_in(changes -> 'closeHolds');
    update holds set closed_at = clock_timestamp() where org_id = org and channel_id = channel and id = any (ids);
  end if;
  if changes ? 'run' then
    insert into runs (org_id, channel_id, id, started_at_ms, ended_at_ms, outcome, reason, counters)
      select org, channel, r.* from jsonb_to_record(changes -> 'run')
        as r (id uuid, "startedAtMs" bigint, "endedAtMs" bigint, outcome text, reason text, counters jsonb)
      on conflict (org_id, channel_id, id) do update set ended_at_ms = excluded.ended_at_ms,
        outcome = excluded.outcome, reason = excluded.reason, counters = excluded.counters;
  end if;
  if changes ? 'head' then
    head := changes -> 'head';
    update channels set
      local_cursor = case when head ? 'localCursor' then head ->> 'localCursor' else local_cursor end,
      local_round = case when head ? 'localCursor' then head ->> 'localRound' else local_round end,
      remote_cursor = case when head ? 'remoteCursor' then head ->> 'remoteCursor' else remote_cursor end,
      remote_round = case when head ? 'remoteCursor' then head ->> 'remoteRound' else remote_round end,
      state = case when head ? 'state' then head ->> 'state' else state end,
      reason = case when head ? 'reason' then head ->> 'reason' else reason end,
      container = case when head ? 'container' then head ->> 'container' else container end
      where org_id = org and id = channel;
  end if;
end
$$;

create function ids_in(list jsonb) returns uuid[] language sql immutable
  return array(select id::uuid from jsonb_array_elements_text(list) as id);

-- Inserts or replaces links and forgets their match keys. Links that gave up a record go first, so that another may take it in the same step.
create function put_links(org uuid, channel uuid, items jsonb) returns void language plpgsql as $$
declare
  ids constant uuid[] := array(select (item ->> 'id')::uuid from jsonb_array_elements(items) as item);
begin
  delete from link_keys where org_id = org and channel_id = channel and link_id = any (ids);
  insert into links as l (org_id, channel_id, id, stage, local_id, local_state, local_round, local_rest,
      remote_id, remote_state, remote_round, remote_rest, base, shown, made, dirty, problem)
    select org, channel, (i.item ->> 'id')::uuid, i.item ->> 'stage',
      i.item #>> '{local,id}', i.item #>> '{local,state}', i.item #>> '{local,round}',
      (i.item -> 'local') - array['id', 'state', 'round'],
      i.item #>> '{remote,id}', i.item #>> '{remote,state}', i.item #>> '{remote,round}',
      (i.item -> 'remote') - array['id', 'state', 'round'],
      i.item -> 'base', i.item -> 'shown', i.item ->> 'made', (i.item -> 'dirty')::boolean, i.item -> 'problem'
    from jsonb_array_elements(items) with ordinality as i (item, n)
    order by i.item ->> 'stage' = 'open', n
    on conflict (org_id, id) do update set stage = excluded.stage,
      local_id = excluded.local_id, local_state = excluded.local_state, local_round = excluded.local_round,
      local_rest = excluded.local_rest, remote_id = excluded.remote_id, remote_state = excluded.remote_state,
      remote_round = excluded.remote_round, remote_rest = excluded.remote_rest, base = excluded.base,
      shown = excluded.shown, made = excluded.made, dirty = excluded.dirty, problem = excluded.problem;
  if cardinality(ids) >= 100 then
    perform refresh_statistics(name)
      from unnest(array['links', 'link_keys', 'contacts', 'change_log']::regclass[]) as name;
  end if;
end
$$;

-- The mapping of these fields changed (C2): neither the base nor what was shown says anything of them any more.
create function forget_fields(org uuid, channel uuid, fields text[]) returns void language plpgsql as $$
begin
  -- A content that is left out equals the base, so it is written out before the base changes.
  update links set
    local_rest = jsonb_build_object('content', base) || local_rest,
    remote_rest = jsonb_build_object('content', base) || remote_rest
    where org_id = org and channel_id = channel and base is not null;
  update links set
    base = base - fields,
    shown = (
      select jsonb_object_agg(side, (kept - fields)) from jsonb_each(shown) as s (side, kept) where kept - fields <> '{}'),
    dirty = dirty or stage = 'open'
    where org_id = org and channel_id = channel;
  update channels set local_cursor = null, local_round = null, remote_cursor = null, remote_round = null
    where org_id = org and id = channel;
end
$$;

-- Why a channel's run may not write, as a code of the error table; null: it may. Disabling needs no permission.
create function why_stop(org uuid, channel uuid) returns text language sql stable
  return (
    select case
      when c.state = 'paused' then coalesce(c.reason, 'pausedByHand')
      when c.state <> 'disabling' and (
        m.state <> 'active'
        or not case c.kind when 'contact' then 'syncContacts' when 'meeting' then 'syncMeetings' else 'syncTasks' end = any (p.permissions)
      ) then 'permissionMissing'
    end
    from channels c
      join memberships m on m.org_id = c.org_id and m.id = c.membership_id
      join profiles p on p.org_id = m.org_id and p.id = m.profile_id
    where c.org_id = org and c.id = channel);
