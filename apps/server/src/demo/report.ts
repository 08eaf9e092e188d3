import type { ChannelLine } from './first-sync.ts';
import { everybody, password } from './people.ts';

/** What the demo says once it runs; with --json exactly this. */
export interface Report {
  readonly addresses: {
    readonly crm: string;
    readonly api: string;
    readonly outlook: string;
    readonly graph: string;
    readonly signIn: string;
    readonly smtp: string;
  };
  readonly logins: readonly { name: string; email: string; password: string; microsoft365: string }[];
  readonly channels: readonly ChannelLine[];
  /** From the start of the program to the end of the first sync. */
  readonly seconds: number;
}

export function reportOf(
  at: { crm: string; simulator: string; smtp: string },
  channels: readonly ChannelLine[],
  seconds: number,
): Report {
  return {
    addresses: {
      crm: at.crm,
      api: `${at.crm}/api/docs`,
      outlook: `${at.simulator}/outlook`,
      graph: `${at.simulator}/v1.0`,
      signIn: at.simulator,
      smtp: at.smtp,
    },
    logins: everybody.map(({ name, email, microsoft365 }) => ({ name, email, password, microsoft365 })),
    channels,
    seconds,
  };
}

/** The same for people. */
export function readable({ addresses, logins, channels, seconds }: Report): string {
  const width = Math.max(...logins.map(({ email }) => email.length));
  return [
    '',
    `  CRM                      ${addresses.crm}`,
    `  Microsoft 365, simulated ${addresses.outlook}`,
    `  HTTP API                 ${addresses.api}`,
    '',
    `  Logins (password ${password}):`,
    ...logins.map(({ email, name, microsoft365 }) => {
      const other = email === microsoft365 ? '' : `, in Microsoft 365 ${microsoft365}`;
      return `    ${email.padEnd(width)}  ${name}${other}`;
    }),
    '',
    ...channels.map(channelLine),
    '',
    `  Ready after ${seconds.toFixed(1)} seconds.`,
    '',
  ].join('\n');
}

const names: { readonly [kind: string]: string } = { contact: 'Contacts', task: 'Tasks' };

function channelLine({ person, kind, state, counters, lastRun }: ChannelLine): string {
  const done = lastRun?.counters;
  const parts = [
    `${counters.linked} in step`,
    `${(done?.createdRemote ?? 0) + (done?.updatedRemote ?? 0)} written to Microsoft 365`,
    `${(done?.createdLocal ?? 0) + (done?.updatedLocal ?? 0)} written to the CRM`,
    `${counters.waiting} waiting`,
    `${counters.problems} problems`,
  ];
  return `  ${names[kind] ?? kind} of ${person}: ${state}, ${parts.join(', ')}`;
}
