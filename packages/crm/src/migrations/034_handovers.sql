-- A person's records get another owner: begun by a person, carried out by a job a thousand records at a time.

create table handovers (
  org_id uuid not null references organisations (org_id) on delete cascade,
  id uuid not null,
  from_membership_id uuid not null,
  to_membership_id uuid not null,
  -- Who wanted it.
  by_membership_id uuid not null,
  total integer not null,
  -- Committed with the records, so an interrupted job goes on where it was.
  done integer not null default 0,
  state text not null check (state in ('running', 'done')),
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, from_membership_id) references memberships (org_id, id),
  foreign key (org_id, to_membership_id) references memberships (org_id, id),
  foreign key (org_id, by_membership_id) references memberships (org_id, id)
);
create index handovers_by_person on handovers (org_id, from_membership_id, started_at);
create unique index handovers_running on handovers (org_id, from_membership_id) where state = 'running';
select secure_by_organisation('handovers', 'select, insert, update');
