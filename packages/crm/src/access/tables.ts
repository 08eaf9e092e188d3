import type { KindName } from '@counterpart/engine';
import type { ColumnType, Generated } from 'kysely';

/** The tables of migrations 040 to 044, column by column. */
export interface AccessTokenTable {
  org_id: string;
  id: string;
  membership_id: string;
  name: string;
  token_hash: Buffer;
  scopes: string[];
  created_at: Date;
  expires_at: Date;
  last_used_at: Date | null;
}

export interface AnswerTable {
  org_id: string;
  membership_id: string;
  key: string;
  asked: Buffer;
  answer: string | null;
  created_at: Date;
}

export interface ViewTable {
  org_id: string;
  id: string;
  membership_id: string;
  kind: KindName;
  name: string;
  shared: boolean;
  filter: ColumnType<{ [field: string]: unknown }, string, string>;
  sort: string | null;
  columns: string[];
  version: Generated<number>;
  created_at: Date;
  modified_at: Date;
}
