import { lockTokens, openCrm, resealTokens, type Crm } from '@counterpart/crm';
import { Client } from 'pg';
import { readConfig } from '../config.ts';
import { createKeyRing, type KeyRing } from '../secrets.ts';
import { purposeOf } from '../sync/authority.ts';
import { systemClock, systemIds } from '../system.ts';
import type { Command } from './commands.ts';

/**
 * Seals the tokens of all connections with the first key, so that the older ones may be taken out of the configuration. Exits 1 where tokens are
 * left that none of the keys opens: those people have to sign in again. Safe to repeat, and while the product runs.
 */
export const reseal: Command = async () => {
  const config = readConfig();
  const crm = await openCrm({ url: config.databaseUrl, clock: systemClock, ids: systemIds });
  try {
    const { resealed, unreadable } = await resealAll(
      config.databaseUrl,
      crm,
      createKeyRing(config.secretKeys),
    );
    process.stdout.write(`Sealed with the first key: ${resealed} sign-ins.\n`);
    if (unreadable === 0) process.stdout.write('The other keys are needed no longer.\n');
    else
      process.stdout.write(
        `No key opens ${unreadable} sign-ins: put the key that they were sealed with back, or let those people sign in again.\n`,
      );
    return unreadable === 0 ? 0 : 1;
  } finally {
    await crm.close();
  }
};

async function resealAll(
  url: string,
  crm: Crm,
  keyRing: KeyRing,
): Promise<{ resealed: number; unreadable: number }> {
  let [resealed, unreadable] = [0, 0];
  for (const { orgId, id, sealed } of await allTokens(url)) {
    if (keyRing.isNewest(sealed)) continue;
    const done = await crm.inOrganisation(orgId, async (tx) => {
      // A refresh may have replaced them meanwhile, or a sign-in the whole connection.
      const now = (await lockTokens(tx, id))?.sealed ?? null;
      if (now === null || keyRing.isNewest(now)) return true;
      const tokens = keyRing.open(now, purposeOf(orgId, id));
      if (tokens === null) return false;
      await resealTokens(tx, id, keyRing.seal(tokens, purposeOf(orgId, id)));
      return true;
    });
    if (done) resealed += 1;
    else unreadable += 1;
  }
  return { resealed, unreadable };
}

/** Of all organisations, as only the owner of the schema sees them (migration 039). */
async function allTokens(url: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ orgId: string; id: string; sealed: string }>(
      `select org_id as "orgId", id, sealed_tokens as sealed from connections where sealed_tokens is not null`,
    );
    return rows;
  } finally {
    await client.end();
  }
}
