import { parseArgs } from 'node:util';
import { ConfigError } from '../config.ts';
import { commands, usage } from './commands.ts';

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
  const wrongCall =
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  const known =
    wrongCall || error instanceof ConfigError || (error instanceof Error && error.name === 'UserError');
  const text = error instanceof Error ? (known ? error.message : error.stack) : String(error);
  process.stderr.write(`${text ?? 'It failed without a reason.'}\n`);
  return wrongCall ? 2 : 1;
});
process.exitCode = code;
