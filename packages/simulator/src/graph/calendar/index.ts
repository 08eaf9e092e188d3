import type { Item, Mailbox } from '../../state/types.ts';

/** Where events are by what Graph has no id for; made by one look over the mailbox, and kept up as events are made. */
type Index = { byICalUId: Map<string, string>; byTransaction: Map<string, string> };

const INDEXES = new WeakMap<Mailbox, Index>();

function indexOf(mailbox: Mailbox): Index {
  let index = INDEXES.get(mailbox);
  if (index === undefined) {
    index = { byICalUId: new Map(), byTransaction: new Map() };
    for (const item of mailbox.items.values()) if (item.kind === 'event') note(index, item);
    INDEXES.set(mailbox, index);
  }
  return index;
}

function note(index: Index, { key, properties }: Item): void {
  const { iCalUId, transactionId } = properties;
  if (typeof iCalUId === 'string') index.byICalUId.set(iCalUId, key);
  if (typeof transactionId === 'string') index.byTransaction.set(transactionId, key);
}

/** Call for each new event. */
export function noteEvent(mailbox: Mailbox, item: Item): void {
  note(indexOf(mailbox), item);
}

export function findByICalUId(mailbox: Mailbox, iCalUId: string): Item | null {
  return mailbox.items.get(indexOf(mailbox).byICalUId.get(iCalUId) ?? '') ?? null;
}

export function findByTransaction(mailbox: Mailbox, transactionId: string): Item | null {
  return mailbox.items.get(indexOf(mailbox).byTransaction.get(transactionId) ?? '') ?? null;
}
