import { childrenOf, isElement, wordsOf, type Node } from './html.ts';

/** What plain text wears in Outlook: elements that only break lines or name a font. */
const plainElements = new Set(['div', 'p', 'br', 'span', 'font', 'o:p']);
const plainAttributes = new Set([
  'class',
  'id',
  'style',
  'dir',
  'lang',
  'face',
  'size',
  'color',
  'align',
  'name',
]);
const plainStyles =
  /^(font-family|font-size|font|line-height|margin.*|padding.*|white-space|word-.*|overflow-wrap|letter-spacing|text-indent|orphans|widows|-webkit-.*|mso-.*)$/;
const black =
  /^(black|windowtext|inherit|initial|#000|#000000|#212121|#242424|rgb\((0, ?0, ?0|33, ?33, ?33|36, ?36, ?36)\))$/;
const white = /^(white|transparent|inherit|initial|none|#fff|#ffffff|rgb\(255, ?255, ?255\))$/;

function isPlainStyle(style: string): boolean {
  return style.split(';').every((declaration) => {
    const at = declaration.indexOf(':');
    const name = declaration.slice(0, at).trim().toLowerCase();
    const value = declaration
      .slice(at + 1)
      .replace(/!important/i, '')
      .trim()
      .toLowerCase();
    if (at < 0) return declaration.trim() === '';
    if (name === 'color') return black.test(value);
    if (name === 'background' || name === 'background-color') return white.test(value);
    if (name === 'text-align') return /^(left|start|initial|inherit)$/.test(value);
    if (name === 'font-weight' || name === 'font-style') return /^(normal|400|initial|inherit)$/.test(value);
    return plainStyles.test(name);
  });
}

/** A link that shows its own address is what Outlook makes of an address in text. */
function isBareLink(node: Node): boolean {
  if (!isElement(node) || node.name !== 'a') return false;
  const target = (node.attribs['href'] ?? '').replace(/^mailto:/i, '').replace(/\/$/, '');
  const shown = wordsOf([node]).replace(/\/$/, '');
  return target !== '' && (target === shown || target === `http://${shown}` || target === `https://${shown}`);
}

/** Whether HTML says no more than its text does (GRAPH 9, 26: text that was sent is HTML when it is read). */
export function isClothedText(nodes: readonly Node[]): boolean {
  return nodes.every((node) => {
    if (!isElement(node)) return !('children' in node);
    if (node.name === 'style') return true;
    if (isBareLink(node)) return true;
    if (!plainElements.has(node.name)) return false;
    const { attribs } = node;
    return (
      Object.keys(attribs).every((name) => plainAttributes.has(name)) &&
      isPlainStyle(attribs['style'] ?? '') &&
      black.test((attribs['color'] ?? 'black').toLowerCase()) &&
      /^(left|)$/i.test(attribs['align'] ?? '') &&
      isClothedText(childrenOf(node))
    );
  });
}
