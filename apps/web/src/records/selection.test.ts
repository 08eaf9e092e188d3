import { describe, expect, it } from 'vitest';
import { countOf, isChosen, none, selectionOf, withMany, withOne, type Chosen } from './selection.ts';

const all: Chosen = { mode: 'all', except: new Set() };

describe('choosing records of a list (R1)', () => {
  it('counts and names single ones', () => {
    const two = withMany(none, ['a', 'b'], true);
    expect(countOf(two, 900)).toBe(2);
    expect(selectionOf(withOne(two, 'a', false), {})).toEqual({ ids: ['b'] });
  });

  it('takes all that match, less those unticked, without naming them one by one', () => {
    const less = withOne(all, 'x', false);
    expect(isChosen(less, 'x')).toBe(false);
    expect(isChosen(less, 'never seen')).toBe(true);
    expect(countOf(less, 900)).toBe(899);
    expect(selectionOf(less, { search: 'berg' })).toEqual({
      filter: { search: 'berg' },
      except: ['x'],
    });
    expect(selectionOf(withOne(less, 'x', true), {})).toEqual({ filter: {} });
  });

  it('says that the number is not known when the server did not count', () => {
    expect(countOf(all, null)).toBeNull();
  });
});
