/** What the sign-in service keeps. */
export type EntraState = Record<never, never>;

export function emptyEntraState(): EntraState {
  return {};
}
