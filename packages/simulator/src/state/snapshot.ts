import type { SimulatorState } from './types.ts';

/** The parts of the state that are saved. */
const SAVED = ['tenants', 'subscriptions', 'entra', 'mail', 'unknowns'] as const;

/** The whole state as JSON text: Maps, Sets and Dates are marked so that they come back as such. */
export function saveState(state: SimulatorState): string {
  const saved = Object.fromEntries(SAVED.map((name) => [name, state[name]]));
  return JSON.stringify(
    { format: 'counterpart-simulator', version: 1, state: saved },
    (_key, value: unknown) => {
      if (value instanceof Map) return { $map: [...value] };
      if (value instanceof Set) return { $set: [...value] };
      if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
      return value;
    },
  );
}

/** Puts saved state in place of what is there. Throws on text that is no snapshot. */
export function loadState(state: SimulatorState, text: string): void {
  const read: unknown = JSON.parse(text, revive);
  if (!isSnapshot(read)) throw new Error('this is not a saved state of the simulator');
  for (const name of SAVED)
    if (read.state[name] === undefined) throw new Error(`the saved state lacks ${name}`);
  Object.assign(state, Object.fromEntries(SAVED.map((name) => [name, read.state[name]])));
}

type Snapshot = { format: 'counterpart-simulator'; version: 1; state: Record<string, unknown> };

function isSnapshot(value: unknown): value is Snapshot {
  if (typeof value !== 'object' || value === null) return false;
  const { format, version, state } = value as Partial<Snapshot>;
  return format === 'counterpart-simulator' && version === 1 && typeof state === 'object' && state !== null;
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length !== 1 || only === undefined) return value;
  const [mark, content] = only;
  if (mark === '$map') return new Map(content as [unknown, unknown][]);
  if (mark === '$set') return new Set(content as unknown[]);
  if (mark === '$bytes') return new Uint8Array(Buffer.from(String(content), 'base64'));
  return value;
}
