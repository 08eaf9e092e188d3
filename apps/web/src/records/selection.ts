/** Which records of a list are chosen: some by id, or all that match, less some. */
export type Chosen =
  | { readonly mode: 'some'; readonly ids: ReadonlySet<string> }
  | { readonly mode: 'all'; readonly except: ReadonlySet<string> };

export const none: Chosen = { mode: 'some', ids: new Set() };

export const isChosen = (chosen: Chosen, id: string): boolean =>
  chosen.mode === 'some' ? chosen.ids.has(id) : !chosen.except.has(id);

export function withOne(chosen: Chosen, id: string, on: boolean): Chosen {
  const ids = new Set(chosen.mode === 'some' ? chosen.ids : chosen.except);
  if (on === (chosen.mode === 'some')) ids.add(id);
  else ids.delete(id);
  return chosen.mode === 'some' ? { mode: 'some', ids } : { mode: 'all', except: ids };
}

export const withMany = (chosen: Chosen, ids: readonly string[], on: boolean): Chosen =>
  ids.reduce((so, id) => withOne(so, id, on), chosen);

/** How many are chosen; null where all match and the server did not count them. */
export function countOf(chosen: Chosen, total: number | null): number | null {
  if (chosen.mode === 'some') return chosen.ids.size;
  return total === null ? null : Math.max(0, total - chosen.except.size);
}

/** As the API takes it: some by id, or all that `filter` finds, less some. */
export function selectionOf<Filter>(
  chosen: Chosen,
  filter: Filter,
): { ids: string[] } | { filter: Filter; except?: string[] } {
  if (chosen.mode === 'some') return { ids: [...chosen.ids] };
  return { filter, ...(chosen.except.size > 0 ? { except: [...chosen.except] } : {}) };
}
