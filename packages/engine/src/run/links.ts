import { sameValue, type Content, type FieldValue } from '../content/content.ts';
import { editedFields } from '../decide/status.ts';
import type { Intent, Link, Observation, Seen, Side, Snapshot } from '../model.ts';

const emptyLink = {
  stage: 'open',
  local: null,
  remote: null,
  base: null,
  shown: {},
  made: null,
  dirty: true,
  problem: null,
} as const;

/** A link for one record that still waits for its twin. */
export function lonelyLink(id: string, side: Side, observation: Observation): Link {
  return { ...emptyLink, id, [side]: observation };
}

export function observationOf(snapshot: Snapshot, round?: string): Observation {
  const { id, version, content, modifiedAtMs, native } = snapshot;
  return {
    id,
    state: 'present',
    version,
    content,
    modifiedAtMs,
    ...(native === undefined ? {} : { native }),
    ...(round === undefined ? {} : { round }),
  };
}

/** What is now known of a side. A record that cannot be seen keeps its last content. */
export function observed(previous: Observation | null, seen: Seen, round?: string): Observation {
  if (seen.state === 'present') return observationOf(seen, round);
  const { version = '', content = {}, modifiedAtMs = 0, native } = previous ?? {};
  return {
    id: seen.id,
    state: seen.state,
    version,
    content,
    modifiedAtMs,
    ...(native === undefined ? {} : { native }),
    ...('reason' in seen ? { reason: seen.reason } : {}),
    ...(round === undefined ? {} : { round }),
  };
}

/** Whether an observation says anything new: another state or another value of a synced field. */
export function isNews(previous: Observation | null, next: Observation, fields: readonly string[]): boolean {
  if (previous === null || previous.state !== next.state) return true;
  return (
    next.state === 'present' &&
    fields.some((field) => !sameValue(previous.content[field], next.content[field]))
  );
}

/**
 * Both sides agree on these fields as they stand. The base takes the local value; what the remote side shows differently
 * (less detail, its own normalisation) is remembered as shown, so that it is never taken for an edit (V12).
 */
export function agree(link: Link, fields: readonly string[]): Link {
  if (fields.length === 0) return link;
  const base: { [field: string]: FieldValue } = { ...link.base };
  const shownLocal: { [field: string]: FieldValue | null } = { ...link.shown.local };
  const shownRemote: { [field: string]: FieldValue | null } = { ...link.shown.remote };
  for (const field of fields) {
    const local = link.local?.content[field];
    const remote = link.remote?.content[field];
    if (local === undefined) delete base[field];
    else base[field] = local;
    delete shownLocal[field];
    if (sameValue(local, remote)) delete shownRemote[field];
    else shownRemote[field] = remote ?? null;
  }
  return { ...link, base, shown: shownOf(shownLocal, shownRemote) };
}

function shownOf(
  local: { [field: string]: FieldValue | null },
  remote: { [field: string]: FieldValue | null },
): Link['shown'] {
  return {
    ...(Object.keys(local).length > 0 ? { local } : {}),
    ...(Object.keys(remote).length > 0 ? { remote } : {}),
  };
}

/** A link after a write: clean, unless a side already shows a person's next edit. */
export function settled(link: Link, fields: readonly string[]): Link {
  const edited = (side: Side) => {
    const seen = link[side];
    return (
      seen === null || seen.state !== 'present' || editedFields(link, side, seen.content, fields).length > 0
    );
  };
  return { ...link, problem: null, dirty: edited('local') || edited('remote') };
}

/**
 * The link of a creation that did happen. The base is what we wrote: where the record shows another value now, a person edited it since, or the
 * server made something else of it; taking that for an edit loses nothing, taking an edit for the server's doing would lose it (V3). A field
 * that the record does not show has no base: an earlier attempt may not have had it yet, and a value must not be lost to that.
 */
export function createdAsIntended(
  link: Link,
  intent: Intent,
  snapshot: Snapshot,
  project: (content: Content) => Content,
): Link {
  const remote = observationOf(snapshot);
  const projected = project(intent.target);
  const created = {
    ...link,
    remote,
    base: {},
    shown: {},
    made: 'remote' as const,
    dirty: true,
    problem: null,
  };
  const target = { ...created, local: { ...observationOf({ ...snapshot, content: intent.target }) } };
  const asWritten = Object.keys(projected).filter((field) =>
    sameValue(remote.content[field], projected[field]),
  );
  const edited = Object.keys(intent.target).filter(
    (field) => remote.content[field] !== undefined && !asWritten.includes(field),
  );
  const { base, shown } = agree(target, asWritten);
  return { ...created, base: { ...base, ...valuesOf(intent.target, edited) }, shown };
}

/**
 * Two records found to be one. Where the remote side shows what it would make of the local value, the local value stands: the poorer one is
 * never written back over it. Everything else is merged without a base.
 */
export function paired(
  local: Link,
  remote: Observation | null,
  project: (content: Content) => Content,
): Link {
  const link = { ...local, remote, dirty: true, problem: null };
  const content = local.local?.content ?? {};
  const projected = local.local?.state === 'present' ? project(content) : {};
  const same = Object.keys(projected).filter(
    (field) =>
      !sameValue(content[field], projected[field]) && sameValue(remote?.content[field], projected[field]),
  );
  return agree(link, same);
}

export function valuesOf(content: Content | undefined, fields: readonly string[]): Content {
  return Object.fromEntries(
    fields.flatMap((field) => (content?.[field] === undefined ? [] : [[field, content[field]]])),
  );
}

export const isLonely = (link: Link, side: Side): boolean =>
  link[side]?.state === 'present' &&
  link[side === 'local' ? 'remote' : 'local'] === null &&
  link.base === null;
