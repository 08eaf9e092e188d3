import type { FieldValue } from '@counterpart/engine';

type Participant = { readonly name?: string; readonly role?: string; readonly response?: string };
const entries = (value: FieldValue) => Object.entries(value as { readonly [address: string]: Participant });

/** `Ada Lovelace <ada@example.com> (optional, accepted); b@example.com`: text for files, which `participantsFrom` reads again. */
export function participantsText(value: FieldValue): string {
  return entries(value)
    .map(([address, { name = '', role, response }]) => {
      const marks = [role, response].filter((mark) => mark !== undefined).join(', ');
      const who =
        name === '' ? address : `${/[;<>",()]/.test(name) ? JSON.stringify(name) : name} <${address}>`;
      return marks === '' ? who : `${who} (${marks})`;
    })
    .join('; ');
}

const one =
  /\s*(?:(?:"((?:[^"\\]|\\.)*)"|([^;<>"]*?))\s*<([^;<>\s]+)>|([^;<>\s()]+))\s*(?:\(([^()]*)\))?\s*(?:;|$)/y;

/** Participants by address, or the text itself where it cannot be read: then it is objected to. */
export function participantsFrom(text: string): FieldValue {
  const found: { [address: string]: FieldValue } = {};
  one.lastIndex = 0;
  while (one.lastIndex < text.length) {
    if (/^[\s;]*$/.test(text.slice(one.lastIndex))) break;
    const match = one.exec(text);
    if (match === null) return text;
    const [, quoted, plain = '', named, bare, marks = ''] = match;
    const [, role] = /\b(required|optional|resource)\b/.exec(marks) ?? [];
    const [, response] = /\b(none|tentative|accepted|declined)\b/.exec(marks) ?? [];
    const name = quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1');
    found[named ?? bare ?? ''] = {
      ...(name === '' ? {} : { name }),
      ...(role === undefined ? {} : { role }),
      ...(response === undefined ? {} : { response }),
    };
  }
  return found;
}
