import type { Access } from './kinds/kind.ts';
import { nameOf } from './people.ts';
import type { Violation } from './oracles.ts';
import type { World } from './world.ts';

/**
 * V15: a channel reaches its own person's mailbox and no other, whoever's authority it acts with; and nobody's mailbox or CRM holds a record that its
 * person never had.
 */
export function isolation(worlds: readonly World[], accesses: readonly Access[]): Violation[] {
  const strange = accesses.filter(({ by, to }) => by !== to).slice(0, 3);
  const reached = strange.map(({ by, to, path }) => ({
    invariant: 'V15',
    what: `The channel of person ${by} reached ${to === null ? 'an unknown place' : `the mailbox of person ${to}`}: ${path}`,
  }));
  const held = worlds.flatMap((world) =>
    [...world.inCrm(), ...world.mailbox.live(), ...world.mailbox.outside()]
      .filter((record) => !world.log.had.has(nameOf(record)))
      .map((record) => ({
        invariant: 'V15',
        what: `Person ${world.person} has ${nameOf(record)}, which was never theirs`,
      })),
  );
  return [...reached, ...held];
}
