import { expect, test } from 'vitest';
import { errorsPage } from './errors.page.ts';
import { errorTable } from './errors.ts';

test('docs/errors.md is the error table (npx vitest run apps/server/src/errors.test.ts -u writes it)', async () => {
  await expect(errorsPage()).toMatchFileSnapshot('../../../docs/errors.md');
});

test('every code has a sentence for people, and a remedy that is one', () => {
  for (const [code, { sentence, remedy, status }] of Object.entries(errorTable)) {
    expect(sentence, code).toMatch(/^[A-Z].*\.$/);
    expect(remedy ?? 'Fine', code).toMatch(/^[A-Z]/);
    expect(status, code).toBeGreaterThanOrEqual(400);
  }
});
