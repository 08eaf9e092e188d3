-- The order of a full round: the person's own records, the most recently modified first.
create index contacts_in_sync_order on contacts (org_id, owner_membership_id, modified_at, id) where deleted_at is null;
