import { createHash } from 'node:crypto';
import type { JsonObject } from '../json.ts';

/**
 * Names a creation, so that the service takes it only once (event, `transactionId`): the same for the same content with the same marker in the same calendar. What is made anew
 * later, after a deletion or in another calendar, is another creation, in case a service remembers the names of deleted events too.
 */
export function transactionId(calendar: string, marker: string, body: JsonObject): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([calendar, marker, body]))
    .digest('hex');
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
