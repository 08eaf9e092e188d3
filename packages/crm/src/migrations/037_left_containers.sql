-- Folders, calendars and lists that a disabled channel had to leave in Microsoft 365, because nobody was let in any more (E7, C8, T4): they are
-- removed when there is authority again, or taken up again by the channel that is enabled again.
create table left_containers (
  org_id uuid not null references organisations (org_id) on delete cascade,
  channel_id uuid not null,
  container text not null,
  -- Whose mailbox it lies in: authority over another one says nothing of it.
  oid text,
  left_at timestamptz not null default now(),
  primary key (org_id, channel_id, container),
  foreign key (org_id, channel_id) references channels (org_id, id) on delete cascade
);
select secure_by_organisation('left_containers');
