import { defaultFolder } from '../demo/place.ts';
import { startDemo } from '../demo/demo.ts';
import { readable } from '../demo/report.ts';
import { freePort, portOf, UserError } from '../ports.ts';
import type { Command } from './commands.ts';
import { stopSignal } from './signals.ts';

const tell = (line: string) => void process.stderr.write(`${line}\n`);

export const demo: Command = async (options) => {
  const once = options.once ?? false;
  if (options.json && !once) throw new UserError('--json goes with --once.');
  const port = await portFor(options.port, once, 3000, '--port');
  const simulatorPort = await portFor(options['simulator-port'], once, 3001, '--simulator-port');
  const folder = once ? null : (options.folder ?? defaultFolder);
  // A signal during the start is heeded when the start is done: what is half open cannot be closed.
  const stopping = stopSignal();
  const running = await startDemo({ folder, port, simulatorPort, tell });
  process.stdout.write(
    options.json ? `${JSON.stringify(running.report)}\n` : `${readable(running.report)}\n`,
  );
  if (!once) {
    tell('Stop with Ctrl-C.');
    await stopping;
    tell('Stopping …');
  }
  await running.stop();
  return 0;
};

async function portFor(
  given: string | undefined,
  once: boolean,
  usual: number,
  option: string,
): Promise<number> {
  if (given === undefined && once) return freePort();
  return portOf(given ?? String(usual), option);
}
