import { convert, type HtmlToTextOptions } from 'html-to-text';
import { isObject, textOf, type Json } from '../json.ts';

/** Lines are never broken anew, links keep their addresses, cells of a table stay apart, no letter becomes a capital, pictures say nothing. */
const plain = {
  wordwrap: false,
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
    { selector: 'img', format: 'skip' },
    { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'p', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
  ],
} satisfies HtmlToTextOptions;

/** The text of an itemBody. What a person wrote in Outlook may be HTML, and text that was sent may come back as HTML (GRAPH 2.2, gotcha 26). */
export function textOfBody(body: Json | undefined): string | undefined {
  if (!isObject(body)) return undefined;
  const content = textOf(body['content']);
  if (content === undefined || textOf(body['contentType'])?.toLowerCase() !== 'html') return content;
  return convert(content, plain).replaceAll('\u00a0', ' ');
}
