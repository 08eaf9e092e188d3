import ICAL from 'ical.js';
import type { VcardLine } from './vcardLines.ts';

/** A value as ical.js reads it: a text, or the components of N, ADR and ORG, each with its listed values. */
export type VcardValue = { ok: true; parts: string[][] } | { ok: false; reason: string };

const STRUCTURED = new Set(['N', 'ADR', 'ORG']);
const LISTS = new Set(['CATEGORIES', 'NICKNAME']);

/** Decodes quoted-printable and its character set, then lets ical.js split and unescape the value. */
export function readValue(line: VcardLine, version: string): VcardValue {
  const decoded = decode(line);
  if (!decoded.ok) return decoded;
  const text = version === '2.1' || decoded.wasEncoded ? asVersion3(line.name, decoded.text) : decoded.text;
  // FN stands for every plain text: ical.js takes its value whole, commas and all, as most programs write them.
  const property = STRUCTURED.has(line.name) || LISTS.has(line.name) ? line.name : 'FN';
  try {
    const [, , , ...values]: unknown[] = ICAL.parse.property(
      `${property}:${text}`,
      ICAL.design.vcard3,
    ) as unknown[];
    return {
      ok: true,
      parts: values
        .flatMap(toParts)
        .map((part) => part.map((value) => value.replace(/\\([;,:"])/g, '$1').trim())),
    };
  } catch (error) {
    return {
      ok: false,
      reason: `${line.name} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** `['a', ['b', 'c']]` is two components, the second with two values. */
function toParts(value: unknown): string[][] {
  if (!Array.isArray(value)) return [[String(value)]];
  return value.map((part: unknown) => (Array.isArray(part) ? part.map(String) : [String(part)]));
}

type Decoded = { ok: true; text: string; wasEncoded: boolean } | { ok: false; reason: string };

function decode({ name, params, value }: VcardLine): Decoded {
  const encoding = params.get('ENCODING')?.[0]?.toUpperCase();
  if (encoding !== 'QUOTED-PRINTABLE') return { ok: true, text: value, wasEncoded: false };
  const charset = params.get('CHARSET')?.[0] ?? 'utf-8';
  const bytes: number[] = [];
  const raw = Buffer.from(value, 'utf8');
  for (let index = 0; index < raw.length; index++) {
    const hex = raw.toString('latin1', index + 1, index + 3);
    if (raw[index] === 0x3d && /^[0-9a-f]{2}$/i.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      index += 2;
    } else bytes.push(raw[index] ?? 0);
  }
  try {
    return { ok: true, text: new TextDecoder(charset).decode(Uint8Array.from(bytes)), wasEncoded: true };
  } catch {
    return { ok: false, reason: `${name} is written in the character set “${charset}”, which is not known` };
  }
}

/** Version 2.1 escapes only semicolons and lists nothing with commas: writes the same in the syntax of 3.0. */
function asVersion3(name: string, text: string): string {
  const trimmed = text.replace(/(\r\n|\r|\n)+$/, '');
  const escaped = trimmed
    .replace(/\\(?![;,n\\])/gi, '\\\\')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/(?<!\\),/g, LISTS.has(name) ? ',' : '\\,');
  return STRUCTURED.has(name) ? escaped : escaped.replace(/(?<!\\);/g, '\\;');
}
