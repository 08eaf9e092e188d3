import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { specTable } from './spec-table.ts';

const squeezed = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');

test('SPEC.md carries the decision table as it is in the engine', () => {
  const spec = readFileSync(new URL('../SPEC.md', import.meta.url), 'utf8');
  expect(squeezed(spec)).toContain(squeezed(specTable()));
});
