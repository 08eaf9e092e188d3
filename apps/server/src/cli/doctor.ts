import { Client } from 'pg';
import { createTransport } from 'nodemailer';
import { readConfig, type Config } from '../config.ts';
import type { Command } from './commands.ts';

type Check = (config: Config) => Promise<string>;

const OLDEST_POSTGRES = 150_000;

const checks: readonly [name: string, check: Check][] = [
  ['PostgreSQL', checkDatabase],
  ['Sign-in at Microsoft', checkMicrosoft],
  ['Mail', checkMail],
  ['Public address', checkAddress],
];

/** Tries everything that the configuration names, and says for each what is wrong. Exits 1 when something is. */
export const doctor: Command = async () => {
  const config = readConfig();
  let well = true;
  for (const [name, check] of checks) {
    try {
      process.stdout.write(`ok    ${name}: ${await check(config)}\n`);
    } catch (error) {
      well = false;
      process.stdout.write(`WRONG ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  return well ? 0 : 1;
};

async function checkDatabase({ databaseUrl }: Config): Promise<string> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string; name: string }>(
      `select current_setting('server_version_num') as version, current_setting('server_version') as name`,
    );
    const [row] = rows;
    if (Number(row?.version) < OLDEST_POSTGRES)
      throw new Error(`version ${row?.name} is too old, 15 is needed`);
    return `version ${row?.name}`;
  } finally {
    await client.end();
  }
}

async function checkMicrosoft({ microsoft }: Config): Promise<string> {
  if (microsoft === null)
    return 'not set up, so nothing is synced (MICROSOFT_CLIENT_ID, MICROSOFT_CLIENT_SECRET)';
  const address = `${microsoft.authority}/${microsoft.tenant}/v2.0/.well-known/openid-configuration`;
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  return `${microsoft.authority} answers`;
}

async function checkMail({ smtpUrl }: Config): Promise<string> {
  if (smtpUrl === null) return 'not set up, so no mail is sent (SMTP_URL)';
  const transport = createTransport(smtpUrl);
  try {
    await transport.verify();
    return 'the mail server answers';
  } finally {
    transport.close();
  }
}

async function checkAddress({ publicUrl }: Config): Promise<string> {
  return publicUrl.startsWith('https://')
    ? publicUrl
    : `${publicUrl} is plain http, so Microsoft cannot send change notifications: changes are found by polling`;
}
