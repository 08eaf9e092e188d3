import { sameValue, type Content } from '../content/content.ts';
import type { Intent, Link, Seen } from '../model.ts';
import type { FoundRecord } from '../ports.ts';
import { problem, step, type RunContext } from './context.ts';
import { agree, createdAsIntended, observed } from './links.ts';
import { look } from './look.ts';
import { unmarked } from './operations.ts';
import { putLinks } from './put-links.ts';

/** What became of an intent: it happened (`link`), it did not, or nobody can say yet. */
type Finding = { readonly settled: true; readonly link: Link | null } | { readonly settled: false };

/**
 * Looks what became of remote writes whose replies never came (a crash, a lost connection): by marker for creations, by identifier for the
 * rest. Never writes again by itself: an intent that turns out not to have happened leaves its link dirty, and the plan decides anew (V5, V9).
 * A write that cannot be found may still turn up for `intentSettleMs`; until then its link waits.
 */
export async function recoverIntents(context: RunContext): Promise<void> {
  const intents = await context.ledger.intents();
  for (let at = 0; at < intents.length; at += 100) {
    step(context);
    await recoverPage(context, intents.slice(at, at + 100));
  }
}

async function recoverPage(context: RunContext, intents: readonly Intent[]): Promise<void> {
  const links = new Map(
    (await context.ledger.linksById(intents.map((intent) => intent.linkId))).map((link) => [link.id, link]),
  );
  const creations = intents.filter((intent) => intent.op === 'create');
  const marked =
    creations.length > 0 ? await context.remote.findByMarkers(creations.map((intent) => intent.marker)) : [];
  const byMarker = new Map(marked.map((snapshot) => [snapshot.marker, snapshot]));
  const written = intents
    .filter((intent) => intent.op !== 'create')
    .flatMap((intent) => links.get(intent.linkId) ?? [])
    .filter((link) => link.remote !== null);
  const byId = new Map(
    (written.length > 0 ? await look(context, 'remote', written) : []).map((seen) => [seen.id, seen]),
  );
  const changed: Link[] = [];
  const gone: string[] = [];
  for (const intent of intents) {
    const link = links.get(intent.linkId);
    const finding = link
      ? find(context, intent, link, byMarker, byId)
      : { settled: true as const, link: null };
    if (finding.settled) {
      gone.push(intent.id);
      if (finding.link) changed.push(finding.link);
    } else if (link) {
      const waitMs = Math.max(1, intent.atMs + context.channel.settings.intentSettleMs - context.clock.now());
      changed.push({ ...link, problem: problem(context, link, 'uncertain', 'The reply was lost', waitMs) });
    }
  }
  const { links: kept, dropped } = await withoutStrangers(context, changed);
  await context.ledger.transaction(async (tx) => {
    await tx.dropLinks(dropped);
    await putLinks(context, tx, kept);
    await tx.dropIntents(gone);
  });
}

/** A record that was found may have been listed as a stranger meanwhile: its lonely link gives way. */
async function withoutStrangers(context: RunContext, changed: readonly Link[]) {
  const ids = changed.flatMap((link) => link.remote?.id ?? []);
  const own = new Set(changed.map((link) => link.id));
  const others = (ids.length > 0 ? await context.ledger.linksByRecord('remote', ids) : []).filter(
    (link) => !own.has(link.id),
  );
  const taken = new Set(others.filter((link) => link.local !== null).map((link) => link.remote?.id));
  return {
    dropped: others.filter((link) => link.local === null).map((link) => link.id),
    links: changed.map((link) =>
      taken.has(link.remote?.id)
        ? {
            ...link,
            remote: null,
            problem: problem(context, link, 'duplicate', 'Its copy belongs to another record', null),
          }
        : link,
    ),
  };
}

function find(
  context: RunContext,
  intent: Intent,
  link: Link,
  byMarker: ReadonlyMap<string | undefined, FoundRecord>,
  byId: ReadonlyMap<string, Seen>,
): Finding {
  const late = context.clock.now() >= intent.atMs + context.channel.settings.intentSettleMs;
  const notYet: Finding = late
    ? { settled: true, link: { ...link, dirty: true, problem: null } }
    : { settled: false };
  if (intent.op === 'create') {
    if (link.remote?.state === 'present') return { settled: true, link: null }; // recognised by its marker meanwhile
    const snapshot = byMarker.get(intent.marker);
    if (!snapshot) return notYet;
    context.counters.createdRemote += 1;
    const created = createdAsIntended(link, intent, snapshot, context.remote.project);
    const { id, outOfScope: reason } = snapshot;
    if (reason === undefined) return { settled: true, link: created };
    const remote = observed(created.remote, { state: 'outOfScope', id, reason });
    return { settled: true, link: { ...created, remote } };
  }
  const seen = byId.get(link.remote?.id ?? '');
  if (!seen) return notYet;
  const now = {
    ...link,
    remote: observed(link.remote, seen, link.remote?.round),
    dirty: true,
    problem: null,
  };
  const shows = seen.state === 'present' || seen.state === 'outOfScope' ? seen.content : undefined;
  if (shows === undefined) return { settled: true, link: now };
  // Nothing of a person's was in it: it is simply done again.
  if (intent.op === 'update' && intent.fields.length === 0)
    return { settled: true, link: { ...now, problem: problem(context, link, unmarked, '', 0) } };
  const applied = intent.fields.filter((field) => sameValue(shows[field], intent.target[field]));
  if (intent.op === 'update' && applied.length > 0)
    return { settled: true, link: agreeWithTarget(now, intent, applied, shows) };
  return late ? { settled: true, link: now } : { settled: false };
}

/** What we wrote is agreed, also where the local side has been edited since: that edit is then a person's, and only that. */
function agreeWithTarget(link: Link, intent: Intent, fields: readonly string[], shows: Content): Link {
  const { local, remote } = link;
  if (local === null || remote === null) return link;
  const asWritten = {
    ...link,
    local: { ...local, content: intent.target },
    remote: { ...remote, content: shows },
  };
  return { ...agree(asWritten, fields), local, remote };
}
