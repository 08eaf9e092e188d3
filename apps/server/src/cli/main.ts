import { parseArgs } from 'node:util';
import { commands, usage } from './commands.ts';

/** Errors that the person at the keyboard can put right are told without a stack. */
const forPeople = new Set(['ConfigError', 'UserError', 'LocalPostgresError', 'MigrationError']);

/** `counterpart <command> [options]`. Exits 0, 1 when something failed, 2 when it was called wrongly. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      once: { type: 'boolean' },
      json: { type: 'boolean' },
      port: { type: 'string' },
      'simulator-port': { type: 'string' },
      folder: { type: 'string' },
    },
  });
  const [name] = positionals;
  const command = name === undefined ? undefined : commands[name];
  if (values.help || command === undefined || positionals.length > 1) {
    (values.help ? process.stdout : process.stderr).write(usage);
    return values.help ? 0 : 2;
  }
  return command(values);
}

const code = await main().catch((error: unknown) => {
  process.stderr.write(`${explained(error)}\n`);
  return isWrongCall(error) ? 2 : 1;
});
process.exitCode = code;

function explained(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (isWrongCall(error) || forPeople.has(error.name)) return error.message;
  const { code, port } = error as { code?: unknown; port?: unknown };
  if (code === 'EADDRINUSE') return `Port ${String(port)} is taken by another program.`;
  return error.stack ?? error.message;
}

function isWrongCall(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
