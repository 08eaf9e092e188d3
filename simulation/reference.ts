import type { ChannelSettings, FieldValue, Link, Side } from '@counterpart/engine';

/**
 * The merge as one would explain it to a colleague, field by field and without any cleverness: the oracle for the engine's own.
 * Scalars only; the kinds' sets are tested with the merge itself.
 */
export function referenceMerge(fields: readonly string[], settings: ChannelSettings, link: Link) {
  const merged: { local: { [field: string]: FieldValue }; remote: { [field: string]: FieldValue } } = {
    local: {},
    remote: {},
  };
  for (const field of fields) {
    const here = link.local?.content[field];
    const there = link.remote?.content[field];
    const [newHere, newThere] = choose(settings, link, field, here, there);
    if (newHere !== undefined) merged.local[field] = newHere;
    if (newThere !== undefined) merged.remote[field] = newThere;
  }
  return merged;
}

type Value = FieldValue | undefined;

function choose(
  settings: ChannelSettings,
  link: Link,
  field: string,
  here: Value,
  there: Value,
): [Value, Value] {
  const before = (side: Side): Value => {
    const shown = link.shown[side] ?? {};
    return field in shown ? (shown[field] ?? undefined) : link.base?.[field];
  };
  const [editedHere, editedThere] = [here !== before('local'), there !== before('remote')];
  const way = settings.direction === 'both' ? settings.fields[field] : settings.direction;
  if (here === there) return [here, there];
  if (way === 'toRemote') return editedHere ? [here, here] : [here, there];
  if (way === 'toLocal') return editedThere ? [there, there] : [here, there];
  if (editedHere && !editedThere) return [here, here];
  if (editedThere && !editedHere) return [there, there];
  if (!editedHere && !editedThere) return [here, there];
  if (link.base?.[field] === undefined && here === undefined) return [there, there];
  if (link.base?.[field] === undefined && there === undefined) return [here, here];
  const remoteNewer = (link.remote?.modifiedAtMs ?? 0) > (link.local?.modifiedAtMs ?? 0);
  const remoteWins =
    settings.conflictRule === 'remote' || (settings.conflictRule === 'latest' && remoteNewer);
  return remoteWins ? [there, there] : [here, here];
}
