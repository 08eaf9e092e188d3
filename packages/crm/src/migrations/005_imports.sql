-- Imports: the file as it came, how far it has been taken in, and what was refused.

create table imports (
  org_id uuid not null references organisations (org_id) on delete cascade,
  id uuid not null,
  membership_id uuid not null,
  kind text not null check (kind in ('meeting', 'contact', 'task')),
  format text not null check (format in ('csv', 'vcf')),
  file_name text not null,
  -- Removed when the import has ended.
  content bytea,
  columns text[] not null,
  state text not null check (state in ('ready', 'running', 'done', 'cancelled', 'failed')),
  -- Column of the file → field; and what happens to a row whose address a contact has already.
  mapping jsonb,
  duplicates text check (duplicates in ('skip', 'update', 'create')),
  -- Rows of the file, and how many of them were dealt with: committed with the contacts, so a resumed import doubles nothing.
  total integer not null,
  done integer not null default 0,
  created integer not null default 0,
  updated integer not null default 0,
  skipped integer not null default 0,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, membership_id) references memberships (org_id, id)
);

create table import_refusals (
  org_id uuid not null,
  import_id uuid not null,
  -- In the order of the file; a row has one entry, which tells all that is wrong with it.
  position integer not null,
  line integer not null,
  reason text not null,
  -- The row as it stands in the file, cut to a readable length.
  row text,
  primary key (org_id, import_id, position),
  foreign key (org_id, import_id) references imports (org_id, id) on delete cascade
);

select secure_by_organisation('imports');
select secure_by_organisation('import_refusals');
