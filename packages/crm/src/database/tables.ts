import type { KindName } from '@counterpart/engine';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { ChangeSource, Permission } from '../actor.ts';

/** The tables of migrations 001 to 009, column by column; tables of records are described in `records/table.ts`. bigint columns arrive as numbers (`pool.ts`). */
type Json<T> = ColumnType<T, string, string>;

export interface OrganisationTable {
  org_id: string;
  name: string;
  created_at: Date;
}

export interface AccountTable {
  id: string;
  name: string;
  email: string;
  email_verified_at: Date | null;
  password_hash: string | null;
  time_zone: Generated<string>;
  locale: Generated<string>;
  created_at: Date;
}

export interface IdentityTable {
  provider: 'microsoft';
  tid: string;
  oid: string;
  account_id: string;
  login: string;
  tied_at: Date;
}

export interface ProfileTable {
  org_id: string;
  id: string;
  name: string;
  system: Generated<boolean>;
  permissions: Permission[];
  created_at: Date;
}

export type MembershipState = 'active' | 'invited' | 'asking' | 'deactivated';

export interface MembershipTable {
  org_id: string;
  id: string;
  account_id: string;
  profile_id: string;
  state: MembershipState;
  created_at: Date;
}

export interface SessionTable {
  token_hash: Buffer;
  account_id: string;
  org_id: string | null;
  created_at: Date;
  expires_at: Date;
}

export type ChangeOp = 'create' | 'update' | 'delete' | 'restore';

export interface ChangeLogTable {
  org_id: string;
  seq: GeneratedAlways<number>;
  kind: KindName;
  record_id: string;
  op: ChangeOp;
  before: { [column: string]: unknown };
  after: { [column: string]: unknown };
  owner_membership_id: string | null;
  previous_owner_membership_id: string | null;
  version: number;
  source: ChangeSource;
  membership_id: string | null;
  channel_id: string | null;
  run_id: string | null;
  at: Date;
  xid: string;
}

export type Origin = 'created' | 'import' | 'migration' | 'microsoft365' | 'api';

export type ImportFormat = 'csv' | 'vcf';
export type ImportState = 'ready' | 'running' | 'done' | 'cancelled' | 'failed';
export type Duplicates = 'skip' | 'update' | 'create';

export interface ImportTable {
  org_id: string;
  id: string;
  membership_id: string;
  kind: KindName;
  format: ImportFormat;
  file_name: string;
  content: Buffer | null;
  columns: string[];
  state: ImportState;
  mapping: Json<{ [column: string]: string } | null> | null;
  duplicates: Duplicates | null;
  total: number;
  done: Generated<number>;
  created: Generated<number>;
  updated: Generated<number>;
  skipped: Generated<number>;
  created_at: Date;
  ended_at: Date | null;
}

export interface ImportRefusalTable {
  org_id: string;
  import_id: string;
  position: number;
  line: number;
  reason: string;
  row: string | null;
}

export interface Database {
  organisations: OrganisationTable;
  accounts: AccountTable;
  identities: IdentityTable;
  profiles: ProfileTable;
  memberships: MembershipTable;
  sessions: SessionTable;
  change_log: ChangeLogTable;
  imports: ImportTable;
  import_refusals: ImportRefusalTable;
}
