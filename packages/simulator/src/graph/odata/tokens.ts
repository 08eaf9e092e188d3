import { graphError } from '../errors.ts';

/** A word, a quoted string (its text), or a single mark such as `(`. */
export type Token = { kind: 'word' | 'string' | 'mark'; text: string };

const PATTERN = /\s*(?:'((?:[^']|'')*)'|([(),:;])|([^\s()',:;]+(?::\d[^\s()',;]*)*))/y;

/** Cuts an OData expression into tokens. Throws 400 BadRequest on anything that is none. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  PATTERN.lastIndex = 0;
  while (PATTERN.lastIndex < text.length) {
    const start = PATTERN.lastIndex;
    const match = PATTERN.exec(text);
    if (match === null) {
      if (text.slice(start).trim() === '') break;
      throw graphError(400, 'BadRequest', `Syntax error at position ${start} in '${text}'.`);
    }
    if (match[1] !== undefined) tokens.push({ kind: 'string', text: match[1].replaceAll("''", "'") });
    else if (match[2] !== undefined) tokens.push({ kind: 'mark', text: match[2] });
    else tokens.push({ kind: 'word', text: match[3] ?? '' });
  }
  return tokens;
}
