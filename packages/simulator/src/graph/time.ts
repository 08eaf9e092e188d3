/** `2026-01-31T08:30:00Z`: contacts carry whole seconds. */
export function secondsUtc(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/** `2026-01-31T08:30:00.1230000Z`: seven digits, as events and tasks carry them (GRAPH 2.1). */
export function ticksUtc(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 23)}0000Z`;
}
