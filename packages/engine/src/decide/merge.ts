import { canonicalText, sameValue, type Content, type FieldValue } from '../content/content.ts';
import type { FieldSpec, Kind } from '../kinds/kind.ts';
import type { ChannelSettings, FieldDirection, Link, Side } from '../model.ts';
import type { Path } from '../content/path.ts';
import { mergeEntries } from './merge-entries.ts';
import { agreedValue } from './status.ts';

/** A field that both sides changed, and who won (B3). */
export interface FieldConflict {
  /** A field, or one entry of it (`Path`). */
  readonly field: Path;
  readonly winner: Side;
}

/** What each side is to have after a merge. A side that is to have what it shows already is not written. */
export interface Merged {
  readonly local: Content;
  readonly remote: Content;
  readonly conflicts: readonly FieldConflict[];
}

type FieldOutcome = {
  local: FieldValue | undefined;
  remote: FieldValue | undefined;
  winner?: Side;
  /** The entries in conflict, where not the whole field is. */
  entries?: readonly string[];
};

const without = (set: readonly FieldValue[], taken: Set<string>) =>
  set.filter((item) => !taken.has(canonicalText(item)));

/** Additions and removals of both sides, against the base. */
function mergeSets(
  base: FieldValue | undefined,
  local: FieldValue | undefined,
  remote: FieldValue | undefined,
) {
  const asSet = (value: FieldValue | undefined) => (Array.isArray(value) ? (value as FieldValue[]) : []);
  const texts = (items: readonly FieldValue[]) => new Set(items.map((item) => canonicalText(item)));
  const [b, l, r] = [asSet(base), asSet(local), asSet(remote)];
  const removed = new Set(
    [...without(b, texts(l)), ...without(b, texts(r))].map((item) => canonicalText(item)),
  );
  const all = new Map([...b, ...l, ...r].map((item) => [canonicalText(item), item]));
  const kept = [...all].filter(([key]) => !removed.has(key)).sort(([x], [y]) => (x < y ? -1 : 1));
  return kept.length === 0 ? undefined : kept.map(([, item]) => item);
}

function mergeField(
  spec: FieldSpec,
  direction: FieldDirection,
  link: Link,
  local: FieldValue | undefined,
  remote: FieldValue | undefined,
  newer: Side,
): FieldOutcome {
  const localEdited = !sameValue(local, agreedValue(link, 'local', spec.name));
  const remoteEdited = !sameValue(remote, agreedValue(link, 'remote', spec.name));
  if (sameValue(local, remote) || (!localEdited && !remoteEdited)) return { local, remote };
  // A field that travels one way: its source wins, and an edit on the other side stays there unseen until the source changes (C2).
  if (direction === 'toRemote') return { local, remote: localEdited ? local : remote };
  if (direction === 'toLocal') return { local: remoteEdited ? remote : local, remote };
  if (!remoteEdited) return { local, remote: local };
  if (!localEdited) return { local: remote, remote };
  if (spec.merge === 'set') {
    const both = mergeSets(link.base?.[spec.name], local, remote);
    return { local: both, remote: both };
  }
  if (spec.merge === 'entries') {
    const { conflicts: entries, ...merged } = mergeEntries(
      {
        local: { now: local, agreed: agreedValue(link, 'local', spec.name) },
        remote: { now: remote, agreed: agreedValue(link, 'remote', spec.name) },
      },
      newer,
    );
    const sides = { local: spec.normalise(merged.local), remote: spec.normalise(merged.remote) };
    return entries.length === 0 ? sides : { ...sides, winner: newer, entries };
  }
  // Without a base an empty field is no statement: whoever has a value is right.
  if (link.base?.[spec.name] === undefined && (local === undefined || remote === undefined)) {
    const value = local ?? remote;
    return { local: value, remote: value };
  }
  const value = newer === 'local' ? local : remote;
  return { local: value, remote: value, winner: newer };
}

/**
 * Three-way merge by field of a link whose two sides are present (B2). Where both sides changed one field differently the rule decides;
 * of two edits at the same instant the local one wins, so that the outcome never depends on chance.
 */
export function mergeLink(kind: Kind, settings: ChannelSettings, link: Link): Merged {
  const seen = { local: link.local, remote: link.remote };
  if (seen.local === null || seen.remote === null)
    throw new Error(`Link ${link.id} has only one side to merge`);
  const latest: Side = seen.remote.modifiedAtMs > seen.local.modifiedAtMs ? 'remote' : 'local';
  const newer = settings.conflictRule === 'latest' ? latest : settings.conflictRule;
  const local: { [field: string]: FieldValue } = {};
  const remote: { [field: string]: FieldValue } = {};
  const conflicts: FieldConflict[] = [];
  for (const spec of kind.fields) {
    const direction = directionOf(settings, spec.name);
    if (direction === undefined) continue;
    const values = [seen.local.content[spec.name], seen.remote.content[spec.name]] as const;
    const outcome = mergeField(spec, direction, link, ...values, newer);
    if (outcome.local !== undefined) local[spec.name] = outcome.local;
    if (outcome.remote !== undefined) remote[spec.name] = outcome.remote;
    const { winner, entries } = outcome;
    if (winner && entries)
      conflicts.push(...entries.map((key) => ({ field: `${spec.name}/${key}`, winner })));
    else if (winner) conflicts.push({ field: spec.name, winner });
  }
  return { local, remote, conflicts };
}

/** Which way a field travels: its own direction narrowed by the channel's; undefined when it is not mapped. */
export function directionOf(settings: ChannelSettings, field: string): FieldDirection | undefined {
  const own = settings.fields[field];
  if (own === undefined || settings.direction === 'both') return own;
  return settings.direction;
}

/** The part of a side's content that may travel to the other side: what a new twin is made of. */
export function travelling(settings: ChannelSettings, from: Side, content: Content): Content {
  const blocked: FieldDirection = from === 'local' ? 'toLocal' : 'toRemote';
  return Object.fromEntries(
    Object.entries(content).filter(([field]) => {
      const direction = directionOf(settings, field);
      return direction !== undefined && direction !== blocked;
    }),
  );
}
