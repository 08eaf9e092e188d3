import pg from 'pg';

/** PostgreSQL's oid of bigint. Ours (versions, change numbers) stay far below 2^53. */
const bigint = 20;

const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === bigint) return Number;
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
  },
};

/**
 * A pool whose connections run as the role of the application, which cannot bypass row-level security: a startup option, so it costs
 * no query. `max`: how many connections at most.
 */
export function openPool(url: string, max: number): pg.Pool {
  return new pg.Pool({
    connectionString: url,
    max,
    options: '-c role=counterpart_app',
    application_name: 'counterpart',
    types,
  });
}
