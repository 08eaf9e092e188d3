import { z } from 'zod';
import { Refusal } from '../errors.ts';

/** `If-Match` with the ETag that was read guards against changing what somebody else changed since; without it there is no guard. */
export const ifMatch = z.object({ 'if-match': z.string().max(100).optional() });

export function tagOf(version: number): string {
  return `"${version}"`;
}

export function expectedVersion(headers: z.output<typeof ifMatch>): number | undefined {
  const tag = headers['if-match'];
  if (tag === undefined || tag === '*') return undefined;
  const version = /^(?:W\/)?"(\d+)"$/.exec(tag)?.[1];
  if (version === undefined)
    throw new Refusal('changedMeanwhile', { detail: 'If-Match names no version of this record.' });
  return Number(version);
}
