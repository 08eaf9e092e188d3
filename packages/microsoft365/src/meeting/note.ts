import type { Details } from './details.ts';
import { childrenOf, htmlOfLines, isElement, linesOf, type Node } from './html.ts';

/**
 * Whoever takes part without being invited is named at the end of the body, for the owner's eyes (E11). The note is taken away again when the body is read. Outlook
 * may put `x_` before its name, wrap it, or take the name away; so its first and last line tell it as well. What a person wrote into it is no part of it.
 */
const noteName = 'CounterpartNote';
const delimiter = /^─{4} .+ ─{4}$/;
const link = /^Open in .+: https?:\/\//;

export interface NoteOptions {
  /** The CRM's name. */
  readonly name: string;
  /** Address of the record in the CRM; undefined: no link. */
  readonly url?: string | undefined;
}

/** What the note says; nothing where there is nothing to say. */
export function noteLines({ participants, joinUrl }: Details, { name, url }: NoteOptions): string[] {
  const people = Object.entries(participants ?? {}).map(([address, { name: who, role }]) => {
    const person = who === undefined ? address : `${who} <${address}>`;
    return role === undefined ? person : `${person} (${role})`;
  });
  if (people.length === 0 && joinUrl === undefined) return [];
  return [
    `──── Participants, noted by ${name} ────`,
    ...people,
    ...(joinUrl === undefined ? [] : [`Join: ${joinUrl}`]),
    ...(url === undefined ? [] : [`Open in ${name}: ${url}`]),
    `──── ${name} ────`,
  ];
}

export const noteHtml = (lines: readonly string[]): string =>
  lines.length === 0 ? '' : htmlOfLines(lines).replace('<div>', `<div id="${noteName}" class="${noteName}">`);

const bare = (name: string | undefined): string => (name ?? '').trim().replace(/^(x_)+/i, '');

const isNote = (node: Node): boolean =>
  isElement(node) &&
  [node.attribs['id'], ...(node.attribs['class'] ?? '').split(/\s+/)].some((name) => bare(name) === noteName);

const marks = (node: Node): boolean => linesOf([node]).some((line) => delimiter.test(line.trim()));

/** The nodes side by side that are the note; undefined where there is none. */
export function noteIn(nodes: readonly Node[]): readonly Node[] | undefined {
  const own = nodes.find(isNote);
  if (own !== undefined) return [own];
  const first = nodes.findIndex(marks);
  if (first < 0) return undefined;
  const last = nodes.findLastIndex(marks);
  const node = nodes[first];
  if (first === last && node !== undefined && isElement(node)) return noteIn(childrenOf(node)) ?? [node];
  return nodes.slice(first, last + 1);
}

/** What somebody else wrote into the note. */
export function foreignLines(note: readonly Node[], details: Details, options: NoteOptions): string[] {
  const ours = new Set(noteLines(details, options));
  const isOurs = (line: string) => delimiter.test(line) || link.test(line) || ours.has(line) || line === '';
  return linesOf(note)
    .map((line) => line.trim())
    .filter((line) => !isOurs(line));
}
