import { ConfigError, readConfig, type Config } from '../config.ts';
import type { Command } from './commands.ts';
import { examineAddress } from './doctor/address.ts';
import { examineDatabase } from './doctor/database.ts';
import { note, ok, wrong, type Finding } from './doctor/finding.ts';
import { examineMail } from './doctor/mail.ts';
import { examineTenant } from './doctor/permissions.ts';
import { examineSignIn } from './doctor/sign-in.ts';

/** Tries everything that the configuration names, and says for each what is wrong and what to do. Exits 1 when something is. */
export const doctor: Command = async ({ json }) => {
  const findings = await examineAll();
  const well = findings.every(({ state }) => state !== 'wrong');
  if (json) process.stdout.write(`${JSON.stringify({ well, findings }, null, 2)}\n`);
  else for (const finding of findings) process.stdout.write(`${inWords(finding)}\n`);
  return well ? 0 : 1;
};

async function examineAll(): Promise<Finding[]> {
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => wrong('Configuration', problem, 'See docs/configuration.md.'));
  }
  return [ok('Configuration', 'complete'), ...(await examine(config, () => Date.now()))];
}

/** @param nowMs the clock of this machine. */
export async function examine(config: Config, nowMs: () => number): Promise<Finding[]> {
  const { findings: database, tenants } = await examineDatabase(config);
  const outside = [...(await examineAddress(config)), await examineMail(config)];
  const { microsoft } = config;
  if (microsoft === null) {
    const remedy = 'Set MICROSOFT_CLIENT_ID and MICROSOFT_CLIENT_SECRET: see docs/microsoft-365.md.';
    return [...database, ...outside, note('Microsoft 365', 'not set up, so nothing is synced', remedy)];
  }
  const signIn = await examineSignIn(config, microsoft, nowMs);
  const only =
    microsoft.tenant === 'organizations' || microsoft.tenant === 'common' ? [] : [microsoft.tenant];
  const all = [...new Set([...only, ...tenants])];
  const authority: Finding[] = [];
  for (const tenant of all) authority.push(...(await examineTenant(microsoft, tenant)));
  if (all.length === 0)
    authority.push(
      note(
        'Credential',
        'not tried: no organisation is connected to a tenant yet',
        'Connect one under Setup → Marketplace → Microsoft, or set MICROSOFT_TENANT to the id of a tenant.',
      ),
    );
  return [...database, ...outside, ...signIn, ...authority];
}

const words = { ok: 'ok   ', note: 'note ', wrong: 'WRONG' } as const;

function inWords({ name, state, found, remedy }: Finding): string {
  const line = `${words[state]} ${name}: ${found}`;
  return remedy === null ? line : `${line}\n        → ${remedy}`;
}
