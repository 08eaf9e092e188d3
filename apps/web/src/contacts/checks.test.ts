import { describe, expect, it } from 'vitest';
import { checkField, checkWhole } from './checks.ts';
import { contactValues } from './fields.ts';

const today = Date.UTC(2026, 10, 22);

describe('checks while one types', () => {
  it.each(['ann@example.com', 'Zoë@exämple.org', "o'hara+crm@mail.example.co.uk", ''])(
    'takes %j as an address',
    (value) => {
      expect(checkField('email', value, today)).toBeNull();
    },
  );

  it.each(['ann', 'ann@', '@example.com', 'ann@example', 'a b@example.com', 'Ann <ann@example.com>'])(
    'refuses %j as an address',
    (value) => {
      expect(checkField('email', value, today)).toMatch(/not an e-mail address/);
    },
  );

  it('takes a birthday in the past and refuses a day that does not exist or is still to come', () => {
    expect(checkField('dateOfBirth', '1980-02-29', today)).toBeNull();
    expect(checkField('dateOfBirth', '1980-13-01', today)).toMatch(/not a date/);
    expect(checkField('dateOfBirth', '2027-01-01', today)).toMatch(/future/);
  });

  it('wants something by which the contact can be found again', () => {
    const empty = contactValues(null);
    expect(checkWhole({ ...empty, phone: '+49 30 1' })).not.toBeNull();
    expect(checkWhole({ ...empty, accountName: 'Acme' })).toBeNull();
  });
});
