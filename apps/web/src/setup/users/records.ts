import { texts } from '../../texts.ts';

const { counted } = texts.channel;
const list = new Intl.ListFormat('en');

/** How many records of each kind somebody owns, in words: "12 contacts, 1 meeting, and 3 tasks". */
export function countsOf(records: { readonly [kind: string]: number }): string {
  const kinds: { readonly [kind: string]: (count: number) => string } = counted;
  const parts = Object.entries(records).map(([kind, count]) => kinds[kind]?.(count));
  return list.format(parts.filter((part) => part !== undefined));
}
