import { check } from './check.ts';
import { doctor } from './doctor.ts';
import { migrate } from './migrate.ts';
import { reseal } from './reseal.ts';
import { run } from './run.ts';

export interface Options {
  readonly once?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly port?: string | undefined;
  readonly 'simulator-port'?: string | undefined;
  readonly folder?: string | undefined;
}

/** Each answers the code with which the program exits. */
export type Command = (options: Options) => Promise<number>;

export const commands: { readonly [name: string]: Command | undefined } = {
  // Loaded only here: a server in production comes without the simulator and without PostgreSQL from npm.
  demo: async (options) => (await import('./demo.ts')).demo(options),
  serve: () => run({ serve: true, work: false }),
  work: () => run({ serve: false, work: true }),
  migrate,
  doctor,
  check,
  reseal,
};

export const usage = `Usage: counterpart <command>

  demo      everything on this machine, with a simulated Microsoft 365 (npm start)
              --port P             port of the CRM (3000)
              --simulator-port P   port of the simulated Microsoft 365 (3001)
              --folder F           where the data stays (.counterpart)
              --once               free ports, a temporary folder, one sync, then the end
              --json               with --once: one JSON document on standard output
  serve     answers HTTP: pages, API, change notifications
  work      works off jobs: syncs, imports, mail
  migrate   brings the database up to date
  check     compares CRM, mailbox and links of every channel; repairs nothing
              --json               one JSON document on standard output
  reseal    seals all tokens with the first of SECRET_KEYS, so that an older one may be taken away
  doctor    says what is wrong with the configuration and the surroundings, and what to do
              --json               one JSON document on standard output

serve, work, migrate, check, reseal and doctor are configured by environment variables: see docs/configuration.md.
`;
