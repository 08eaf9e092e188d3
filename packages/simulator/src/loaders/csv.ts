/** One record of a CSV file; `line` is where it begins, from 1. */
export type CsvRecord = { line: number; cells: string[] };

/** RFC 4180, with commas or (where the header has more of them) semicolons. Empty lines are passed over. */
export function readCsv(text: string): CsvRecord[] {
  const source = text.replace(/^\uFEFF/, '');
  const header = source.slice(0, source.search(/\r|\n|$/));
  const separator = header.split(';').length > header.split(',').length ? ';' : ',';
  const records: CsvRecord[] = [];
  let line = 1;
  let record: CsvRecord = { line, cells: [] };
  let cell = '';
  let quoted = false;
  const endRecord = (): void => {
    record.cells.push(cell);
    if (record.cells.some((entry) => entry !== '')) records.push(record);
    cell = '';
  };
  for (let index = 0; index < source.length; index++) {
    const letter = source[index] ?? '';
    if (letter === '\n') line++;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (source[index + 1] === '"') cell += source[++index] ?? '';
      else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === separator) {
      record.cells.push(cell);
      cell = '';
    } else if (letter === '\n') {
      endRecord();
      record = { line, cells: [] };
    } else if (letter !== '\r') cell += letter;
  }
  endRecord();
  return records;
}
