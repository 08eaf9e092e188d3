/** One logical line of a vCard, unfolded and, in version 2.1, decoded; without the name's group. */
export interface VcardLine {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly value: string;
}

export interface Card {
  /** The line of the file on which it begins, from 1. */
  readonly line: number;
  readonly lines: readonly string[];
  /** Whether END:VCARD was found. */
  readonly complete: boolean;
}

/** The cards of a file. A card within a card (AGENT) is part of the outer one. */
export function* cardsOf(text: string): Iterable<Card> {
  const all = text.split(/\r\n?|\n/);
  let begin: number | undefined;
  let depth = 0;
  for (const [index, line] of all.entries()) {
    const mark = line.trim().toUpperCase();
    if (mark === 'BEGIN:VCARD') {
      // A card that was never ended is told as such, and the next one is read.
      if (begin !== undefined && depth === 1 && !nested(all, index)) {
        yield { line: begin + 1, lines: all.slice(begin, index), complete: false };
        depth = 0;
      }
      if (depth === 0) begin = index;
      depth += 1;
    } else if (mark === 'END:VCARD' && begin !== undefined) {
      depth -= 1;
      if (depth > 0) continue;
      yield { line: begin + 1, lines: all.slice(begin, index + 1), complete: true };
      begin = undefined;
    }
  }
  if (begin !== undefined) yield { line: begin + 1, lines: all.slice(begin), complete: false };
}

/** Whether the card that begins here is the value of the line before it. */
const nested = (lines: readonly string[], index: number): boolean =>
  /^AGENT\b.*:\s*$/i.test(lines[index - 1] ?? '');

/**
 * Joins what was folded: a line that begins with white space belongs to the one before (RFC 6350 3.2); in version 2.1 a
 * quoted-printable line that ends in "=" goes on in the next one whatever that begins with.
 */
export function unfold(lines: readonly string[]): string[] {
  const joined: string[] = [];
  let soft = false;
  for (const line of lines) {
    const last = joined.length - 1;
    const before = joined[last];
    if (before !== undefined && soft) joined[last] = before.slice(0, -1) + line;
    else if (before !== undefined && /^[ \t]/.test(line)) joined[last] = before + line.slice(1);
    else joined.push(line);
    const whole = joined.at(-1) ?? '';
    soft = whole.endsWith('=') && isQuotedPrintable(whole);
  }
  return joined;
}

const isQuotedPrintable = (line: string): boolean => /^[^:]*;(ENCODING=)?QUOTED-PRINTABLE[;:]/i.test(line);

/** The bytes that quoted-printable text stands for, read in a charset (RFC 2045 6.7). */
export function fromQuotedPrintable(text: string, charset: string): string {
  const bytes: number[] = [];
  const utf8 = new TextEncoder();
  for (const part of text.split(/(=[0-9A-Fa-f]{2})/)) {
    if (/^=[0-9A-Fa-f]{2}$/.test(part)) bytes.push(Number.parseInt(part.slice(1), 16));
    else bytes.push(...utf8.encode(part));
  }
  return decoderOf(charset).decode(Uint8Array.from(bytes));
}

function decoderOf(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset);
  } catch (error) {
    // A label that nobody knows: Outlook's own encoding is the likeliest.
    if (error instanceof RangeError) return new TextDecoder('windows-1252');
    throw error;
  }
}
