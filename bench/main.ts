import { parseArgs } from 'node:util';
import { isBenched, type BenchKind } from './kinds.ts';
import { firstSync } from './first-sync.ts';
import { importFile } from './import.ts';
import { idle } from './idle.ts';
import { latency } from './latency.ts';
import { limits } from './limits.ts';
import { lists } from './lists.ts';

const usage = `Usage: npm run bench -- <name> [options] [--json]
  first-sync --kind contact|meeting|task --records N   requests over the fewest possible, records a second, peak memory
  idle --kind contact|meeting|task --records N         requests and statements of a run with nothing to do
  latency --kind contact|meeting|task --samples N      milliseconds from a change on one side to the other
  limits --records N                      a first sync of N contacts and half as many meetings and tasks under Microsoft's limits, in virtual time
                                          --todo-throttled: they hold for To Do as well, which Microsoft does not say
  import --rows N                         seconds and memory of an import, refused rows mended, another one cancelled
  lists --records N                       milliseconds of list, search and paging requests`;

interface Options {
  readonly kind: BenchKind;
  readonly records: number;
  readonly samples: number;
  readonly rows: number;
  readonly todoThrottled: boolean;
}

const benches: { readonly [name: string]: (options: Options) => Promise<object> } = {
  'first-sync': firstSync,
  idle,
  import: importFile,
  limits,
  latency,
  lists,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kind: { type: 'string', default: 'contact' },
    records: { type: 'string', default: '1000' },
    samples: { type: 'string', default: '200' },
    rows: { type: 'string', default: '50000' },
    'todo-throttled': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const bench = benches[positionals[0] ?? ''];
const numbers = {
  records: Number(values.records),
  samples: Number(values.samples),
  rows: Number(values.rows),
};
const { kind } = values;
if (
  values.help ||
  !bench ||
  !isBenched(kind) ||
  !Object.values(numbers).every((n) => Number.isSafeInteger(n) && n > 0)
) {
  process.stderr.write(`${usage}\n`);
  process.exit(values.help ? 0 : 2);
}
const result = await bench({ kind, ...numbers, todoThrottled: values['todo-throttled'] });
process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, null, 2)}\n`);
