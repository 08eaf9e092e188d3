import type { Content, FieldValue } from '../content/content.ts';

export type KindName = 'meeting' | 'contact' | 'task';

/** How a field is described: how its text is made canonical and how two edits of it are merged. */
export interface FieldSpec {
  readonly name: string;
  /** The canonical value, or undefined when the input is empty. Throws nothing: unusable input is empty input. */
  readonly normalise: (value: unknown) => FieldValue | undefined;
  /**
   * `scalar`: one side's value wins whole. `set`: additions and removals of both sides are combined. `entries`: an object of objects, merged entry by
   * entry and within them field by field.
   */
  readonly merge: 'scalar' | 'set' | 'entries';
  /** The remote side gives it a value of its own where it is given none, and the local side wants to know it. */
  readonly given?: true;
}

/** How writes of a kind make the remote service send mail to others (E11). */
export interface Mailing {
  /** How many people a write mails that turns `before` into `after`; undefined: there is none before, or none after. */
  readonly mails: (before: Content | undefined, after: Content | undefined) => number;
  /** The content without what would send mail when it is created. */
  readonly silent: (content: Content) => Content;
}

/** One kind of record: its shape, field by field, and how a twin is recognised without a marker. */
export interface Kind {
  readonly name: KindName;
  readonly fields: readonly FieldSpec[];
  /**
   * Keys by which a record on one side is taken for the same as one on the other (DESIGN "First contact"), strongest first.
   * A key counts only where exactly one unlinked record on each side has it.
   */
  readonly matchKeys: (content: Content) => readonly string[];
  /** Absent: nothing that is written sends mail. */
  readonly mailing?: Mailing;
}

/** Makes any record of field values canonical: the one place where fields are normalised. Unknown fields are left out. */
export function normaliseContent(kind: Kind, input: { readonly [field: string]: unknown }): Content {
  const content: { [field: string]: FieldValue } = {};
  for (const field of kind.fields) {
    const value = field.normalise(input[field.name]);
    if (value !== undefined) content[field.name] = value;
  }
  return content;
}
