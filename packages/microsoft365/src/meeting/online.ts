import { childrenOf, isElement, isText, wordsOf, type Node } from './html.ts';

/**
 * The block with the link to join that Microsoft Teams puts into the body. A body that is written without it ends the online meeting (Update event, notes on online
 * meetings); it is no part of what the person wrote.
 */

const isRule = (node: Node): boolean => /^_{20,}$/.test(wordsOf([node]));
const withoutQuery = (url: string): string => url.split('?')[0] ?? '';

const joins = (node: Node, joinUrl: string): boolean =>
  (isElement(node) && withoutQuery(node.attribs['href'] ?? '') === withoutQuery(joinUrl)) ||
  (isText(node) && node.data.includes(joinUrl)) ||
  childrenOf(node).some((child) => joins(child, joinUrl));

const isBlank = (node: Node | undefined): boolean =>
  node !== undefined && isText(node) && node.data.trim() === '';

/** The nodes side by side that are the block: between two rules, or what Teams named. */
export function onlineBlockIn(nodes: readonly Node[], joinUrl: string): readonly Node[] | undefined {
  const at = nodes.findIndex((node) => joins(node, joinUrl));
  const node = nodes[at];
  if (node === undefined) return undefined;
  const above = nodes.slice(0, at).findLastIndex(isRule);
  const below = nodes.findIndex((other, index) => index > at && isRule(other));
  if (above >= 0 && below >= 0) {
    let from = above;
    while (isBlank(nodes[from - 1])) from -= 1;
    const before = nodes[from - 1];
    if (before !== undefined && isElement(before) && before.name === 'br') from -= 1;
    return nodes.slice(from, below + 1);
  }
  const within = onlineBlockIn(childrenOf(node), joinUrl);
  if (within !== undefined) return within;
  const isNamed = isElement(node) && /(^|\s|x_)me-email-text(\s|$)/.test(node.attribs['class'] ?? '');
  return isNamed ? [node] : undefined;
}
