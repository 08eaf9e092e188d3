import type { Link } from '../model.ts';
import type { LedgerTransaction } from '../ports.ts';
import type { RunContext } from './context.ts';
import { isLonely } from './links.ts';

/** Writes links with the keys by which a lonely one may be matched. */
export async function putLinks(
  context: RunContext,
  tx: LedgerTransaction,
  links: readonly Link[],
): Promise<void> {
  if (links.length === 0) return;
  await tx.putLinks(links.map((link) => ({ link, keys: keysOf(context, link) })));
}

export function keysOf(context: RunContext, link: Link): readonly string[] {
  const side = isLonely(link, 'local') ? 'local' : isLonely(link, 'remote') ? 'remote' : null;
  return side === null ? [] : context.kind.matchKeys(link[side]?.content ?? {});
}
