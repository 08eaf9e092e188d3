import { describe, expect, it } from 'vitest';
import { refusedCsv } from './refusedCsv.ts';

describe('the file of refused rows (R1)', () => {
  it('has the columns of the imported file, so that it can be mended and imported again', () => {
    const refused = [
      { line: 3, reason: 'E-mail: "x" is no address.', row: 'Ann,"Acme ""Ltd"", Berlin",x\n' },
    ];
    expect(refusedCsv(refused, ['Name', 'Company', 'E-mail'])).toBe(
      '\uFEFFName,Company,E-mail,Line,Reason\r\nAnn,"Acme ""Ltd"", Berlin",x,3,"E-mail: ""x"" is no address."\r\n',
    );
  });

  it('reads rows with semicolons too', () => {
    const refused = [{ line: 2, reason: 'r', row: 'Ann;"a;b"' }];
    expect(refusedCsv(refused, ['Name', 'Note'])).toContain('\r\nAnn,a;b,2,r\r\n');
  });

  it('keeps whole what fits no columns: a vCard, a row with too many cells', () => {
    const refused = [{ line: 9, reason: 'Cut off', row: 'BEGIN:VCARD\nFN:Ann' }];
    expect(refusedCsv(refused, ['FN', 'EMAIL'])).toBe(
      '\uFEFFFN,EMAIL,Line,Reason,Row\r\n,,9,Cut off,"BEGIN:VCARD\nFN:Ann"\r\n',
    );
  });

  it('runs no formula that came with the row, and leaves telephone numbers alone', () => {
    const text = refusedCsv([{ line: 2, reason: 'r', row: '=HYPERLINK(1),+49 30 1234' }], ['a', 'b']);
    expect(text).toContain(`\r\n'=HYPERLINK(1),+49 30 1234,2,r`);
  });
});
