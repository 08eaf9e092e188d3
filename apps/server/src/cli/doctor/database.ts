import { Client } from 'pg';
import type { Config } from '../../config.ts';
import { note, ok, reasonOf, wrong, type Finding } from './finding.ts';

const OLDEST_POSTGRES = 150_000;
const name = 'PostgreSQL';

/** Reaches the database. `tenants`: those that organisations are connected to, as far as the schema is there. */
export async function examineDatabase({
  databaseUrl,
}: Config): Promise<{ findings: Finding[]; tenants: string[] }> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{
      number: string;
      version: string;
      schema: string | null;
      tenants: string | null;
    }>(
      `select current_setting('server_version_num') as number, current_setting('server_version') as version,
        to_regclass('public.schema_migrations')::text as schema, to_regclass('public.connections')::text as tenants`,
    );
    const [row] = rows;
    const found = `version ${row?.version}`;
    if (Number(row?.number) < OLDEST_POSTGRES)
      return { findings: [wrong(name, `${found} is too old`, 'Use PostgreSQL 15 or newer.')], tenants: [] };
    if (row?.schema == null || row.tenants === null)
      return {
        findings: [
          note(
            name,
            `${found}, without a schema yet`,
            'Run counterpart migrate, or start serve, which does it.',
          ),
        ],
        tenants: [],
      };
    const tenants = await client.query<{ tid: string }>(
      'select distinct tid from connections where membership_id is null order by tid',
    );
    return { findings: [ok(name, found)], tenants: tenants.rows.map(({ tid }) => tid) };
  } catch (error) {
    const remedy = 'Check DATABASE_URL, and whether the database server runs and lets this machine in.';
    return { findings: [wrong(name, reasonOf(error), remedy)], tenants: [] };
  } finally {
    await client.end().catch(() => undefined);
  }
}
