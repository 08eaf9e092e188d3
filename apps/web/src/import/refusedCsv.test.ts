import { describe, expect, it } from 'vitest';
import { refusedCsv } from './refusedCsv.ts';

describe('the file of refused rows (R1)', () => {
  it('can be read by any spreadsheet: quotes, commas and line breaks stay in their cell', () => {
    const text = refusedCsv([{ line: 3, reason: 'No name, no address', row: 'Ann,"Acme ""Ltd"""\nx' }]);
    expect(text).toBe('\uFEFFLine,Reason,Row\r\n3,"No name, no address","Ann,""Acme """"Ltd""""""\nx"\r\n');
  });

  it('runs no formula that came with the row', () => {
    expect(refusedCsv([{ line: 2, reason: 'r', row: '=HYPERLINK("http://x")' }])).toContain(`"'=HYPERLINK(`);
  });
});
