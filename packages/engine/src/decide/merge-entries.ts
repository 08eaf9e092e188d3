import { sameValue, type FieldValue } from '../content/content.ts';
import type { Side } from '../model.ts';

type Entries = { readonly [key: string]: FieldValue };
type Written = { [key: string]: FieldValue };

const isEntries = (value: FieldValue | undefined): value is Entries =>
  typeof value === 'object' && !Array.isArray(value);

const entriesOf = (value: FieldValue | undefined): Entries => (isEntries(value) ? value : {});

/** What a side has, and what it showed when both agreed last. */
interface Shown<T> {
  readonly now: T;
  readonly agreed: T;
}

type Sides<T> = { readonly [side in Side]: Shown<T> };

/** What each side is to have, and the keys at which both changed something differently. */
export interface MergedEntries {
  readonly local: FieldValue | undefined;
  readonly remote: FieldValue | undefined;
  readonly conflicts: readonly string[];
}

/**
 * Three-way merge of an object of objects: occurrences by day, participants by address. An entry that only one side changed is that side's; one
 * that both changed is merged by its fields, and of a field that both changed differently the newer side has its way.
 */
export function mergeEntries(values: Sides<FieldValue | undefined>, newer: Side): MergedEntries {
  const conflicts: string[] = [];
  const clash = (key: string, entry: Sides<FieldValue | undefined>) => {
    const { local, remote } = entry;
    // Removed on one side and changed on the other: there are no fields to compare.
    if (!isEntries(local.now) || !isEntries(remote.now)) {
      conflicts.push(key);
      return both(entry[newer].now);
    }
    const merged = mergeKeys(eachEntries(entry), (_, field) => {
      if (!conflicts.includes(key)) conflicts.push(key);
      return both(field[newer].now);
    });
    return { local: merged.local, remote: merged.remote };
  };
  const merged = mergeKeys(eachEntries(values), clash);
  return { local: orNone(merged.local), remote: orNone(merged.remote), conflicts };
}

const both = (value: FieldValue | undefined) => ({ local: value, remote: value });

const orNone = (entries: Written): FieldValue | undefined =>
  Object.keys(entries).length === 0 ? undefined : entries;

const eachEntries = ({ local, remote }: Sides<FieldValue | undefined>): Sides<Entries> => ({
  local: { now: entriesOf(local.now), agreed: entriesOf(local.agreed) },
  remote: { now: entriesOf(remote.now), agreed: entriesOf(remote.agreed) },
});

type Outcome = { readonly local: FieldValue | undefined; readonly remote: FieldValue | undefined };

/** Key by key. `clash` decides where both sides changed one differently. */
function mergeKeys(
  { local, remote }: Sides<Entries>,
  clash: (key: string, values: Sides<FieldValue | undefined>) => Outcome,
): { local: Written; remote: Written } {
  const merged: { local: Written; remote: Written } = { local: {}, remote: {} };
  const keys = [local.now, local.agreed, remote.now, remote.agreed].flatMap((entries) =>
    Object.keys(entries),
  );
  for (const key of [...new Set(keys)].sort()) {
    const here = { now: local.now[key], agreed: local.agreed[key] };
    const there = { now: remote.now[key], agreed: remote.agreed[key] };
    const outcome = mergeKey(key, { local: here, remote: there }, clash);
    if (outcome.local !== undefined) merged.local[key] = outcome.local;
    if (outcome.remote !== undefined) merged.remote[key] = outcome.remote;
  }
  return merged;
}

function mergeKey(
  key: string,
  values: Sides<FieldValue | undefined>,
  clash: (key: string, values: Sides<FieldValue | undefined>) => Outcome,
): Outcome {
  const { local, remote } = values;
  const localEdited = !sameValue(local.now, local.agreed);
  const remoteEdited = !sameValue(remote.now, remote.agreed);
  if (sameValue(local.now, remote.now) || (!localEdited && !remoteEdited))
    return { local: local.now, remote: remote.now };
  if (!remoteEdited) return both(local.now);
  if (!localEdited) return both(remote.now);
  return clash(key, values);
}
