import { Client } from 'pg';
import { setStage } from './stage.ts';

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

/** A run with nothing to do, with `records` contacts in step. */
export async function idle(options: { readonly kind: string; readonly records: number }) {
  const stage = await setStage();
  const { sync } = stage.running.services;
  try {
    await stage.addContacts(options.records);
    await sync.enable(stage.actor, 'contact', undefined);
    await stage.until(
      'contact',
      ({ state, counters }) => state === 'active' && counters.linked >= options.records,
    );
    // Our own writes come back once; after that there is nothing to do.
    for (let settle = 0; settle < 3; settle += 1) {
      const before = await stage.requests();
      await sync.sync(stage.actor, 'contact');
      while ((await stage.requests()) === before) await stage.section('contact');
      await stage.running.services.clock.sleep(500);
    }
    const before = await stage.requests();
    const counting = countStatements();
    await sync.sync(stage.actor, 'contact');
    while ((await stage.requests()) === before) await stage.running.services.clock.sleep(10);
    await stage.running.services.clock.sleep(500);
    counting.stop();
    const runs = [...counting.statements.values()].filter((texts) =>
      texts.some((text) => text.includes('open_run')),
    );
    const requests = (await stage.requests()) - before;
    return {
      records: options.records,
      requests,
      queries: Math.max(...runs.map((texts) => texts.length)),
      runs: runs.length,
    };
  } finally {
    await stage.stop();
  }
}
