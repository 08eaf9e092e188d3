/** Says what went wrong with the local PostgreSQL and, in the same message, what a person can do about it. */
export class LocalPostgresError extends Error {
  override name = 'LocalPostgresError';
}

/** The system's code of a failed call (`ENOENT`, `EACCES` …), or nothing for other values. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
