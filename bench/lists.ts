import { setStage } from './stage.ts';
import { createClient, type ApiClient } from '../apps/server/src/testing/client.ts';
import * as crm from '@counterpart/crm';
import { Client } from 'pg';

/** List, search, sort and paging of contacts through HTTP, with `records` contacts: right after they came in, and once the tables have settled. */
export async function lists(options: { readonly records: number }) {
  const stage = await setStage();
  try {
    await stage.add('contact', options.records);
    const { services, port } = stage.running;
    // As an import ends: nothing of what autovacuum does a minute later.
    await crm.settleRecords(services.crm, stage.actor, crm.contactRecords.table);
    await crm.setPassword(services.crm, stage.actor.accountId, 'bench password');
    const api = createClient(`http://localhost:${port}`);
    await api.signIn(stage.person.userPrincipalName, 'bench password');
    const early = await measure(api);
    await vacuum(services.config.databaseUrl);
    const settled = await measure(api);
    return { records: options.records, ...early, settled };
  } finally {
    await stage.stop();
  }
}

/** A few hundred requests of all sorts. */
async function measure(api: ApiClient) {
  const samples: number[] = [];
  const first = await api.get<{ items: { lastName?: string; email?: string }[] }>('/api/contacts?limit=50');
  const names = first.items.map(({ lastName, email }) => lastName ?? email ?? 'a');
  for (let n = 0; n < 50; n += 1) {
    const word = encodeURIComponent(names[n % names.length]?.slice(0, 3 + (n % 4)) ?? 'a');
    let next: string | null = null;
    for (const path of [
      '/api/contacts?limit=50',
      `/api/contacts?limit=50&search=${word}`,
      '/api/contacts?limit=50&sort=-modifiedAt',
      '/api/contacts?limit=50&sort=lastName',
      'next',
    ]) {
      const target: string =
        path === 'next'
          ? `/api/contacts?limit=50&sort=lastName&cursor=${encodeURIComponent(next ?? '')}`
          : path;
      const startedAt = performance.now();
      const page: { nextCursor: string | null } = await api.get(target);
      samples.push(performance.now() - startedAt);
      next = page.nextCursor;
    }
  }
  samples.sort((a, b) => a - b);
  const at = (share: number) => Math.round((samples[Math.floor(share * samples.length)] ?? 0) * 10) / 10;
  return { requests: samples.length, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}

/** What autovacuum does within a minute of so many new rows. */
async function vacuum(databaseUrl: string): Promise<void> {
  const client = new Client(databaseUrl);
  await client.connect();
  await client.query('vacuum analyze');
  await client.end();
}
