import type { KindName } from '@counterpart/engine';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { AccessTokenTable, AnswerTable, ViewTable } from '../access/tables.ts';
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

export type MembershipState = 'active' | 'deactivated';

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

export type ImportFormat = 'csv' | 'vcf' | 'ics';
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
  delimiter: string | null;
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

/** People on their way into an organisation, and what is told of it (migrations 030 to 034). */
export interface TermsAcceptanceTable {
  org_id: string;
  membership_id: string;
  version: string;
  accepted_at: Date;
  ip: string | null;
}

export interface AuditLogTable {
  org_id: string;
  seq: GeneratedAlways<number>;
  at: Generated<Date>;
  action: string;
  membership_id: string | null;
  by_name: string;
  subject_kind: string;
  subject_id: string | null;
  subject_name: string;
  details: Json<{ [name: string]: string }>;
  ip: string | null;
  source: string;
}

export interface TenantTable {
  tid: string;
  org_id: string;
}

export interface InvitationTable {
  org_id: string;
  id: string;
  email: string;
  name: string;
  profile_id: string | null;
  tid: string | null;
  oid: string | null;
  login: string | null;
  state: 'open' | 'accepted' | 'associated' | 'revoked';
  token_hash: Buffer;
  expires_at: Date;
  invited_by: string;
  created_at: Date;
  closed_at: Date | null;
}

export interface MailTable {
  org_id: string;
  id: string;
  about: string;
  kind: string;
  recipient: string;
  message_id: string;
  sealed: string | null;
  state: 'queued' | 'sent' | 'failed' | 'cancelled';
  problem: string | null;
  created_at: Date;
  sent_at: Date | null;
}

export interface JoinRequestTable {
  org_id: string;
  id: string;
  tid: string;
  oid: string;
  login: string;
  name: string;
  email: string;
  note: string | null;
  terms_version: string;
  terms_accepted_at: Date;
  ip: string | null;
  state: 'open' | 'approved' | 'declined' | 'revoked';
  reason: string | null;
  token_hash: Buffer;
  expires_at: Date;
  created_at: Date;
  decided_at: Date | null;
  decided_by: string | null;
}

export interface HandoverTable {
  org_id: string;
  id: string;
  from_membership_id: string;
  to_membership_id: string;
  by_membership_id: string;
  total: number;
  done: Generated<number>;
  state: 'running' | 'done';
  started_at: Date;
  ended_at: Date | null;
}

export interface Database {
  organisations: OrganisationTable;
  accounts: AccountTable;
  identities: IdentityTable;
  profiles: ProfileTable;
  memberships: MembershipTable;
  sessions: SessionTable;
  change_log: ChangeLogTable;
  terms_acceptances: TermsAcceptanceTable;
  audit_log: AuditLogTable;
  tenants: TenantTable;
  invitations: InvitationTable;
  mails: MailTable;
  join_requests: JoinRequestTable;
  handovers: HandoverTable;
  imports: ImportTable;
  import_refusals: ImportRefusalTable;
  access_tokens: AccessTokenTable;
  answers: AnswerTable;
  views: ViewTable;
}
