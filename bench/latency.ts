import { benched, type BenchKind, type GraphItem } from './kinds.ts';
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
export async function latency({ kind, samples }: { readonly kind: BenchKind; readonly samples: number }) {
  const stage = await setStage();
  const { services } = stage.running;
  const { records, nameOf, nameField } = benched[kind];
  try {
    await stage.add(kind, 20);
    await services.sync.enable(stage.actor, kind, undefined);
    await stage.until(kind, ({ state, counters }) => state === 'active' && counters.linked >= 20);
    await services.clock.sleep(1000);
    const { items: here } = await records.list(services.crm, stage.actor, { limit: 20 });
    const there = await itemsOf(stage, kind);
    const pairs = here.map(({ id, content }) => {
      const twin = there.find(({ item }) => nameOf(item) === content[nameField]);
      if (!twin) throw new Error('A record of the bench is not on both sides');
      return { id, path: twin.path };
    });
    const toMicrosoft: number[] = [];
    const toCrm: number[] = [];
    for (let n = 0; n < samples; n += 1) {
      const pair = pairs[n % pairs.length];
      if (!pair) throw new Error('The bench has no records');
      toMicrosoft.push(await editHere(stage, kind, pair, `here ${n}`));
      toCrm.push(await editThere(stage, kind, pair, `there ${n}`));
    }
    return { kind, toMicrosoftMs: figures(toMicrosoft), toCrmMs: figures(toCrm) };
  } finally {
    await stage.stop();
  }
}

/** A record on both sides: its id here, its path there. */
interface Pair {
  readonly id: string;
  readonly path: string;
}

async function graph<T>(stage: Stage, path: string, init: RequestInit = {}): Promise<T> {
  const headers = {
    authorization: `Bearer ${stage.person.accessToken}`,
    'content-type': 'application/json',
  };
  const answer = await fetch(`${stage.tenant.graphBase}${path}`, { ...init, headers });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function itemsOf(stage: Stage, kind: BenchKind): Promise<{ item: GraphItem; path: string }[]> {
  const { containers, items } = benched[kind];
  const found = await graph<{ value: { id: string }[] }>(stage, containers);
  const pages = await Promise.all(
    found.value.map(async ({ id }) => {
      const { value } = await graph<{ value: GraphItem[] }>(stage, `${items(id)}?$top=100`);
      return value.map((item) => ({ item, path: `${items(id)}/${encodeURIComponent(item.id)}` }));
    }),
  );
  return pages.flat();
}

async function editHere(stage: Stage, kind: BenchKind, { id, path }: Pair, text: string): Promise<number> {
  const { records, edited } = benched[kind];
  const values = { [edited.local]: text };
  await records.update(stage.running.services.crm, stage.actor, { id, values });
  const committedAt = performance.now();
  for (;;) {
    const item = await graph<GraphItem>(stage, path);
    if (item[edited.remote] === text) return performance.now() - committedAt;
  }
}

async function editThere(stage: Stage, kind: BenchKind, { id, path }: Pair, text: string): Promise<number> {
  const { records, edited } = benched[kind];
  const body = JSON.stringify({ [edited.remote]: text });
  await graph(stage, path, { method: 'PATCH', body });
  const changedAt = performance.now();
  for (;;) {
    const { content } = await records.get(stage.running.services.crm, stage.actor, id);
    if (content[edited.local] === text) return performance.now() - changedAt;
  }
}
