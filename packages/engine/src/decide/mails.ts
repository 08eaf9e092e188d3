import type { Kind } from '../kinds/kind.ts';
import type { Link } from '../model.ts';
import type { Decision } from './decide.ts';

/**
 * How many people the remote service would mail if a decision were carried out (E11). That two records meet for the first time is no person's edit: it
 * mails nobody, and neither does what a first sync creates.
 */
export function mailsOf({ mailing }: Kind, link: Link, decision: Decision): number {
  if (mailing === undefined || link.base === null) return 0;
  const before = link.remote?.state === 'present' ? link.remote.content : undefined;
  switch (decision.do) {
    case 'create':
      return decision.side === 'remote' ? mailing.mails(undefined, decision.content) : 0;
    case 'delete':
      return decision.side === 'remote' ? mailing.mails(before, undefined) : 0;
    case 'write':
      return decision.remote === null ? 0 : mailing.mails(before, decision.remote.content);
    default:
      return 0;
  }
}
