-- Saved views: how a person looks at a list, for themselves or shared with the organisation (R1).

create table views (
  org_id uuid not null,
  id uuid not null,
  membership_id uuid not null,
  kind text not null check (kind in ('meeting', 'contact', 'task')),
  name text not null check (name <> ''),
  shared boolean not null,
  -- The list's own query: filter with the search, sort, and the columns shown, in their order.
  filter jsonb not null,
  sort text,
  columns text[] not null,
  version bigint not null default 1,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, membership_id, kind, name),
  foreign key (org_id, membership_id) references memberships (org_id, id) on delete cascade
);
create index views_shared on views (org_id, kind) where shared;

select secure_by_organisation('views');
