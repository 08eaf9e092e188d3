import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseContent } from './kind.ts';
import { meeting } from './meeting.ts';

const canonical = (input: object) => normaliseContent(meeting, input as { [field: string]: unknown });
const timed = { start: '2026-03-29T01:30', end: '2026-03-29T03:30:00.0000000', zone: 'Europe/Zurich' };

describe('E9: when a meeting is', () => {
  test('dates without a zone, or wall-clock time and an IANA zone', () => {
    expect(canonical({ when: timed })).toEqual({
      when: { start: '2026-03-29T01:30:00', end: '2026-03-29T03:30:00', zone: 'Europe/Zurich' },
    });
    const days = { allDay: true, start: '2026-03-05', end: '2026-03-06' };
    expect(canonical({ when: { ...days, zone: 'Europe/Zurich' } })).toEqual({ when: days });
  });

  test.each([
    ['an end before the start', { ...timed, end: '2026-03-29T01:00:00' }],
    ['a zone that nobody knows', { ...timed, zone: 'Mars/Olympus' }],
    ['an offset instead of a zone', { ...timed, zone: '+02:00' }],
    ['no such day', { ...timed, start: '2026-02-30T09:00:00' }],
    ['no such time', { ...timed, start: '2026-03-01T24:10:00' }],
    ['an all-day meeting of no day', { allDay: true, start: '2026-03-05', end: '2026-03-05' }],
  ])('%s is no time', (_, value) => {
    expect(canonical({ when: value })).toEqual({});
  });

  test('in the hour that a clock change repeats, an end may show an earlier time than its start', () => {
    const repeated = { start: '2026-10-25T02:50:00', end: '2026-10-25T02:10:00', zone: 'Europe/Zurich' };
    // The first of both: that is before the start, and so no time.
    expect(canonical({ when: repeated })).toEqual({});
  });
});

describe('E8: changed and cancelled occurrences', () => {
  test('are kept by the day on which they were planned, with what differs only', () => {
    const occurrences = {
      '2026-03-12': { cancelled: true, title: ' ' },
      '2026-03-05T09:00:00': { title: 'Moved', cancelled: true, cleared: ['location', 'title', 'when', 'x'] },
      '2026-03-19': {},
      someday: { title: 'x' },
    };
    expect(canonical({ occurrences })).toEqual({
      occurrences: {
        '2026-03-12': { cancelled: true },
        '2026-03-05': { title: 'Moved', cleared: ['location'] },
      },
    });
  });
});

describe('E10: participants', () => {
  test('are known by their address, whatever its case', () => {
    const participants = {
      ' Ada@Example.COM ': { name: 'Ada  L', role: 'required', response: 'accepted' },
      'b@example.com': { role: 'optional' },
      nobody: { name: 'No address' },
    };
    expect(canonical({ participants })).toEqual({
      participants: {
        'ada@example.com': { name: 'Ada L', response: 'accepted' },
        'b@example.com': { role: 'optional' },
      },
    });
  });

  test('a description is text, or HTML, and never one made into the other', () => {
    expect(canonical({ description: '<b>x</b> ' })).toEqual({ description: '<b>x</b>' });
    expect(canonical({ description: { html: '<b>x</b>' } })).toEqual({ description: { html: '<b>x</b>' } });
    expect(canonical({ description: { html: ' ' } })).toEqual({});
  });

  test('V12 canonical content of any input is its own canonical content', () => {
    const key = fc.constantFrom('2026-03-05', 'a@b.ch', 'html', 'when', 'start', 'end', 'name');
    const tree = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom('2026-03-05', '2026-03-05T10:00:00', 'Europe/Zurich', 'x', true, 15, null),
        fc.dictionary(key, tie('value')),
        fc.array(tie('value')),
      ),
    })).value;
    const values = Object.fromEntries(meeting.fields.map(({ name }) => [name, tree]));
    fc.assert(
      fc.property(fc.record(values), (input) => {
        const once = canonical(input);
        expect(canonical(once)).toEqual(once);
      }),
    );
  });
});

describe('E11: who is mailed', () => {
  const { mailing } = meeting;
  const participants = { 'a@example.com': {}, 'b@example.com': {} };

  test('nobody, unless the owner asked for invitations', () => {
    expect(mailing?.mails(undefined, { participants })).toBe(0);
    expect(mailing?.mails(undefined, { participants, invite: true })).toBe(2);
  });

  test('whoever was invited hears of changes, cancellations and their own removal', () => {
    const before = { participants, invite: true } as const;
    expect(mailing?.mails(before, { title: 'x', participants: { 'c@example.com': {} }, invite: true })).toBe(
      3,
    );
    expect(mailing?.mails(before, { title: 'x' })).toBe(2);
    expect(mailing?.mails(before, undefined)).toBe(2);
  });

  test('a meeting of another host mails nobody: its participants are the host’s', () => {
    const host = { address: 'h@example.com' };
    expect(mailing?.mails({ participants, host, invite: true }, undefined)).toBe(0);
  });

  test('a silent creation has everything but the invitation', () => {
    expect(mailing?.silent({ title: 'x', participants, invite: true })).toEqual({ title: 'x', participants });
  });
});
