import type { SimulatorState } from './types.ts';

type Chance = { random: () => number };

/** `count` bytes from the simulator's source of chance. */
export function randomBytes(from: Chance, count: number): Buffer {
  const bytes = Buffer.allocUnsafe(count);
  for (let index = 0; index < count; index += 4) {
    const word = Math.floor(from.random() * 0x1_0000_0000);
    for (let part = 0; part < 4 && index + part < count; part++)
      bytes[index + part] = (word >>> (8 * part)) & 0xff;
  }
  return bytes;
}

/** A lower-case GUID, version 4. */
export function newGuid(from: Chance): string {
  const bytes = randomBytes(from, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** An opaque, case-sensitive id with `=` in it, which must be encoded in a URL (GRAPH 2.1). */
function opaqueId(state: SimulatorState, prefix: string): string {
  const bytes = randomBytes(state, 31);
  const text = state.unknowns.idsWithSlashes
    ? bytes.toString('base64').replace(/=+$/, '')
    : bytes.toString('base64url');
  return `${prefix}${text}A=`;
}

export function newContainerId(state: SimulatorState): string {
  return opaqueId(state, 'AQMkADAw');
}

/** The ordinary id, and the one that survives a move. */
export function newItemIds(state: SimulatorState): { id: string; immutableId: string } {
  return { id: newItemId(state), immutableId: opaqueId(state, 'AAkALgAA') };
}

export function newItemId(state: SimulatorState): string {
  return opaqueId(state, 'AAMkADAw');
}

/** A version tag: `@odata.etag` is `W/"<changeKey>"` (GRAPH 2.1). */
export function newChangeKey(state: SimulatorState): string {
  return randomBytes(state, 25).toString('base64');
}
