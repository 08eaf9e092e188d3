import { channelProblem } from '../errors.ts';

/**
 * A nextLink or deltaLink as a path below the base address. A link to another place is never followed: the token would go there.
 * @throws ChannelProblem `unexpectedAnswer`
 */
export function pathOfLink(base: string, link: string): string {
  const target = URL.parse(link, base);
  const home = new URL(base);
  const root = home.pathname.replace(/\/$/, '');
  if (target === null || target.origin !== home.origin || !target.pathname.startsWith(`${root}/`))
    throw channelProblem('unexpectedAnswer', `A page links to another place than ${home.origin}${root}.`);
  return target.pathname.slice(root.length) + target.search;
}

/** Writes a query, keeping the `$` of OData's names readable; spaces become %20, which extended properties need (GRAPH 1.4). */
export function query(options: { readonly [name: string]: string | number | undefined }): string {
  const parts = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
