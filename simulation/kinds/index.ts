import { contactKind } from './contact.ts';
import type { SimulatedKind } from './kind.ts';
import { memoryKind } from './memory.ts';
import { taskKind } from './task.ts';

/** `memory`: contacts in a mailbox in memory, without connector and tenant. */
const kinds: { readonly [name: string]: SimulatedKind } = {
  contact: contactKind,
  task: taskKind,
  memory: memoryKind,
};

export const kindNames = Object.keys(kinds);

export function kindNamed(name: string): SimulatedKind {
  const kind = kinds[name];
  if (!kind) throw new RangeError(`There is no kind "${name}", only ${kindNames.join(', ')}`);
  return kind;
}

export const faultsOf = (name: string): readonly string[] => kindNamed(name).faults;
