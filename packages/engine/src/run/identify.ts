import type { Intent, Link } from '../model.ts';
import type { RunContext } from './context.ts';
import { createdAsIntended, observed } from './links.ts';
import { attachMarked } from './markers.ts';
import { putLinks } from './put-links.ts';

/**
 * Before anything is created anywhere, the markers of remote records without a twin are looked at where one of them may be a record of
 * ours: created by a request whose reply was lost, or before a backup was restored (V5). That is so while intents are open or local records
 * wait for a twin; otherwise it costs nothing. Where identifiers change, any of them may be a known record that came back.
 */
export async function identifyStrangers(context: RunContext): Promise<void> {
  const now = context.clock.now();
  const intents = await context.ledger.intents();
  const waiting =
    context.remote.identifiersChange === true ||
    intents.length > 0 ||
    (await context.ledger.lonelyLinks('local', now, null, 1)).length > 0;
  context.markersMatter = waiting;
  if (!waiting) return;
  for (let after: string | null = null; ;) {
    const page = await context.ledger.lonelyLinks('remote', now, after, 500);
    const last = page.at(-1);
    if (!last) return;
    after = last.id;
    const strangers = page.filter((link) => link.remote && !context.identified.has(link.remote.id));
    if (strangers.length > 0) await identifyPage(context, strangers, intents);
  }
}

async function identifyPage(
  context: RunContext,
  strangers: readonly Link[],
  intents: readonly Intent[],
): Promise<void> {
  const answers = await context.remote.read(strangers.flatMap((link) => link.remote?.id ?? []));
  const seen = new Map(answers.map((answer) => [answer.id, answer]));
  const markers = new Map<string, string>();
  const renewed = strangers.map((link) => {
    const answer = seen.get(link.remote?.id ?? '');
    if (!answer) return link;
    if (answer.state === 'present') context.identified.add(answer.id);
    if (answer.state === 'present' && answer.marker) markers.set(answer.id, answer.marker);
    // What cannot be read now is not taken over now either.
    return { ...link, remote: observed(link.remote, answer) };
  });
  const created = new Map(
    intents.filter((intent) => intent.op === 'create').map((intent) => [intent.linkId, intent]),
  );
  const links = (await attachMarked(context, renewed, markers)).map((link) => {
    const intent = created.get(link.id);
    return intent && link.remote
      ? createdAsIntended(link, intent, link.remote, context.remote.project)
      : link;
  });
  const kept = new Set(links.map((link) => link.id));
  await context.ledger.transaction(async (tx) => {
    await tx.dropLinks(strangers.map((link) => link.id).filter((id) => !kept.has(id)));
    await putLinks(context, tx, links);
  });
}
