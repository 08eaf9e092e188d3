import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { FAULT_KINDS, type FaultSeed } from './faults.ts';
import { eventsFromIcs } from './loaders/ics.ts';
import { readPeople, type LoadedPerson } from './loaders/people.ts';
import { contactsFromVcf, decodeVcf, type Refusal } from './loaders/vcf.ts';
import { startSimulator, type RunningSimulator, type StartOptions } from './start.ts';

const HELP = `A simulated Microsoft 365 tenant: Microsoft Graph, sign-in, mailboxes, change notifications and mail.

  npm run simulator -- [options]

  --port P            HTTP port (default 4365; 0: any free one)
  --host H            address to listen on (default 127.0.0.1)
  --https FOLDER      https with a self-signed certificate, kept in FOLDER as certificate.pem (NODE_EXTRA_CA_CERTS)
  --smtp-port P       port that takes mail (default: any free one)
  --people FILE|N     people from a JSON or CSV file, or N made-up ones (default 8)
  --vcf PERSON=FILE   puts the contacts of a .vcf file into a mailbox; may be repeated
  --ics PERSON=FILE   puts the events of an .ics file into a calendar; may be repeated
  --redirect URI      a redirect URI for the ready-made app; those on this machine need none; may be repeated
  --faults FILE       faults to begin with: a JSON list of rules, as the control API takes them
  --no-throttle       no limits on requests
  --save FILE         keeps the state in this file, and begins with what is in it
  --seed S            a number that decides all ids and made-up names (default 1)
  --json              prints one line of JSON: graphBase, authority, people with access tokens, apps, ports
  --help              prints this
`;
const DEFAULT_PORT = 4365;

/** Something in the command line or in a file that it names. */
class UsageError extends Error {}

async function main(): Promise<void> {
  const { values } = readArguments();
  if (values.help === true) {
    process.stdout.write(HELP);
    return;
  }
  const running = await startSimulator({
    port: readNumber('--port', values.port) ?? DEFAULT_PORT,
    smtpPort: readNumber('--smtp-port', values['smtp-port']) ?? 0,
    seed: readNumber('--seed', values.seed) ?? 1,
    redirectUris: values.redirect ?? [],
    contacts: (values.vcf ?? []).map(readVcf),
    events: (values.ics ?? []).map(readIcs),
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values.https === undefined ? {} : { httpsFolder: values.https }),
    ...(values.people === undefined ? {} : { people: readPeopleOption(values.people) }),
    ...(values.faults === undefined ? {} : { faults: readFaults(values.faults) }),
    ...(values['no-throttle'] === true ? { throttle: 'off' } : {}),
    ...(values.save === undefined ? {} : { savePath: values.save }),
  });
  process.stdout.write(values.json === true ? `${JSON.stringify(running.description)}\n` : friendly(running));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(running));
}

async function stop(running: RunningSimulator): Promise<void> {
  await running.close();
  process.exit(0);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        https: { type: 'string' },
        'smtp-port': { type: 'string' },
        people: { type: 'string' },
        vcf: { type: 'string', multiple: true },
        ics: { type: 'string', multiple: true },
        redirect: { type: 'string', multiple: true },
        faults: { type: 'string' },
        'no-throttle': { type: 'boolean' },
        save: { type: 'string' },
        seed: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function readNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new UsageError(`${name} needs a number, not “${text}”.`);
  return Number(text);
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new UsageError(`${path} cannot be read: ${cause instanceof Error ? cause.message : ''}`, { cause });
  }
}

function readPeopleOption(value: string): LoadedPerson[] | number {
  if (/^\d+$/.test(value)) return Number(value);
  const read = readPeople(basename(value), readBytes(value).toString('utf8'));
  if (read.ok) return read.people;
  throw new UsageError(read.problems.map(({ where, reason }) => `${value}, ${where}: ${reason}`).join('\n'));
}

function readVcf(value: string): NonNullable<StartOptions['contacts']>[number] {
  const { person, path } = personAndFile('--vcf', value);
  const { contacts, refused, leftOut } = contactsFromVcf(decodeVcf(readBytes(path)));
  report(path, refused, leftOut);
  return { person, contacts };
}

function readIcs(value: string): NonNullable<StartOptions['events']>[number] {
  const { person, path } = personAndFile('--ics', value);
  const { events, refused, leftOut } = eventsFromIcs(decodeVcf(readBytes(path)));
  report(path, refused, leftOut);
  return { person, events };
}

function personAndFile(option: string, value: string): { person: string; path: string } {
  const equals = value.indexOf('=');
  const [person, path] = [value.slice(0, equals), value.slice(equals + 1)];
  if (equals < 1 || path === '') throw new UsageError(`${option} needs PERSON=FILE, not “${value}”.`);
  return { person, path };
}

/** Ends with what was refused; names what was left out. */
function report(path: string, refused: Refusal[], leftOut: Refusal[]): void {
  const lines = (list: Refusal[]) =>
    list.map(({ line, reason }) => `${path}, line ${line}: ${reason}`).join('\n');
  if (refused.length > 0) throw new UsageError(lines(refused));
  if (leftOut.length > 0) process.stderr.write(`${lines(leftOut)}\n`);
}

function readFaults(path: string): FaultSeed[] {
  let list: unknown;
  try {
    list = JSON.parse(readBytes(path).toString('utf8'));
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`${path} is no JSON: ${cause instanceof Error ? cause.message : ''}`, { cause });
  }
  if (!Array.isArray(list)) throw new UsageError(`${path}: a list of fault rules was expected.`);
  return list.map((rule: FaultSeed, index) => {
    if (FAULT_KINDS.includes(rule?.fault?.kind)) return rule;
    throw new UsageError(`${path}, rule ${index + 1}: fault.kind must be one of ${FAULT_KINDS.join(', ')}.`);
  });
}

function friendly({ description }: RunningSimulator): string {
  const { graphBase, authority, tenantId, outlook, control, smtpPort, apps, people } = description;
  const [app] = apps;
  const [first] = people;
  return [
    'A simulated Microsoft 365 tenant is running.',
    '',
    `  Outlook   ${outlook}`,
    `  Graph     ${graphBase}`,
    `  Sign-in   ${authority}/${tenantId}/v2.0`,
    `  App       ${app?.clientId ?? 'none'}, secret ${app?.clientSecret ?? 'none'}`,
    `  Mail      smtp://localhost:${smtpPort ?? '-'}`,
    `  Control   ${control}`,
    `  People    ${people.length}${first === undefined ? '' : `, such as ${first.userPrincipalName} (${first.displayName})`}`,
    '',
    'With --json you get access tokens as well. Press Ctrl+C to stop.',
    '',
  ].join('\n');
}

function explain(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return 'The port is taken. Choose another with --port or --smtp-port (0: any free one).';
  return error instanceof Error ? error.message : String(error);
}

main().catch((error: unknown) => {
  const isUsage = error instanceof UsageError;
  process.stderr.write(`${explain(error)}\n${isUsage ? '\nSee --help for the options.\n' : ''}`);
  process.exit(isUsage ? 2 : 1);
});
