import { countUnlinkedRecords, nameOfContent, openLinks, type Actor } from '@counterpart/crm';
import { decideLink, mailsOf, type Decision, type KindName, type Link, type Side } from '@counterpart/engine';
import type { ConfigurationInput, Preview } from '../sync-port.ts';
import { readSetup, remapped, setupOf } from './configuration.ts';
import type { SyncContext } from './context.ts';
import { syncedKind } from './kinds.ts';

const mostExamples = 10;

/**
 * B1: what the next run would do with a configuration, from what is known of both sides: the same decisions as a run takes, and nothing is read
 * from Microsoft 365 or written anywhere.
 */
export async function preview(
  { crm }: SyncContext,
  actor: Actor,
  name: KindName,
  input: ConfigurationInput,
): Promise<Preview> {
  const synced = syncedKind(name);
  const wanted = setupOf(synced, input);
  const tally = new Tally();
  const { unlinked, linked } = await crm.transaction(actor, async (tx) => {
    const { channel, setup } = await readSetup(tx, actor, name);
    const forgotten = remapped(setup, wanted);
    let count = 0;
    if (channel !== null)
      for await (const link of openLinks(tx, channel.id)) {
        count += 1;
        const decided = decideLink(synced.kind, wanted.settings, without(link, forgotten));
        tally.add(link, decided);
        tally.mails += mailsOf(synced.kind, link, decided);
      }
    const left = await countUnlinkedRecords(tx, actor.membershipId, name, channel?.id ?? null);
    return { unlinked: left, linked: count };
  });
  const places = Math.max(0, wanted.settings.firstSyncCap - linked);
  const created = wanted.settings.direction === 'toLocal' ? 0 : Math.min(unlinked.inScope, places);
  tally.remote.create += created;
  for (const one of unlinked.inScopeNames.slice(0, created)) tally.example('remote', 'create', one, []);
  const { local, remote, examples, mails } = tally;
  return {
    local,
    remote,
    mails,
    leftOut: [
      {
        reason: synced.rules.imported,
        sentence: `Imported ${synced.words.many} are not synced until a mass update changes them.`,
        count: unlinked.imported,
        examples: [...unlinked.importedNames],
      },
      {
        reason: synced.rules.cap,
        sentence: `The first sync takes no more than its cap, ${synced.order}.`,
        count: wanted.settings.direction === 'toLocal' ? 0 : unlinked.inScope - created,
        examples: [],
      },
    ].filter(({ count }) => count > 0),
    examples,
  };
}

/** The link as it would be after the mapping changed (C2). */
function without(link: Link, fields: readonly string[]): Link {
  if (fields.length === 0 || link.base === null) return link;
  const base = Object.fromEntries(Object.entries(link.base).filter(([field]) => !fields.includes(field)));
  return { ...link, base, shown: {} };
}

class Tally {
  readonly local = { create: 0, update: 0, delete: 0, adopt: 0 };
  readonly remote = { create: 0, update: 0, delete: 0, adopt: 0 };
  readonly examples: Preview['examples'] = [];
  mails = 0;

  add(link: Link, decision: Decision): void {
    const name = nameOfContent(link.local?.content ?? link.remote?.content ?? {});
    if (decision.do === 'create' || decision.do === 'delete') {
      this[decision.side][decision.do] += 1;
      this.example(decision.side, decision.do, name, []);
    } else if (decision.do === 'restore') {
      this.local.create += 1;
      this.example('local', 'restore', name, []);
    } else if (decision.do === 'write') {
      for (const side of ['local', 'remote'] as const) {
        const write = decision[side];
        if (write === null) continue;
        this[side].update += 1;
        this.example(side, 'update', name, [...write.fields]);
      }
    }
  }

  example(side: Side, op: string, name: string, fields: string[]): void {
    if (this.examples.length < mostExamples) this.examples.push({ side, op, name, fields });
  }
}
