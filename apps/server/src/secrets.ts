import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Seals short texts (tokens, cookies) with AES-256-GCM. `purpose` is bound in: what was sealed for one purpose opens for no other. */
export interface KeyRing {
  seal(text: string, purpose: string): string;
  /** The text, or null when it was changed, is of another purpose, or its key is no longer in the ring. */
  open(sealed: string, purpose: string): string | null;
  /** Whether it is sealed with the first key, and so needs no other one. */
  isNewest(sealed: string): boolean;
}

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** @param keys of 32 bytes each; the first one seals, all of them open. */
export function createKeyRing(keys: readonly Buffer[]): KeyRing {
  const ring = new Map(keys.map((key) => [keyId(key), key]));
  const [sealing] = keys;
  if (sealing === undefined) throw new Error('A key ring needs at least one key.');
  return {
    seal(text, purpose) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const sealed = Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
      return `${VERSION}.${keyId(sealing)}.${sealed}`;
    },
    isNewest: (sealed) => sealed.startsWith(`${VERSION}.${keyId(sealing)}.`),
    open(sealed, purpose) {
      const [version, id, body] = sealed.split('.');
      const key = ring.get(id ?? '');
      if (version !== VERSION || key === undefined || body === undefined) return null;
      const bytes = Buffer.from(body, 'base64url');
      if (bytes.length < IV_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        return (
          decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
        );
      } catch {
        // The tag does not fit: the only way in which `final` fails.
        return null;
      }
    },
  };
}

/** Names a key without telling it. */
function keyId(key: Buffer): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 8);
}
