import type { Content } from '../content/content.ts';
import type { Kind } from '../kinds/kind.ts';
import type { Seen } from '../model.ts';
import type { Outcome, Replica, WriteOperation } from '../ports.ts';

/** A replica under test with a person at it, freshly opened and empty. */
export interface Subject {
  readonly kind: Kind;
  readonly replica: Replica;
  /** Two contents that the replica can keep whole, sharing no value, with a scalar field in common. */
  readonly samples: readonly [Content, Content];
  /** A scalar field of both samples and a third value for it. */
  readonly field: { readonly name: string; readonly value: string };
  /** What a person does at the replica itself. Each resolves when `changesSince` can show it. */
  readonly person: {
    create(content: Content): Promise<string>;
    edit(id: string, values: Content): Promise<void>;
    remove(id: string): Promise<void>;
  };
  /** Whether the replica reports its own writes back as changes (Microsoft 365 does, the CRM does not). */
  readonly echoes: boolean;
}

/** A case of the acceptance suite: throws where the replica breaks the contract of `Replica`. */
export interface AcceptanceCase {
  readonly name: string;
  readonly check: (subject: Subject) => Promise<void>;
}

/** Reads all changes since a cursor; the last entry of a record counts. */
export async function readAll(
  replica: Replica,
  from: string | null,
): Promise<{ seen: ReadonlyMap<string, Seen>; cursor: string }> {
  const seen = new Map<string, Seen>();
  let cursor = from;
  for (let pages = 0; pages < 1000; pages += 1) {
    const page = await replica.changesSince(cursor);
    if (page.lost) throw new Error('The replica lost a cursor that it gave out a moment ago');
    for (const entry of page.entries) seen.set(entry.id, entry);
    cursor = page.next;
    if (!page.more) return { seen, cursor };
  }
  throw new Error('The replica gave 1,000 pages and no end');
}

export async function applyOne(replica: Replica, operation: WriteOperation): Promise<Outcome> {
  const outcomes = await replica.apply([operation]);
  const [outcome] = outcomes;
  if (outcomes.length !== 1 || outcome?.key !== operation.key)
    throw new Error(`Expected one outcome for ${operation.key}, got ${JSON.stringify(outcomes)}`);
  return outcome;
}
