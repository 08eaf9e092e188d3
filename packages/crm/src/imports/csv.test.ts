import { describe, expect, it } from 'vitest';
import { csvSource, delimiterOf } from './csv.ts';

const rows = (text: string) => [...csvSource(text).rows()];
const read = (text: string) =>
  rows(text).map((row) => ('values' in row ? Object.values(row.values) : `line ${row.line}`));

describe('reading CSV', () => {
  it.each([
    ['comma', 'a,b\n"x,y;z",2\n', ','],
    ['semicolon, with commas in numbers', 'a;b\n1,5;2,5\n', ';'],
    ['tab', 'a\tb\n1,2\t2\n', '\t'],
    ['bar', 'a|b\n1|2\n', '|'],
    ['one column only', 'a\nx\n', ','],
  ])('the delimiter is found: %s', (_, text, delimiter) => {
    expect(delimiterOf(text)).toBe(delimiter);
  });

  it('a quoted value spans lines, and every row tells the line on which it begins', () => {
    const found = rows('a,b\r\n\r\n"x\r\ny",1\r\n\r\n\r\nz,2\r\n');
    expect(found.map(({ line }) => line)).toEqual([3, 7]);
    expect(found[0]).toMatchObject({ values: { a: 'x\r\ny', b: '1' } });
  });

  it.each(['\n', '\r\n', '\r'])('line ends %j', (end) => {
    expect(read(['a,b', '1,2', '3,4', ''].join(end))).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('a row may lack values at its end, but not have too many', () => {
    expect(read('a,b\n1\n1,2,3\n1,2,,\n')).toEqual([['1', ''], 'line 3', ['1', '2']]);
  });

  it('a forgotten quotation mark costs its own line and no other', () => {
    expect(read('a,b\n1,2\nx,"open\n3,4\n5" pipe,6\n7,"8"\nlast,"open\n')).toEqual([
      ['1', '2'],
      'line 3',
      ['3', '4'],
      ['5" pipe', '6'],
      ['7', '8'],
      'line 7',
    ]);
  });

  it('lines are counted on after a bad one, in text of several bytes a sign', () => {
    const found = rows('a,b\nÅ,"é\nü"\n\n€"x",😀 "\n\n"zwei\nZeilen",ß\n');
    expect(found.map(({ line }) => line)).toEqual([2, 5, 7]);
    expect(found[2]).toMatchObject({ values: { a: 'zwei\nZeilen', b: 'ß' } });
  });

  it('columns without a name, or with the same one, can be told apart', () => {
    expect(csvSource('a,,a\n1,2,3\n').columns).toEqual(['a', 'Column 2', 'a (2)']);
  });

  it('a file without a header is refused', () => {
    for (const text of [',,\n1,2\n', '"open\n']) {
      expect(() => csvSource(text), text).toThrow('The first line must name the columns.');
    }
  });
});
