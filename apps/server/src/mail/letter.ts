/** What a mail says; how it looks is the same for all. */
export interface Letter {
  readonly subject: string;
  readonly greeting: string;
  readonly paragraphs: readonly string[];
  /** The one thing to do. */
  readonly action: { readonly label: string; readonly url: string } | null;
  /** Said below, smaller. */
  readonly notes: readonly string[];
}

/** A letter as a mail has it: the same words in HTML and in plain text. */
export function writeLetter({ subject, greeting, paragraphs, action, notes }: Letter): {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
} {
  const text = [
    greeting,
    ...paragraphs,
    ...(action === null ? [] : [`${action.label}:\n${action.url}`]),
    ...notes,
  ].join('\n\n');
  const block = (style: string) => (words: string) =>
    `<p style="margin:0 0 16px;${style}">${escaped(words)}</p>`;
  const button = ({ label, url }: NonNullable<Letter['action']>) =>
    `<p style="margin:24px 0"><a href="${escaped(url)}" style="background:#1b5fc1;border-radius:6px;color:#fff;display:inline-block;padding:12px 20px;text-decoration:none">${escaped(label)}</a></p>` +
    `<p style="margin:0 0 16px;color:#555;font-size:13px;word-break:break-all">${escaped(url)}</p>`;
  const body = [
    ...[greeting, ...paragraphs].map(block('')),
    ...(action === null ? [] : [button(action)]),
    ...notes.map(block('color:#555;font-size:13px')),
  ].join('\n');
  const html =
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
    `<title>${escaped(subject)}</title></head>` +
    '<body style="font:16px/1.5 system-ui,Segoe UI,sans-serif;color:#1a1a1a;margin:0;padding:24px">' +
    `<div style="max-width:560px;margin:0 auto">\n${body}\n</div></body></html>\n`;
  // A line break in a name must not begin a header of its own.
  return { subject: subject.replaceAll(/\s+/g, ' '), text: `${text}\n`, html };
}

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (one) => entities[one] ?? one);
