import { fileColumns } from '../records/files.ts';
import type { RecordTable } from '../records/table.ts';
import type { Mapping } from './types.ts';

const plain = (header: string): string => header.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Which columns look like which fields, by their names. Each field is suggested once, for the column whose name fits best. */
export function suggestMapping(table: RecordTable, columns: readonly string[]): Mapping {
  const free = new Map(columns.map((column) => [plain(column), column]).reverse() as [string, string][]);
  const chosen = new Map<string, string>();
  const ranks = fileColumns(table).map(({ field, label }) => ({
    field,
    names: [plain(field), plain(label), ...(table.otherNames[field]?.split('|') ?? [])],
  }));
  const longest = Math.max(...ranks.map(({ names }) => names.length));
  // Rank by rank over all fields, so that a field's own name is not taken by another's second choice.
  for (let rank = 0; rank < longest; rank += 1) {
    for (const { field, names } of ranks) {
      const name = names[rank];
      const column = name === undefined ? undefined : free.get(name);
      if (column === undefined || [...chosen.values()].includes(field)) continue;
      chosen.set(column, field);
      free.delete(plain(column));
    }
  }
  return Object.fromEntries(
    columns.flatMap((column) => {
      const field = chosen.get(column);
      return field === undefined ? [] : [[column, field]];
    }),
  );
}

/** Names for the columns of a file: empty ones get a number, repeated ones too, so that each names one column. */
export function uniqueColumns(header: readonly string[]): string[] {
  const used = new Set<string>();
  return header.map((cell, index) => {
    const name = cell.replace(/\s+/g, ' ').trim() || `Column ${index + 1}`;
    let unique = name;
    for (let number = 2; used.has(unique); number += 1) unique = `${name} (${number})`;
    used.add(unique);
    return unique;
  });
}
