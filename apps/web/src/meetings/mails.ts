import type { Meeting } from '../api/types.ts';

type Asked = Pick<Meeting, 'participants' | 'invite'>;

const invitedBy = (meeting: (Asked & { host?: Meeting['host'] }) | null): string[] =>
  meeting?.invite && !meeting.host ? Object.keys(meeting.participants) : [];

/**
 * How many people Microsoft 365 mails when a meeting is saved (E11): those invited, and those who were and no longer are. `stopped` counts
 * those to whom only a cancellation goes, because nobody is invited any more.
 */
export function mailedBy(
  before: (Asked & Pick<Meeting, 'host'>) | null,
  now: Asked,
): { invited: number; stopped: number } {
  const [was, is] = [invitedBy(before), invitedBy(now)];
  if (is.length === 0) return { invited: 0, stopped: was.length };
  return { invited: new Set([...was, ...is]).size, stopped: 0 };
}

/** How many are mailed when a meeting is changed as it is, or deleted. */
export const mailsOf = (meeting: Asked & Pick<Meeting, 'host'>): number => invitedBy(meeting).length;
