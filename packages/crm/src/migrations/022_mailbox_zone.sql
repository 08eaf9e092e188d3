-- The zone of the mailbox, in which a task is due (T3), and when Microsoft 365 was last asked for it.
alter table channels add column time_zone text, add column time_zone_read_at timestamptz;
