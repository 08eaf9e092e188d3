import type { FieldValue } from '@counterpart/engine';
import { isObject, textOf, type Json, type JsonObject } from '../json.ts';
import { isClothedText } from './clothing.ts';
import type { Details } from './details.ts';
import { endOf, htmlOfLines, linesOf, parseHtml, startOf, withoutCuts, type Cut, type Node } from './html.ts';
import { foreignLines, noteHtml, noteIn, type NoteOptions } from './note.ts';
import { onlineBlockIn } from './online.ts';

interface Body {
  /** Text, `{html}` where it is more than text can say, or undefined. */
  readonly description: FieldValue | undefined;
  /** The HTML with Microsoft's link to join, '' where there is none. */
  readonly block: string;
}

const cutOf = (nodes: readonly Node[], instead = ''): Cut[] => {
  const [first, last] = [nodes[0], nodes.at(-1)];
  return first === undefined || last === undefined
    ? []
    : [{ from: startOf(first), to: endOf(last), instead }];
};

/** The description in an event's body, apart from our note and Microsoft's block. @param joinUrl of Microsoft's online meeting. */
export function bodyFromGraph(
  body: Json | undefined,
  details: Details,
  joinUrl: string | undefined,
  options: NoteOptions,
): Body {
  const content = isObject(body) ? (textOf(body['content']) ?? '') : '';
  if (isObject(body) && textOf(body['contentType'])?.toLowerCase() === 'text')
    return { description: content, block: '' };
  const html = parseHtml(content);
  const note = noteIn(html.nodes) ?? [];
  const foreign = foreignLines(note, details, options);
  const online = joinUrl === undefined ? [] : (onlineBlockIn(html.nodes, joinUrl) ?? []);
  const [blockAt] = cutOf(online);
  const cuts = [...cutOf(note, foreign.length === 0 ? '' : htmlOfLines(foreign)), ...cutOf(online)];
  return {
    description: descriptionIn(withoutCuts(html, cuts)),
    block: blockAt === undefined ? '' : content.slice(blockAt.from, blockAt.to),
  };
}

function descriptionIn(source: string): FieldValue | undefined {
  const { nodes } = parseHtml(source);
  if (isClothedText(nodes)) return linesOf(nodes).join('\n');
  return { html: source };
}

/** A body with the description, our note and Microsoft's block. */
export function bodyToGraph(
  description: FieldValue | undefined,
  note: readonly string[],
  block: string,
): JsonObject {
  const html = isObject(description) ? textOf(description['html']) : undefined;
  const text = textOf(description);
  const own =
    html !== undefined
      ? withoutCuts(parseHtml(html), [])
      : text === undefined
        ? ''
        : htmlOfLines(text.split('\n'));
  return { contentType: 'html', content: `${own}${noteHtml(note)}${block}` };
}
