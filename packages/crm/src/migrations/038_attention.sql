-- What needs a person's attention: since when, whether they were written to, and how well notifications work (B9, B13).

alter table channels
  -- Since when the channel needs attention: what rests on somebody's act is tried at growing intervals, not for ever at the same.
  add column attention_since timestamptz,
  -- When its person was written to about it: once per lapse.
  add column told_at timestamptz,
  -- Since when its runs have failed for reasons that pass by themselves: they are tried again at growing intervals too.
  add column failing_since timestamptz,
  -- How long the last change made in Microsoft 365 took to be here, and when that was measured (B9).
  add column delay_ms bigint,
  add column delay_at timestamptz;
alter table connections add column told_at timestamptz;
-- Since when changes have come that no notification told of: then polling does not rest on them (B9).
alter table subscriptions add column silent_since timestamptz;

create function attention_changed() returns trigger language plpgsql as $$
begin
  if new.state = 'needsAttention' then
    if old.state <> 'needsAttention' or old.reason is distinct from new.reason then
      new.attention_since := now();
    end if;
  else
    new.attention_since := null;
    new.told_at := null;
    if old.state = 'needsAttention' then
      -- The organisation's authority works again, so that its next failure is told of again.
      update connections set told_at = null
        where org_id = new.org_id and membership_id is null and told_at is not null;
    end if;
  end if;
  return new;
end
$$;
create trigger attention_changed before update of state, reason on channels
  for each row when (old.state = 'needsAttention' or new.state = 'needsAttention') execute function attention_changed();

-- Writes to whom it concerns that a channel needs attention, once per lapse: `whom` is the person's connection, the organisation's, or the
-- channel itself, and the mail is enqueued in the transaction that takes note of it.
create function tell_attention(channel uuid, whom text) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  org constant uuid := current_org();
  found_channel channels;
begin
  select * into found_channel from channels where org_id = org and id = channel;
  if found_channel is null or to_regnamespace('graphile_worker') is null then
    return false;
  end if;
  if whom = 'channel' then
    update channels set told_at = now() where org_id = org and id = channel and told_at is null;
  else
    update connections set told_at = now()
      where org_id = org and told_at is null
        and membership_id is not distinct from (case when whom = 'person' then found_channel.membership_id end);
  end if;
  if not found then
    return false;
  end if;
  perform graphile_worker.add_job('tellAttention',
    json_build_object('orgId', org, 'channelId', channel, 'reason', found_channel.reason, 'whom', whom), max_attempts => 12);
  return true;
end
$$;

-- As in 016; a notification that comes shows that they do come.
create or replace function note_notified(org uuid, channel uuid, how_many integer, forged boolean, lost boolean, renew boolean) returns void
  language plpgsql as $$
begin
  perform set_config('counterpart.org_id', org::text, true);
  if forged then
    update subscriptions set refused = refused + how_many where org_id = org and channel_id = channel;
    return;
  end if;
  update subscriptions set received = received + how_many, last_notification_at = now(), silent_since = null,
    remote_id = case when lost then null else remote_id end,
    expires_at = case when renew then least(expires_at, now() + interval '1 minute') else expires_at end
    where org_id = org and channel_id = channel;
  update channels set last_notification_at = now() where org_id = org and id = channel;
  perform enqueue_look(channel);
end
$$;

-- After a run that brought changes here: how long the newest of them had taken, and whether a notification had told of it. Where none had, a
-- minute after the change, they are taken not to come, and the subscription is made sure of at the next look (B9).
create function note_delay(channel uuid, run uuid, now_ms bigint) returns void language plpgsql as $$
declare
  org constant uuid := current_org();
  changed_ms bigint;
begin
  select max((l.remote_rest ->> 'modifiedAtMs')::bigint) into changed_ms from (
      select link_id from journal where org_id = org and channel_id = channel and run_id = run and side = 'local' and op in ('create', 'update')
      order by seq desc limit 1000) j
    join links l on l.org_id = org and l.id = j.link_id;
  if changed_ms is null then
    return;
  end if;
  update channels set delay_ms = greatest(0, now_ms - changed_ms), delay_at = now() where org_id = org and id = channel;
  update subscriptions set silent_since = coalesce(silent_since, now()), expires_at = least(expires_at, now() + interval '1 minute')
    where org_id = org and channel_id = channel and now_ms - changed_ms > 60000
      and (last_notification_at is null or extract(epoch from last_notification_at) * 1000 < changed_ms);
end
$$;

-- As in 036, whoever changes it: also where the transaction was told no organisation.
create or replace function look_at_channels_of_members(org uuid, members uuid[]) returns void language plpgsql as $$
declare
  before constant text := coalesce(current_setting('counterpart.org_id', true), '');
begin
  perform set_config('counterpart.org_id', org::text, true);
  perform enqueue_look(id), announce_section(membership_id, kind) from channels
    where org_id = org and membership_id = any (members) and state <> 'off';
  perform set_config('counterpart.org_id', before, true);
end
$$;
