/** A request to Graph, as far as its path and method say what it is for. */
export interface Part {
  readonly method: string;
  readonly path: string;
}

export const isBatch = (path: string): boolean => path.startsWith('/$batch');

export function partsOf(body: string): Part[] {
  const { requests } = JSON.parse(body) as { requests: { method: string; url: string }[] };
  return requests.map(({ method, url }) => ({ method, path: url }));
}

/** The names that `stepOf` gives. */
export const requestSteps = [
  'changes',
  'look',
  'list',
  'find',
  'container',
  'create',
  'update',
  'delete',
] as const;

/** What a request is for, in the connector's words; of a batch: what its writes are for. */
export function stepOf(parts: readonly Part[]): (typeof requestSteps)[number] {
  const [part] = [...parts.filter(({ method }) => method !== 'GET'), ...parts];
  const { method = 'GET', path = '' } = part ?? {};
  const [where = '', query = ''] = decodeURIComponent(path).split('?');
  if (/\/delta/.test(where)) return 'changes';
  const isItems = /\/(contacts|tasks|events)(\/|$)/.test(where);
  if (!isItems) return 'container';
  if (method === 'POST') return /\/(tasks|events)\/[^/]+\/./.test(where) ? 'update' : 'create';
  if (method === 'PATCH') return 'update';
  if (method === 'DELETE') return 'delete';
  if (query.includes('$filter=single')) return 'find';
  return /\/(contacts|tasks|events)$/.test(where) ? 'list' : 'look';
}
