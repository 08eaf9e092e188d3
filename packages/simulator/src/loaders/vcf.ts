import type { GraphContactInput } from './graphContact.ts';
import { contactFromVcard } from './vcardContact.ts';
import { readVcardBlocks } from './vcardLines.ts';

export type Refusal = { line: number; reason: string };

export type VcfContacts = {
  contacts: GraphContactInput[];
  /** Cards that cannot be read, each with the line of the fault. */
  refused: Refusal[];
  /** What was readable but has no place in a Graph contact: a fourth address, a fax number, a birthday without a year. */
  leftOut: Refusal[];
};

/** Contacts of a `.vcf` file: any number of vCards 2.1, 3.0 and 4.0. */
export function contactsFromVcf(text: string): VcfContacts {
  const result: VcfContacts = { contacts: [], refused: [], leftOut: [] };
  const blocks = readVcardBlocks(text);
  if (blocks.length === 0) result.refused.push({ line: 1, reason: 'the file holds no vCard' });
  for (const block of blocks) {
    const card = block.ok ? contactFromVcard(block) : block;
    if (card.ok) {
      result.contacts.push(card.contact);
      result.leftOut.push(...card.leftOut);
    } else {
      result.refused.push({ line: card.line, reason: card.reason });
    }
  }
  return result;
}

/** The text of a `.vcf` file: UTF-8 or UTF-16 by its mark, UTF-8 if it is that, else Windows-1252. */
export function decodeVcf(bytes: Uint8Array): string {
  const label =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : null;
  if (label !== null) return new TextDecoder(label).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
