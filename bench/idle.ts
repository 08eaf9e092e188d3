import { Client } from 'pg';
import type { BenchKind } from './kinds.ts';
import { setStage, type Stage } from './stage.ts';

/** Counts the statements of each connection, transactions included, as the driver sends them. */
function countStatements(): { readonly statements: Map<object, string[]>; stop(): void } {
  const statements = new Map<object, string[]>();
  const prototype = Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  const query = prototype.query;
  prototype.query = function counted(this: object, ...args: unknown[]) {
    const [first] = args;
    const text = typeof first === 'string' ? first : ((first as { text?: string } | null)?.text ?? '');
    statements.set(this, [...(statements.get(this) ?? []), text]);
    return query.apply(this, args);
  };
  return {
    statements,
    stop: () => {
      prototype.query = query;
    },
  };
}

/** Asks for a run, waits until everything is quiet again, and counts what it took. */
async function oneRun({ running, requests, actor }: Stage, kind: BenchKind) {
  const before = await requests();
  const counting = countStatements();
  await running.services.sync.sync(actor, kind);
  for (let [seen, quiet] = [before, 0]; quiet < 5;) {
    await running.services.clock.sleep(100);
    const now = await requests();
    quiet = now === seen && now > before ? quiet + 1 : 0;
    seen = now;
  }
  counting.stop();
  const runs = [...counting.statements.values()].filter((texts) =>
    texts.some((text) => text.includes('open_run')),
  );
  return {
    requests: (await requests()) - before,
    queries: runs.reduce((sum, texts) => sum + texts.length, 0),
  };
}

/** A run with nothing to do, with `records` records in step. */
export async function idle({ kind, ...options }: { readonly kind: BenchKind; readonly records: number }) {
  const stage = await setStage();
  const { sync } = stage.running.services;
  try {
    await stage.add(kind, options.records);
    await sync.enable(stage.actor, kind, undefined);
    await stage.until(
      kind,
      ({ state, counters }) => state === 'active' && counters.linked >= options.records,
    );
    // Our own writes come back once, over several pages; a run costs what it costs when the next one costs the same.
    let last = await oneRun(stage, kind);
    for (let more = 0; more < 20; more += 1) {
      const next = await oneRun(stage, kind);
      if (next.requests === last.requests && next.queries === last.queries) break;
      last = next;
    }
    return { records: options.records, ...last };
  } finally {
    await stage.stop();
  }
}
