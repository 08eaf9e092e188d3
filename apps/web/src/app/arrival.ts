/**
 * What the address says when somebody arrives by a link or a redirect. It is taken out of the address bar before the pages start: the
 * secrets of mailed links stand after the # so that they reach no server and no log, and a way through the sign-in must not lose them.
 */
const links = {
  invitation: { path: '/invitation', before: '' },
  request: { path: '/setup/users', before: 'request=' },
} as const;
type Link = keyof typeof links;

const keyOf = (link: Link): string => `counterpart.link.${link}`;

/** The secret of a mailed link, for as long as the tab lives or until it is dropped. */
export const linkToken = (link: Link): string | null => sessionStorage.getItem(keyOf(link));
export const dropLinkToken = (link: Link): void => sessionStorage.removeItem(keyOf(link));

/** Keeps the secret of a mailed link. True: there was one. */
function keepLinkToken(): boolean {
  const { pathname, search, hash } = location;
  for (const link of ['invitation', 'request'] as const) {
    const { path, before } = links[link];
    const token = hash.slice(1);
    if (pathname !== path || token === '' || !token.startsWith(before)) continue;
    sessionStorage.setItem(keyOf(link), token.slice(before.length));
    history.replaceState(history.state, '', pathname + search);
    return true;
  }
  return false;
}

let problem: string | null = null;

/** The code of what went wrong on the way back to a page (P5, P6), told once. */
export function takeArrivalProblem(): string | null {
  const told = problem;
  problem = null;
  return told;
}

/** Call once, before the pages start. */
export function noteArrival(): void {
  keepLinkToken();
  // A link opened in a tab that shows this page already changes only what stands after the #.
  addEventListener('hashchange', () => {
    if (keepLinkToken()) location.reload();
  });
  const query = new URLSearchParams(location.search);
  // The sign-in page shows it itself.
  if (!query.has('problem') || location.pathname === '/sign-in') return;
  problem = query.get('problem');
  query.delete('problem');
  const rest = query.size === 0 ? '' : `?${query}`;
  history.replaceState(history.state, '', location.pathname + rest + location.hash);
}
