-- As 013, for people with several channels. Of looks at two of them that begin at the same instant one waits for the other, instead of putting it
-- out in mid-run; what changes one channel interrupts its own run alone; and a run that lost the mailbox has its channel looked at again.

-- The channel whose run has the mailbox, or had it last.
alter table mailbox_leases add column channel_id uuid;

-- Leases the mailbox of a channel for this session and tells all that a run must know at its beginning. `busy`: another run has it, and
-- will have the channel looked at when it ends.
-- The session's advisory lock says at once when the process of the former run is gone; `until` says when it merely stands still. Without the
-- lock only a lease is taken that has expired: where nobody has the mailbox ('-infinity'), whoever has the lock is about to take it.
-- The facts of the transactions to come (001) are set for the session.
create or replace function open_run(org uuid, channel uuid, new_token uuid, lease_ms integer, now_ms bigint) returns jsonb
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
  insert into mailbox_leases (org_id, membership_id, token, until) values (org, person, new_token, '-infinity')
    on conflict do nothing;
  update mailbox_leases l
    set token = new_token, channel_id = channel, until = clock_timestamp() + lease_ms * interval '1 ms',
      again = array_remove(l.again, channel)
    where l.org_id = org and l.membership_id = person
      and (free or (l.until < clock_timestamp() and l.until > '-infinity'));
  if not found then
    -- Leave word with the run under way. It may have ended while this waited for the row; then nobody would read it.
    update mailbox_leases l set again = array_remove(l.again, channel) || channel
      where l.org_id = org and l.membership_id = person;
    if not pg_try_advisory_lock(mailbox_lock) then
      return '{"outcome": "busy"}';
    end if;
    free := true;
    update mailbox_leases l
      set token = new_token, channel_id = channel, until = clock_timestamp() + lease_ms * interval '1 ms', again = array_remove(l.again, channel)
      where l.org_id = org and l.membership_id = person;
  end if;
  perform set_config('counterpart.lease', case when free then 'locked' else 'expired' end, false);
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

-- Gives the mailbox back (expired, where a run that stands still has the lock), says when the channel is looked at again, and forgets the facts of
-- the session, which returns to its pool.
create or replace function close_run(lease_token uuid, next_look timestamptz, run jsonb) returns void language plpgsql as $$
declare
  channel constant uuid := nullif(current_setting('counterpart.channel_id', true), '')::uuid;
  -- Empty where the mailbox was busy.
  lease constant text := coalesce(current_setting('counterpart.lease', true), '');
  wanted uuid[];
begin
  select again into wanted from mailbox_leases where org_id = current_org() and token = lease_token for update;
  if found then
    update mailbox_leases
      set until = case when lease = 'locked' then '-infinity' else clock_timestamp() end, again = '{}'
      where org_id = current_org() and token = lease_token;
    update channels set next_look_at = next_look, last_run = coalesce(run, last_run)
      where org_id = current_org() and id = channel;
    if next_look is not null then
      perform enqueue_look(channel, next_look);
    end if;
    perform enqueue_look(one) from unnest(wanted) as one;
  elsif lease <> '' then
    perform enqueue_look(channel);
  end if;
  perform pg_advisory_unlock_all();
  perform set_config('enable_seqscan', 'on', false), set_config('plan_cache_mode', 'auto', false);
  perform set_config('counterpart.' || name, '', false)
    from unnest(array['org_id', 'membership_id', 'channel_id', 'run_id', 'source', 'lease']) as name;
end
$$;
