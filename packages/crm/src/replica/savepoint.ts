import type { Outcome, WriteOperation } from '@counterpart/engine';
import type { Statements } from './statements.ts';

/** SQLSTATE classes of what is wrong with a record itself: its data, a constraint, a limit ("PostgreSQL Error Codes"). */
const recordsFault = /^(22|23|54)/;

/**
 * Applies operations together; where the database refuses them, one by one, so that only those are refused that it cannot take (V18).
 */
export async function inSavepoint<Operation extends WriteOperation>(
  statements: Statements,
  operations: readonly Operation[],
  apply: (some: readonly Operation[]) => Promise<Outcome[]>,
): Promise<Outcome[]> {
  if (operations.length === 0) return [];
  await statements.query('savepoint', 'savepoint records', []);
  try {
    const outcomes = await apply(operations);
    await statements.query('release_savepoint', 'release savepoint records', []);
    return outcomes;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && recordsFault.test(String(error.code)))) throw error;
    await statements.query('rollback_savepoint', 'rollback to savepoint records', []);
    const [only, ...others] = operations;
    if (only !== undefined && others.length === 0)
      return [{ key: only.key, outcome: 'refused', code: 'recordRefused', detail: error.message }];
  }
  const outcomes: Outcome[] = [];
  for (const operation of operations) outcomes.push(...(await inSavepoint(statements, [operation], apply)));
  return outcomes;
}
