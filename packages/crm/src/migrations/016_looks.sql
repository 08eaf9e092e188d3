-- "Look at this channel again": jobs of Graphile Worker, enqueued in the transaction that makes them necessary.

-- A look at once (null) or at a time; of each sort one waits per channel. The lease keeps the looks of a mailbox one after the other; a queue
-- of Graphile Worker for each mailbox would too, but now and then two workers hide its next job from each other until the next poll.
-- It runs as the owner of the queue, and only for a channel of the transaction's organisation.
create function enqueue_look(channel uuid, at timestamptz default null) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from channels where org_id = current_org() and id = channel) or to_regnamespace('graphile_worker') is null then
    return;
  end if;
  perform graphile_worker.add_job('look', json_build_object('orgId', current_org(), 'channelId', channel),
    run_at => at, max_attempts => 100,
    job_key => case when at is null then 'look ' else 'look later ' end || channel);
end
$$;

-- The channels of these people that a change concerns (null: of everybody), at once. In one statement, with the organisation for its
-- duration: what stands between a person's change and the run that carries it on is kept short.
create function enqueue_looks_of(org uuid, changed_kind text, owners uuid[]) returns void language plpgsql as $$
begin
  perform set_config('counterpart.org_id', org::text, true);
  perform enqueue_look(id) from channels
    where org_id = org and kind = changed_kind and state in ('enabling', 'active', 'held')
      and (owners is null or membership_id = any (owners))
    order by id;
end
$$;

-- The hash of the secret that Graph sends with every notification of a channel; null: there is no such subscription.
create function client_state_hash_of(org uuid, channel uuid) returns bytea language plpgsql as $$
begin
  perform set_config('counterpart.org_id', org::text, true);
  return (select client_state_hash from subscriptions where org_id = org and channel_id = channel);
end
$$;

-- Notifications came for a channel: it is looked at, at once. `lost`: Graph says that the subscription is gone; `renew`: it wants to
-- be renewed. Forged ones are counted and nothing else.
create function note_notified(org uuid, channel uuid, how_many integer, forged boolean, lost boolean, renew boolean) returns void
  language plpgsql as $$
begin
  perform set_config('counterpart.org_id', org::text, true);
  if forged then
    update subscriptions set refused = refused + how_many where org_id = org and channel_id = channel;
    return;
  end if;
  update subscriptions set received = received + how_many, last_notification_at = now(),
    remote_id = case when lost then null else remote_id end,
    expires_at = case when renew then least(expires_at, now() + interval '1 minute') else expires_at end
    where org_id = org and channel_id = channel;
  update channels set last_notification_at = now() where org_id = org and id = channel;
  perform enqueue_look(channel);
end
$$;

-- Correctness never depends on the queue: what should have been looked at a while ago is enqueued anew. It looks over all
-- organisations, so it runs as the owner of the schema, to whom this policy opens the rows, and tells nothing of them.
do $$
begin
  execute format('create policy scheduler on channels for select to %I using (true)', current_user);
end
$$;
create function enqueue_overdue_looks() returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  overdue record;
  enqueued integer := 0;
begin
  for overdue in
    select org_id, id from channels where next_look_at < now() - interval '1 minute' limit 1000
  loop
    perform set_config('counterpart.org_id', overdue.org_id::text, true);
    perform enqueue_look(overdue.id);
    enqueued := enqueued + 1;
  end loop;
  perform set_config('counterpart.org_id', '', true);
  return enqueued;
end
$$;

-- Tells browsers that a section of the tab Office 365 shows something else now.
create function announce_section(membership uuid, section_kind text) returns void language sql
begin atomic
  select pg_notify('counterpart_changes', json_build_object(
    'org', current_org(), 'kind', 'section', 'id', section_kind, 'owners', json_build_array(membership))::text);
end;
