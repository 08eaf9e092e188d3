import { mustHold, type Actor } from '../actor.ts';
import type { Crm } from '../crm.ts';
import { CrmError, type InputProblem } from '../errors.ts';
import { fileColumns } from '../records/files.ts';
import type { RecordTable } from '../records/table.ts';
import { ownImport, statusColumns, statusOf, tableOfImport } from './status.ts';
import type { ImportStatus, Mapping, StartImportInput } from './types.ts';

/**
 * Puts an import to `running` with a mapping; `runImport` then does the work.
 * @throws CrmError `notAllowed` without `import`; `notFound`; `invalidValue` naming the columns; `wrongState` when it ran already
 */
export async function startImport(crm: Crm, actor: Actor, input: StartImportInput): Promise<ImportStatus> {
  mustHold(actor, 'import');
  return crm.transaction(actor, async (tx) => {
    const found = await ownImport(tx, actor, input.id);
    const problems = problemsOf(tableOfImport(found.kind), input.mapping, found.columns);
    if (problems.length > 0) throw new CrmError('invalidValue', undefined, { problems });
    const started = await tx
      .updateTable('imports')
      .set({ state: 'running', mapping: JSON.stringify(input.mapping), duplicates: input.duplicates })
      .where('id', '=', input.id)
      .where('state', '=', 'ready')
      .returning(statusColumns)
      .executeTakeFirst();
    if (!started) throw new CrmError('wrongState', 'This import was started already.');
    return statusOf(tx, started);
  });
}

function problemsOf(table: RecordTable, mapping: Mapping, columns: readonly string[]): InputProblem[] {
  const problems: InputProblem[] = [];
  const taken = new Map<string, string>();
  for (const [column, field] of Object.entries(mapping)) {
    const path = `mapping.${column}`;
    const other = taken.get(field);
    if (!columns.includes(column)) problems.push({ path, message: `The file has no column "${column}".` });
    if (!fileColumns(table).some((known) => known.field === field))
      problems.push({ path, message: `There is no field "${field}".` });
    if (other !== undefined) problems.push({ path, message: `"${other}" goes into the same field.` });
    taken.set(field, column);
  }
  if (taken.size === 0)
    problems.push({ path: 'mapping', message: 'Choose a field for at least one column.' });
  const required = table.files?.required ?? table.required;
  if (required !== null && !taken.has(required.field))
    problems.push({ path: 'mapping', message: `${required.sentence} Choose the column that holds it.` });
  return problems;
}
