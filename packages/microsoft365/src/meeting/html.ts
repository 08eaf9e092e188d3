import { ElementType, parseDocument } from 'htmlparser2';

type Nodes = ReturnType<typeof parseDocument>['children'];
export type Node = Nodes[number];
type Element = Extract<Node, { attribs: unknown }>;

/** A parsed body: its nodes know where they stand in the text. */
export interface Html {
  readonly source: string;
  /** What is in the body, styles of the head before it. */
  readonly nodes: readonly Node[];
}

export const isText = (node: Node): node is Extract<Node, { data: string }> => node.type === ElementType.Text;
export const isElement = (node: Node): node is Element => 'attribs' in node;
export const childrenOf = (node: Node): readonly Node[] => ('children' in node ? node.children : []);

function named(nodes: readonly Node[], name: string): Element[] {
  return nodes.flatMap((node) => [
    ...(isElement(node) && node.name === name ? [node] : []),
    ...named(childrenOf(node), name),
  ]);
}

/** Takes the wrapper away in which Exchange keeps every body (GRAPH 9, 26). */
export function parseHtml(source: string): Html {
  const { children } = parseDocument(source, { withStartIndices: true, withEndIndices: true });
  const [body] = named(children, 'body');
  if (body === undefined) {
    const [html] = named(children, 'html');
    const nodes = html === undefined ? children : html.children;
    return { source, nodes: nodes.filter((node) => !(isElement(node) && node.name === 'head')) };
  }
  const [head] = named(children, 'head');
  return { source, nodes: [...(head === undefined ? [] : named([head], 'style')), ...body.children] };
}

export const startOf = (node: Node): number => node.startIndex ?? 0;
export const endOf = (node: Node): number => (node.endIndex ?? -1) + 1;

/** A stretch of the source that something else takes the place of. */
export interface Cut {
  readonly from: number;
  readonly to: number;
  readonly instead: string;
}

/** The source of the nodes without what was cut out of them. */
export function withoutCuts({ source, nodes }: Html, cuts: readonly Cut[]): string {
  const ordered = [...cuts].sort((a, b) => a.from - b.from);
  let result = '';
  for (const node of nodes) {
    let at = startOf(node);
    const end = endOf(node);
    for (const cut of ordered) {
      if (cut.to <= at || cut.from >= end) continue;
      result += source.slice(at, Math.max(at, cut.from));
      if (cut.from >= at) result += cut.instead;
      at = Math.max(at, cut.to);
    }
    result += source.slice(Math.min(at, end), end);
  }
  return result;
}

const blocks = new Set(
  'div p ul ol li table tr h1 h2 h3 h4 h5 h6 blockquote pre hr section article'.split(' '),
);

/** The lines of text that the nodes show, as a browser breaks them; spaces that do not break become plain ones. */
export function linesOf(nodes: readonly Node[]): string[] {
  const lines: string[] = [];
  let line = '';
  const breakLine = () => {
    lines.push(line);
    line = '';
  };
  const walk = (node: Node): void => {
    if (isText(node)) {
      const text = node.data.replace(/[ \t\r\n\f]+/g, ' ');
      line += line === '' || line.endsWith(' ') ? text.replace(/^ /, '') : text;
      return;
    }
    if (!isElement(node) || node.name === 'style' || node.name === 'script' || node.name === 'head') return;
    if (node.name === 'br') return breakLine();
    const isBlock = blocks.has(node.name);
    if (isBlock && line.trim() !== '') breakLine();
    for (const child of node.children) walk(child);
    if (isBlock && line.trim() !== '') breakLine();
  };
  for (const node of nodes) walk(node);
  if (line !== '') lines.push(line);
  return lines.map((one) => one.replaceAll('\u00a0', ' '));
}

/** All text of the nodes, white space folded. */
export const wordsOf = (nodes: readonly Node[]): string =>
  linesOf(nodes).join(' ').replace(/\s+/g, ' ').trim();

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Lines of text as HTML that shows them just so. */
export const htmlOfLines = (lines: readonly string[]): string =>
  `<div>${lines.map((line) => escapeHtml(line).replace(/^ | (?= )/g, '&nbsp;')).join('<br>')}</div>`;
