import { syncedFields } from '../decide/decide.ts';
import { editedFields } from '../decide/status.ts';
import type { Kind } from '../kinds/kind.ts';
import type { ChannelSettings, Link, Seen, Side } from '../model.ts';
import type { Identifiers, Ledger, Replica } from '../ports.ts';

/** What may be wrong with a record although the sync has nothing left to do for it. "Here" is the local side. */
export const differences = [
  'differsHere',
  'differsThere',
  'goneHere',
  'goneThere',
  'elsewhereHere',
  'elsewhereThere',
  'notLinkedHere',
  'notLinkedThere',
] as const;

export type Difference = (typeof differences)[number];

/** One difference. A record without a link has only its own identifier. */
export interface Found {
  readonly difference: Difference;
  readonly linkId: string | null;
  readonly localId: string | null;
  readonly remoteId: string | null;
  /** The fields that differ from what both sides agreed on. */
  readonly fields: readonly string[];
}

export interface CheckPorts {
  readonly kind: Kind;
  readonly settings: ChannelSettings;
  readonly ledger: Pick<Ledger, 'linksByRecord' | 'linksById' | 'unlistedLinks'>;
  readonly local: Pick<Replica, 'changesSince' | 'read'>;
  readonly remote: Pick<Replica, 'changesSince' | 'read'>;
  readonly ids: Identifiers;
}

export interface CheckReport {
  /** Open links that were compared on both sides. */
  readonly compared: number;
  /** Links that wait for a run or a person: the sync knows of them. */
  readonly waiting: number;
  readonly found: readonly Found[];
}

const pageSize = 200;
/** A side that forgets where reading stood, again and again. */
const mostLosses = 3;

/**
 * Compares everything on both sides with what the ledger holds, and changes nothing anywhere. Reads each side once whole: the requests of a first
 * reading. What it finds may be a person's edit of a second ago; `stillThere` says what remains after a run.
 * @throws ChannelProblem
 */
export async function checkChannel(ports: CheckPorts): Promise<CheckReport> {
  const found: Found[] = [];
  const seen = { local: new Map<string, Seen>(), remote: new Map<string, Seen>() };
  for (const side of ['local', 'remote'] as const)
    for await (const entries of listed(ports, side)) {
      for (const entry of entries) seen[side].set(entry.id, entry);
      found.push(...(await withoutLink(ports, side, entries)));
    }
  let compared = 0;
  let waiting = 0;
  for await (const links of openLinks(ports)) {
    const settled = links.filter((link) => isSettled(link));
    waiting += links.length - settled.length;
    compared += settled.length;
    // What the list does not show is looked at by itself: beyond the cap, moved, or gone.
    for (const side of ['local', 'remote'] as const) await addUnlisted(ports, side, settled, seen[side]);
    found.push(...settled.flatMap((link) => differencesOf(ports, link, seen)));
  }
  return { compared, waiting, found };
}

/** What of the differences is still there, on a second look at just these records. @throws ChannelProblem */
export async function stillThere(ports: CheckPorts, found: readonly Found[]): Promise<Found[]> {
  const rest: Found[] = [];
  for (let at = 0; at < found.length; at += pageSize) {
    const page = found.slice(at, at + pageSize);
    const links = await ports.ledger.linksById(page.flatMap(({ linkId }) => linkId ?? []));
    const settled = links.filter((link) => link.stage === 'open' && isSettled(link));
    const seen = { local: new Map<string, Seen>(), remote: new Map<string, Seen>() };
    for (const side of ['local', 'remote'] as const) {
      await addUnlisted(ports, side, settled, seen[side]);
      const own = side === 'local' ? ('localId' as const) : ('remoteId' as const);
      const lonely = page.flatMap((one) => (one.linkId === null ? (one[own] ?? []) : []));
      if (lonely.length > 0) rest.push(...(await withoutLink(ports, side, await ports[side].read(lonely))));
    }
    rest.push(...settled.flatMap((link) => differencesOf(ports, link, seen)));
  }
  return rest;
}

const isSettled = (link: Link): boolean => !link.dirty && link.problem === null;

async function* listed(ports: CheckPorts, side: Side): AsyncGenerator<readonly Seen[]> {
  let losses = 0;
  for (let cursor: string | null = null; ;) {
    const page = await ports[side].changesSince(cursor);
    if (page.lost) {
      losses += 1;
      if (losses > mostLosses) return;
      cursor = null;
      continue;
    }
    yield page.entries.filter((entry) => entry.state === 'present');
    if (!page.more) return;
    cursor = page.next;
  }
}

/** All open links with a record on the local side that the ledger takes to be there: none was listed in a round of which nobody ever heard. */
async function* openLinks({ ledger, ids }: CheckPorts): AsyncGenerator<readonly Link[]> {
  const round = ids.next();
  for (let after: string | null = null; ;) {
    const links = await ledger.unlistedLinks('local', round, after, pageSize);
    const last = links.at(-1);
    if (!last) return;
    yield links;
    after = last.id;
  }
}

async function withoutLink(ports: CheckPorts, side: Side, entries: readonly Seen[]): Promise<Found[]> {
  const present = entries.filter((entry) => entry.state === 'present');
  const links = await ports.ledger.linksByRecord(
    side,
    present.map(({ id }) => id),
  );
  const linked = new Set(links.map((link) => link[side]?.id));
  return present
    .filter(({ id }) => !linked.has(id))
    .map(({ id }) => ({
      difference: side === 'local' ? ('notLinkedHere' as const) : ('notLinkedThere' as const),
      linkId: null,
      localId: side === 'local' ? id : null,
      remoteId: side === 'remote' ? id : null,
      fields: [],
    }));
}

async function addUnlisted(
  ports: CheckPorts,
  side: Side,
  links: readonly Link[],
  seen: Map<string, Seen>,
): Promise<void> {
  const missing = links.flatMap((link) => {
    const id = link[side]?.id;
    return id === undefined || seen.has(id) ? [] : [id];
  });
  if (missing.length === 0) return;
  for (const one of await ports[side].read(missing)) seen.set(one.id, one);
}

function differencesOf(
  ports: CheckPorts,
  link: Link,
  seen: { readonly [side in Side]: ReadonlyMap<string, Seen> },
): Found[] {
  const { settings } = ports;
  const names = { local: 'Here', remote: 'There' } as const;
  return (['local', 'remote'] as const).flatMap((side): Found[] => {
    const now = seen[side].get(link[side]?.id ?? '');
    const found = (difference: Difference, fields: readonly string[] = []): Found => ({
      difference,
      linkId: link.id,
      localId: link.local?.id ?? null,
      remoteId: link.remote?.id ?? null,
      fields,
    });
    if (now === undefined || now.state === 'deleted') return [found(`gone${names[side]}`)];
    if (now.state === 'outOfScope') return [found(`elsewhere${names[side]}`)];
    if (now.state !== 'present') return [];
    // An edit on the side to which a field travels only stays there by its person's own wish (C2).
    const towards = side === 'local' ? 'toLocal' : 'toRemote';
    const compared = syncedFields(ports.kind, settings).filter(
      (field) => settings.direction !== towards && settings.fields[field] !== towards,
    );
    const edited = editedFields(link, side, now.content, compared);
    return edited.length > 0 ? [found(`differs${names[side]}`, edited)] : [];
  });
}
