import { describe, expect, it } from 'vitest';
import { changesOf, isContested, keepMine, shown, takeTheirs, typed, type Draft } from './draft.ts';

const saved = { firstName: 'Ann', phone: '+49 30 1' };
const untouched: Draft<keyof typeof saved> = {};

describe('a draft of a record (R1: never loses what was typed)', () => {
  it('shows the saved value where nothing was typed, also when it has just changed elsewhere', () => {
    expect(shown(untouched, saved, 'phone')).toBe('+49 30 1');
    expect(shown(untouched, { ...saved, phone: '+49 30 2' }, 'phone')).toBe('+49 30 2');
  });

  it('keeps what was typed when another field changes elsewhere, and sends only what was typed', () => {
    const draft = typed(untouched, saved, 'phone', '+49 30 9');
    const elsewhere = { ...saved, firstName: 'Anna' };
    expect(shown(draft, elsewhere, 'phone')).toBe('+49 30 9');
    expect(isContested(draft, elsewhere, 'phone')).toBe(false);
    expect(changesOf(draft, elsewhere)).toEqual({ phone: '+49 30 9' });
  });

  it('asks when the typed field itself changes elsewhere, and both answers hold', () => {
    const draft = typed(untouched, saved, 'phone', '+49 30 9');
    const elsewhere = { ...saved, phone: '+49 30 2' };
    expect(isContested(draft, elsewhere, 'phone')).toBe(true);

    const mine = keepMine(draft, elsewhere, 'phone');
    expect(isContested(mine, elsewhere, 'phone')).toBe(false);
    expect(changesOf(mine, elsewhere)).toEqual({ phone: '+49 30 9' });

    const theirs = takeTheirs(draft, 'phone');
    expect(shown(theirs, elsewhere, 'phone')).toBe('+49 30 2');
    expect(changesOf(theirs, elsewhere)).toEqual({});
  });

  it('does not ask when both typed the same', () => {
    const draft = typed(untouched, saved, 'phone', '+49 30 2');
    const elsewhere = { ...saved, phone: '+49 30 2' };
    expect(isContested(draft, elsewhere, 'phone')).toBe(false);
    expect(changesOf(draft, elsewhere)).toEqual({});
  });

  it('forgets an edit that is typed back, and empties a field with null', () => {
    const there = typed(untouched, saved, 'phone', '');
    expect(changesOf(there, saved)).toEqual({ phone: null });
    expect(typed(there, saved, 'phone', '+49 30 1')).toEqual({});
  });

  it('still asks after typing the old value back over a change made elsewhere', () => {
    const draft = typed(untouched, saved, 'phone', '+49 30 9');
    const elsewhere = { ...saved, phone: '+49 30 2' };
    const back = typed(draft, elsewhere, 'phone', '+49 30 1');
    expect(isContested(back, elsewhere, 'phone')).toBe(true);
  });
});
