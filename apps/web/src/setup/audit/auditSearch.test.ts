import { describe, expect, it } from 'vitest';
import { auditFilterOf, auditSearch } from './auditSearch.ts';

describe('the audit log’s filter (U8)', () => {
  it('takes what the address says, and leaves out what makes no sense', () => {
    expect(auditSearch({ action: 'userInvited', from: '2026-03-01', to: 'soon', page: 0, byId: 7 })).toEqual({
      action: 'userInvited',
      from: '2026-03-01',
    });
    expect(auditSearch({ search: 42 }), 'the router reads a number').toEqual({ search: '42' });
  });

  it('includes both days of the period, in the reader’s zone, over a change of the clocks', () => {
    // Clocks in Berlin go forward on 29 March 2026.
    expect(auditFilterOf({ from: '2026-03-29', to: '2026-03-29' }, 'Europe/Berlin')).toEqual({
      from: '2026-03-28T23:00:00.000Z',
      to: '2026-03-29T22:00:00.000Z',
    });
  });

  it('ends at the end of a month', () => {
    expect(auditFilterOf({ to: '2026-12-31' }, 'UTC')).toEqual({ to: '2027-01-01T00:00:00.000Z' });
  });
});
