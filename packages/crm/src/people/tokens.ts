import { createHash, randomBytes } from 'node:crypto';

/** A secret that is mailed: the organisation's id, so that it is looked for in no other, and 256 random bits. */
export interface MailedToken {
  readonly orgId: string;
  /** SHA-256: all that the database keeps. */
  readonly hash: Buffer;
}

const ORG_BYTES = 16;
const SECRET_BYTES = 32;

/** U8: how long what is mailed is good for. */
export const TOKEN_LIFE_MS = 7 * 24 * 3_600_000;

export function newToken(orgId: string): MailedToken & { readonly text: string } {
  const bytes = Buffer.concat([Buffer.from(orgId.replaceAll('-', ''), 'hex'), randomBytes(SECRET_BYTES)]);
  return { orgId, hash: hashOf(bytes), text: bytes.toString('base64url') };
}

/** What a text that somebody brings would be the token of; null: it is none. */
export function readToken(text: string): MailedToken | null {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== ORG_BYTES + SECRET_BYTES || bytes.toString('base64url') !== text) return null;
  const hex = bytes.subarray(0, ORG_BYTES).toString('hex');
  const orgId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { orgId, hash: hashOf(bytes) };
}

const hashOf = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
