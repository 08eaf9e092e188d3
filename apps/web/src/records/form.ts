import type { ComponentType, ReactNode } from 'react';
import type { Values } from './draft.ts';
import type { RecordKind } from './kinds.ts';

export interface InputProps<Field extends string> {
  field: Field;
  label: string;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  error?: ReactNode;
  autoFocus?: boolean;
  /** The whole as the form shows it, where there is a whole. */
  values?: Values<Field>;
}

/** All that a form needs to know about the fields of a kind. Every value is a text; what it means, the kind's own inputs know. */
export interface FormFields<Field extends string> {
  readonly kind: RecordKind;
  readonly sections: readonly { readonly title: string; readonly fields: readonly Field[] }[];
  /** Fields as wide as the form. */
  readonly isWide: (field: Field) => boolean;
  readonly Input: ComponentType<InputProps<Field>>;
  /** What is wrong with one value, or null. */
  readonly check: (field: Field, value: string) => string | null;
  /** What is wrong with the whole, and the field where one mends it; or null. */
  readonly checkWhole: (values: Values<Field>) => { field: Field; message: string } | null;
  readonly mayMassUpdate: (field: Field) => boolean;
  readonly mayEmpty: (field: Field) => boolean;
}
