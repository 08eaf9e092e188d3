import * as crm from '@counterpart/crm';
import { setStage, type Stage } from './stage.ts';

interface Figures {
  readonly p50: number;
  readonly p99: number;
  readonly samples: number;
}

function figures(samples: readonly number[]): Figures {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0) * 10) / 10;
  return { p50: at(0.5), p99: at(0.99), samples: sorted.length };
}

/** A commit in the CRM until it is visible through Graph, and a change in Graph until it is committed in the CRM, in milliseconds. */
export async function latency(options: { readonly kind: string; readonly samples: number }) {
  const stage = await setStage();
  try {
    await stage.addContacts(20);
    await stage.running.services.sync.enable(stage.actor, 'contact', undefined);
    await stage.until('contact', ({ state, counters }) => state === 'active' && counters.linked >= 20);
    await stage.running.services.clock.sleep(1000);
    const [contacts, items] = [
      await crm.listContacts(stage.running.services.crm, stage.actor, { limit: 20 }),
      await graphContacts(stage),
    ];
    const toMicrosoft: number[] = [];
    const toCrm: number[] = [];
    for (let n = 0; n < options.samples; n += 1) {
      const contact = contacts.items[n % contacts.items.length];
      const item = items.find((one) => one.emailAddresses[0]?.address === contact?.content['email']);
      if (!contact || !item) throw new Error('A contact of the bench is not on both sides');
      toMicrosoft.push(await editHere(stage, contact.id, item.id, `here ${n}`));
      toCrm.push(await editThere(stage, contact.id, item.id, `there ${n}`));
    }
    return { toMicrosoftMs: figures(toMicrosoft), toCrmMs: figures(toCrm) };
  } finally {
    await stage.stop();
  }
}

interface GraphContact {
  readonly id: string;
  readonly jobTitle: string | null;
  readonly emailAddresses: readonly { readonly address: string }[];
}

const headers = (stage: Stage) => ({
  authorization: `Bearer ${stage.person.accessToken}`,
  'content-type': 'application/json',
});

async function graph<T>(stage: Stage, path: string, init: RequestInit = {}): Promise<T> {
  const answer = await fetch(`${stage.tenant.graphBase}${path}`, { ...init, headers: headers(stage) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function graphContacts(stage: Stage): Promise<readonly GraphContact[]> {
  const folders = await graph<{ value: { id: string }[] }>(stage, '/me/contactFolders');
  const pages = await Promise.all(
    folders.value.map(({ id }) =>
      graph<{ value: GraphContact[] }>(
        stage,
        `/me/contactFolders/${encodeURIComponent(id)}/contacts?$top=100`,
      ),
    ),
  );
  return pages.flatMap((page) => page.value);
}

async function editHere(stage: Stage, id: string, itemId: string, title: string): Promise<number> {
  await crm.updateContact(stage.running.services.crm, stage.actor, { id, values: { title } });
  const committedAt = performance.now();
  for (;;) {
    const { jobTitle } = await graph<GraphContact>(stage, `/me/contacts/${encodeURIComponent(itemId)}`);
    if (jobTitle === title) return performance.now() - committedAt;
  }
}

async function editThere(stage: Stage, id: string, itemId: string, jobTitle: string): Promise<number> {
  const body = JSON.stringify({ jobTitle });
  await graph(stage, `/me/contacts/${encodeURIComponent(itemId)}`, { method: 'PATCH', body });
  const changedAt = performance.now();
  for (;;) {
    const { content } = await crm.getContact(stage.running.services.crm, stage.actor, id);
    if (content['title'] === jobTitle) return performance.now() - changedAt;
  }
}
