import type { FieldSpec } from './kind.ts';

/** A field whose value one side wins whole. */
export const scalar = <Name extends string>(name: Name, normalise: FieldSpec['normalise']) =>
  ({ name, normalise, merge: 'scalar' }) as const;
