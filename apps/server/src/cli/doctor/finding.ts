/** What an examination of the configuration and its surroundings found at one place. */
export interface Finding {
  readonly name: string;
  /** `note`: it works, but less well than it could, or could not be told. */
  readonly state: 'ok' | 'note' | 'wrong';
  /** What was found, in words. */
  readonly found: string;
  /** What to do about it, where there is anything to do. */
  readonly remedy: string | null;
}

export const ok = (name: string, found: string): Finding => ({ name, state: 'ok', found, remedy: null });
export const note = (name: string, found: string, remedy: string | null): Finding => ({
  name,
  state: 'note',
  found,
  remedy,
});
export const wrong = (name: string, found: string, remedy: string): Finding => ({
  name,
  state: 'wrong',
  found,
  remedy,
});

/** What an error says, with the reason that lies beneath it: "fetch failed" alone helps nobody. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const below = cause instanceof Error ? cause.message || ('code' in cause ? String(cause.code) : '') : '';
  const own = error.message || ('code' in error ? String(error.code) : error.name);
  return below === '' ? own : `${own} (${below})`;
}

/** No question takes longer. */
export const patience = (): AbortSignal => AbortSignal.timeout(10_000);
