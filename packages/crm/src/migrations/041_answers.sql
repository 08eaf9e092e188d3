-- Answers to creations that a program sent with an Idempotency-Key (R4). Written in the transaction of the creation, so that a record is there
-- exactly when its answer is.

create table answers (
  org_id uuid not null,
  membership_id uuid not null,
  key text not null,
  -- SHA-256 of what was asked: method, address, body.
  asked bytea not null,
  -- Sealed: an answer can hold a token that is shown once. Null until the creation's transaction is about to commit.
  answer text,
  created_at timestamptz not null,
  primary key (org_id, membership_id, key),
  foreign key (org_id, membership_id) references memberships (org_id, id) on delete cascade
);
create index answers_by_age on answers (org_id, created_at);

select secure_by_organisation('answers');
