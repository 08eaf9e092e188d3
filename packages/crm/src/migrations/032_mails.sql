-- Mails to people: written in the transaction that makes them necessary, sent by a job, and kept as a record of what was sent.

create table mails (
  org_id uuid not null references organisations (org_id) on delete cascade,
  id uuid not null,
  -- What it is about: an invitation, a join request.
  about uuid not null,
  kind text not null,
  recipient text not null,
  -- The same at every attempt: a mail server or a reader that gets it twice can tell.
  message_id text not null,
  -- Subject and bodies, sealed since they carry links that are secret; gone once the mail is sent or will not be.
  sealed text,
  state text not null check (state in ('queued', 'sent', 'failed', 'cancelled')),
  -- Why it was not sent at the last attempt.
  problem text,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (org_id, id)
);
create index mails_by_subject on mails (org_id, about, created_at);
create index mails_by_time on mails (org_id, kind, created_at);
select secure_by_organisation('mails', 'select, insert, update');

-- A job about one row of the transaction's organisation. It runs as the owner of the queue.
create function enqueue_about(task text, subject uuid) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if task not in ('sendMail', 'handOver') then raise exception 'no job of this name: %', task; end if;
  if current_org() is null or to_regnamespace('graphile_worker') is null then return; end if;
  perform graphile_worker.add_job(task, json_build_object('orgId', current_org(), 'id', subject),
    job_key => task || ' ' || subject, max_attempts => 25);
end
$$;
