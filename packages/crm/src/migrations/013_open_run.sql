-- How a run begins and ends, one statement each: a run with nothing to do must cost next to nothing.

-- Whose transaction numbers these are. A cursor of the change log holds only where they go on.
create function change_log_identity() returns text language sql stable
  return (select system_identifier::text from pg_control_system()) || '/' ||
    (select oid::text from pg_database where datname = current_database());

-- Whether somebody's records may have changed since a cursor of the change log ("identity/snapshot", with "#…" in mid-page).
create function may_have_changed(org uuid, membership uuid, changed_kind text, cursor text) returns boolean language plpgsql stable as $$
declare
  since pg_snapshot;
begin
  if cursor is null or position('#' in cursor) > 0 or not starts_with(cursor, change_log_identity() || '/') then
    return true;
  end if;
  since := split_part(cursor, '/', 3)::pg_snapshot;
  return exists (
      select from change_log
      where org_id = org and owner_membership_id = membership and kind = changed_kind
        and xid >= pg_snapshot_xmin(since) and not pg_visible_in_snapshot(xid, since))
    or exists (
      select from change_log
      where org_id = org and previous_owner_membership_id = membership and kind = changed_kind
        and xid >= pg_snapshot_xmin(since) and not pg_visible_in_snapshot(xid, since));
end
$$;

-- Leases the mailbox of a channel for this session and tells all that a run must know at its beginning. `busy`: another run has it, and
-- will have the channel looked at when it ends.
-- The session's advisory lock says at once when the process of the former run is gone; `until` says when it merely stands still.
-- The facts of the transactions to come (001) are set for the session.
create function open_run(org uuid, channel uuid, new_token uuid, lease_ms integer, now_ms bigint) returns jsonb
  language plpgsql as $$
declare
  person uuid;
  mailbox_lock bigint;
  free boolean;
  found_channel channels;
begin
  perform set_config('counterpart.org_id', org::text, false), set_config('counterpart.channel_id', channel::text, false),
    set_config('counterpart.source', 'microsoft365', false);
  -- A run touches few rows at a time, by index, and its plans must hold for any organisation.
  perform set_config('enable_seqscan', 'off', false), set_config('plan_cache_mode', 'force_generic_plan', false);
  select membership_id into person from channels where org_id = org and id = channel;
  if person is null then
    return '{"outcome": "unknown"}';
  end if;
  perform set_config('counterpart.membership_id', person::text, false);
  mailbox_lock := hashtextextended('mailbox ' || person::text, 0);
  free := pg_try_advisory_lock(mailbox_lock);
  insert into mailbox_leases as l (org_id, membership_id, token, until)
    values (org, person, new_token, clock_timestamp() + lease_ms * interval '1 ms')
    on conflict (org_id, membership_id) do update
      set token = excluded.token, until = excluded.until, again = array_remove(l.again, channel)
      where free or l.until < clock_timestamp();
  if not found then
    -- Leave word with the run under way. It may have ended while this waited for the row; then nobody would read it.
    update mailbox_leases l set again = array_remove(l.again, channel) || channel
      where l.org_id = org and l.membership_id = person;
    if not pg_try_advisory_lock(mailbox_lock) then
      return '{"outcome": "busy"}';
    end if;
    update mailbox_leases l
      set token = new_token, until = clock_timestamp() + lease_ms * interval '1 ms', again = array_remove(l.again, channel)
      where l.org_id = org and l.membership_id = person;
  end if;
  -- Each statement of a volatile function sees what was committed before it: the former run's last words included.
  select * into found_channel from channels where org_id = org and id = channel;
  return jsonb_build_object(
    'outcome', 'leased',
    'channel', to_jsonb(found_channel),
    'permissions', coalesce((
      select to_jsonb(p.permissions) from memberships m join profiles p on p.org_id = m.org_id and p.id = m.profile_id
      where m.org_id = org and m.id = person and m.state = 'active'), '[]'),
    'connections', coalesce((
      select jsonb_agg(to_jsonb(k)) from connections k
      where k.org_id = org and (k.membership_id = person or k.membership_id is null)), '[]'),
    'subscription', (select to_jsonb(s) from subscriptions s where s.org_id = org and s.channel_id = channel),
    'hasIntents', exists (select from intents i where i.org_id = org and i.channel_id = channel),
    'hasDueLinks', exists (
      select from links l where l.org_id = org and l.channel_id = channel and l.due_at_ms <= now_ms),
    'localMayHaveChanges', may_have_changed(org, person, found_channel.kind, found_channel.local_cursor),
    'openHolds', (
      select count(*) from holds h
      where h.org_id = org and h.channel_id = channel and h.answer is null and h.closed_at is null),
    'answeredHolds', coalesce((
      select jsonb_agg(to_jsonb(h) order by h.at_ms) from holds h
      where h.org_id = org and h.channel_id = channel and h.answer is not null and h.closed_at is null), '[]'));
end
$$;

-- Gives the mailbox back, says when the channel is looked at again, and forgets the facts of the session, which returns to its pool.
create function close_run(lease_token uuid, next_look timestamptz, run jsonb) returns void language plpgsql as $$
declare
  channel constant uuid := nullif(current_setting('counterpart.channel_id', true), '')::uuid;
  wanted uuid[];
begin
  select again into wanted from mailbox_leases where org_id = current_org() and token = lease_token for update;
  if found then
    update mailbox_leases set until = '-infinity', again = '{}' where org_id = current_org() and token = lease_token;
    update channels set next_look_at = next_look, last_run = coalesce(run, last_run)
      where org_id = current_org() and id = channel;
    if next_look is not null then
      perform enqueue_look(channel, next_look);
    end if;
    perform enqueue_look(one) from unnest(wanted) as one;
  end if;
  perform pg_advisory_unlock_all();
  perform set_config('enable_seqscan', 'on', false), set_config('plan_cache_mode', 'auto', false);
  perform set_config('counterpart.' || name, '', false)
    from unnest(array['org_id', 'membership_id', 'channel_id', 'run_id', 'source']) as name;
end
$$;
