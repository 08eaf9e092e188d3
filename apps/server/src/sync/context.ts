import { openPool } from '@counterpart/crm';
import {
  appOnlyTokens,
  createGates,
  outlookLimits,
  type Gates,
  type TokenSource,
} from '@counterpart/microsoft365';
import type pg from 'pg';
import type { SyncOptions } from '../sync-port.ts';

/** What all parts of the sync composition share in one process. */
export interface SyncContext extends SyncOptions {
  /** The connections of runs: one each, for as long as the run lasts. */
  readonly runs: pg.Pool;
  readonly gates: Gates;
  /** The organisation's authority in a tenant, one token for all of its people (P6). */
  appTokens(tenantId: string): TokenSource;
}

export function createContext(options: SyncOptions): SyncContext {
  const { config, fetch, clock, random, log } = options;
  const { authority, clientId, clientSecret } = config.microsoft;
  const runs = openPool(config.databaseUrl, config.jobsAtATime + 2);
  runs.on('error', (err) => log.warn({ err }, 'An idle connection of the runs broke'));
  const sources = new Map<string, TokenSource>();
  return {
    ...options,
    runs,
    gates: createGates(clock, config.microsoft.paced === false ? unpaced : outlookLimits),
    appTokens(tenantId) {
      const known = sources.get(tenantId);
      if (known) return known;
      const scope = `${graphResource}/.default`;
      const source = appOnlyTokens({
        fetch,
        authority,
        tenantId,
        clientId,
        clientSecret,
        clock,
        random,
        scope,
      });
      sources.set(tenantId, source);
      return source;
    },
  };
}

/** The name of Microsoft Graph as a resource, the same wherever it is reached ("Client credentials grant flow"). */
const graphResource = 'https://graph.microsoft.com';

/** Four at a time still: that is part of what is measured. */
const unpaced = { ...outlookLimits, budget: { requests: Number.MAX_SAFE_INTEGER, perMs: 60_000 } };
