import DOMPurify from 'dompurify';

/** Pictures and style sheets of others would tell them that, when and where the text is read. */
const allowed = {
  ALLOWED_TAGS:
    'a b blockquote br code dd div dl dt em h1 h2 h3 h4 hr i li ol p pre s span strong sub sup table tbody td th thead tr u ul'.split(
      ' ',
    ),
  ALLOWED_ATTR: ['href', 'colspan', 'rowspan'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):/i,
};

/** What of a description in HTML can be shown: its words and their shape, nothing that acts or is loaded from elsewhere. Links open a new window. */
export function safeHtml(html: string): DocumentFragment {
  const shown = DOMPurify.sanitize(html, { ...allowed, RETURN_DOM_FRAGMENT: true });
  for (const link of shown.querySelectorAll('a')) {
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
  }
  return shown;
}

const blocks = 'p, div, li, tr, h1, h2, h3, h4, blockquote, pre, hr';

/** The words alone, a line to each paragraph. */
export function textOf(html: string): string {
  const shown = safeHtml(html);
  for (const pause of shown.querySelectorAll('br')) pause.replaceWith('\n');
  for (const block of shown.querySelectorAll(blocks)) block.append('\n');
  const lines = (shown.textContent ?? '').split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
