/** One logical line of a vCard, unfolded and cut into its parts; the value is still encoded. */
export type VcardLine = {
  /** Number of its first line in the file, from 1. */
  line: number;
  group: string | null;
  /** Upper case. */
  name: string;
  /** Upper-case names; `TYPE` also collects the bare parameters of version 2.1 (`TEL;WORK;VOICE:`). */
  params: Map<string, string[]>;
  value: string;
};

/** One BEGIN:VCARD … END:VCARD, or why it cannot be read. */
export type VcardBlock =
  | { ok: true; line: number; version: string; lines: VcardLine[] }
  | { ok: false; line: number; reason: string };

/** Cuts a file into its cards. A broken card does not spoil its neighbours. */
export function readVcardBlocks(text: string): VcardBlock[] {
  const physical = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const blocks: VcardBlock[] = [];
  let index = 0;
  while (index < physical.length) {
    const line = physical[index] ?? '';
    if (/^\s*BEGIN:VCARD\s*$/i.test(line)) {
      const end = endOfCard(physical, index);
      blocks.push(end === null ? unfinished(physical, index) : readBlock(physical, index, end));
      index = end === null ? nextBegin(physical, index + 1) : end + 1;
    } else if (line.trim() === '') {
      index++;
    } else {
      blocks.push({
        ok: false,
        line: index + 1,
        reason: `“${shorten(line)}” stands outside a vCard: BEGIN:VCARD was expected`,
      });
      index = nextBegin(physical, index + 1);
    }
  }
  return blocks;
}

/** The index of the card's own END:VCARD; version 2.1 may hold another card as its AGENT. */
function endOfCard(physical: string[], begin: number): number | null {
  let depth = 0;
  for (let index = begin; index < physical.length; index++) {
    const line = physical[index] ?? '';
    if (/^\s*BEGIN:VCARD\s*$/i.test(line)) {
      const isAgent = /^(?:[\w-]+\.)?AGENT\b[^:]*:\s*$/i.test(physical[index - 1] ?? '');
      if (index > begin && !isAgent) return null;
      depth++;
    }
    if (/^\s*END:VCARD\s*$/i.test(line) && --depth === 0) return index;
  }
  return null;
}

function nextBegin(physical: string[], from: number): number {
  for (let index = from; index < physical.length; index++)
    if (/^\s*BEGIN:VCARD\s*$/i.test(physical[index] ?? '')) return index;
  return physical.length;
}

function unfinished(physical: string[], begin: number): VcardBlock {
  const next = nextBegin(physical, begin + 1);
  const where =
    next < physical.length ? `before the next one begins in line ${next + 1}` : 'before the file ends';
  return { ok: false, line: begin + 1, reason: `the vCard has no END:VCARD ${where}` };
}

function readBlock(physical: string[], begin: number, end: number): VcardBlock {
  const lines: VcardLine[] = [];
  const versionLine = physical.slice(begin, end).find((line) => /^VERSION\s*:/i.test(line));
  const version = versionLine?.slice(versionLine.indexOf(':') + 1).trim() ?? '';
  if (!['2.1', '3.0', '4.0'].includes(version)) {
    const found = version === '' ? 'names no VERSION' : `has VERSION ${version}`;
    return { ok: false, line: begin + 1, reason: `the vCard ${found}; 2.1, 3.0 and 4.0 can be read` };
  }
  for (let index = begin + 1; index < end;) {
    const first = physical[index] ?? '';
    if (first.trim() === '') {
      index++;
      continue;
    }
    if (/^\s*BEGIN:VCARD\s*$/i.test(first)) {
      index = (endOfCard(physical, index) ?? index) + 1;
      continue;
    }
    const { text, next } = unfold(physical, index, end, version);
    const line = splitLine(text, index + 1);
    if (line === null)
      return { ok: false, line: index + 1, reason: `“${shorten(text)}” has no colon between name and value` };
    lines.push(line);
    index = next;
  }
  return { ok: true, line: begin + 1, version, lines };
}

/** Joins folded lines, soft line breaks of quoted-printable, and unindented lines of base64. */
function unfold(
  physical: string[],
  start: number,
  end: number,
  version: string,
): { text: string; next: number } {
  let text = physical[start] ?? '';
  let next = start + 1;
  const head = text.slice(0, Math.max(0, text.indexOf(':')));
  const isQuotedPrintable = /;\s*(?:ENCODING=)?"?QUOTED-PRINTABLE"?/i.test(head);
  const isBase64 = /;\s*(?:ENCODING=)?"?(?:BASE64|B)"?(?=;|$)/i.test(head);
  for (; next < end; next++) {
    const line = physical[next] ?? '';
    if (isQuotedPrintable && text.endsWith('=')) {
      text = text.slice(0, -1) + line;
    } else if (/^[ \t]/.test(line)) {
      // Version 2.1 folds before a blank that belongs to the text; 3.0 and 4.0 insert one.
      text += version === '2.1' && !isBase64 ? line : line.slice(1);
    } else if (isBase64 && /^[A-Za-z0-9+/]+={0,2}\s*$/.test(line)) {
      text += line;
    } else break;
  }
  return { text, next };
}

/** `group.NAME;PARAM=value;BARE:value`, or null without a colon. Quoted parameter values may hold colons and semicolons. */
function splitLine(text: string, line: number): VcardLine | null {
  const parts: string[] = [];
  let quoted = false;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const letter = text[index];
    if (letter === '"') quoted = !quoted;
    else if (!quoted && (letter === ';' || letter === ':')) {
      parts.push(text.slice(start, index));
      start = index + 1;
      if (letter === ':') {
        const [full = '', ...params] = parts;
        const dot = full.lastIndexOf('.');
        return {
          line,
          group: dot < 0 ? null : full.slice(0, dot).trim().toLowerCase(),
          name: full
            .slice(dot + 1)
            .trim()
            .toUpperCase(),
          params: readParams(params),
          value: text.slice(start),
        };
      }
    }
  }
  return null;
}

function readParams(params: string[]): Map<string, string[]> {
  const read = new Map<string, string[]>();
  for (const param of params) {
    const equals = param.indexOf('=');
    const name = equals < 0 ? bareName(param) : param.slice(0, equals).trim().toUpperCase();
    const values = param
      .slice(equals + 1)
      .replaceAll('"', '')
      .split(',')
      .map((value) => value.trim())
      .filter(Boolean);
    read.set(name, [...(read.get(name) ?? []), ...values]);
  }
  return read;
}

/** Version 2.1 leaves out the name of a parameter where its value tells it. */
function bareName(value: string): string {
  const upper = value.trim().toUpperCase();
  return ['QUOTED-PRINTABLE', 'BASE64', '8BIT', '7BIT'].includes(upper) ? 'ENCODING' : 'TYPE';
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
