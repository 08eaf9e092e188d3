-- E2, E10: which calendar a channel of meetings writes to, which ones it captures from, and how much of a private event. Null: as the kind begins with.
alter table channels add column calendars jsonb;
