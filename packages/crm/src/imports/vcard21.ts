import { fromQuotedPrintable } from './vcard-lines.ts';

/** Properties whose value has parts, divided by semicolons. */
const structured = new Set(['N', 'ADR', 'ORG']);

/**
 * Writes a logical line of version 2.1 as version 3.0 has it, which the library reads: bare parameters become types,
 * quoted-printable text is decoded, and what 3.0 gives a meaning is escaped.
 */
export function asVersion3(line: string): string {
  const colon = line.indexOf(':');
  if (colon < 0) return line;
  const [name = '', ...parameters] = line.slice(0, colon).split(';');
  const bare = parameters.map((parameter) => parameter.trim()).filter((parameter) => parameter !== '');
  const quoted = bare.some((parameter) => /^(ENCODING=)?QUOTED-PRINTABLE$/i.test(parameter));
  const charset = bare
    .map((parameter) => /^CHARSET=(.+)$/i.exec(parameter)?.[1])
    .find((found) => found !== undefined);
  const types = bare
    .map((parameter) => /^TYPE=(.+)$/i.exec(parameter)?.[1] ?? parameter)
    .filter((type) => /^[\w-]+$/.test(type) && !/^(QUOTED-PRINTABLE|BASE64|8BIT|7BIT)$/i.test(type));
  const value = line.slice(colon + 1);
  const text = quoted ? fromQuotedPrintable(value, charset ?? 'utf-8') : value;
  const property = name.split('.').at(-1)?.toUpperCase() ?? '';
  const escaped = structured.has(property)
    ? partsOf(text)
        .map((part) => escape(part).replaceAll(';', '\\;'))
        .join(';')
    : escape(text.replaceAll('\\;', ';'));
  return `${name}${types.length > 0 ? `;TYPE=${types.join(',')}` : ''}:${escaped}`;
}

/** Parts divided by semicolons; one after a backslash belongs to its part. */
const partsOf = (text: string): string[] => text.split(/(?<!\\);/).map((part) => part.replaceAll('\\;', ';'));

const escape = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replace(/\r\n?|\n/g, '\\n')
    .replaceAll(',', '\\,');
