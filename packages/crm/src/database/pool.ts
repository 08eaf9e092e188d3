import { Pool, types as defaults, type CustomTypesConfig } from 'pg';

/** PostgreSQL's oid of bigint. Ours (versions, change numbers) stay far below 2^53. */
const bigint = 20;

const types: CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === bigint) return Number;
    return format === 'binary' ? defaults.getTypeParser(oid, 'binary') : defaults.getTypeParser(oid, 'text');
  },
};

/**
 * A pool whose connections run as the role of the application, which cannot bypass row-level security: a startup option, so it costs
 * no query. `max`: how many connections at most.
 */
export function openPool(url: string, max: number): Pool {
  return new Pool({
    connectionString: url,
    max,
    options: '-c role=counterpart_app',
    application_name: 'counterpart',
    types,
  });
}
