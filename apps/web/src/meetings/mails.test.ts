import { describe, expect, it } from 'vitest';
import { mailedBy, mailsOf } from './mails.ts';

const people = (...names: string[]) =>
  Object.fromEntries(
    names.map((name) => [`${name}@example.com`, { role: 'required' as const, response: 'none' as const }]),
  );
const meeting = (invite: boolean, ...names: string[]) => ({
  invite,
  participants: people(...names),
  host: null,
});

describe('E11: how many people are mailed', () => {
  it('nobody unless invitations are asked for', () => {
    expect(mailedBy(null, meeting(false, 'ann', 'bob'))).toEqual({ invited: 0, stopped: 0 });
    expect(mailsOf(meeting(false, 'ann'))).toBe(0);
  });

  it('everybody invited, and those who are no longer', () => {
    expect(mailedBy(null, meeting(true, 'ann', 'bob')).invited).toBe(2);
    expect(mailedBy(meeting(true, 'ann', 'bob'), meeting(true, 'bob', 'carl')).invited).toBe(3);
    expect(mailedBy(meeting(true, 'ann', 'bob'), meeting(false, 'ann', 'bob'))).toEqual({
      invited: 0,
      stopped: 2,
    });
  });

  it('nobody about a meeting that somebody else hosts', () => {
    const hosted = { ...meeting(true, 'ann'), host: { address: 'eve@example.com' } };
    expect(mailsOf(hosted)).toBe(0);
  });
});
