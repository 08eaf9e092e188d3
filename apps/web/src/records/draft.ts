/** Values as a form shows them: an empty field is an empty text. */
export type Values<Field extends string = string> = { readonly [field in Field]: string };

/**
 * What a person typed and has not saved. For each field also the value that stood there when they began, so that a change made
 * elsewhere in the meantime is seen and neither side is overwritten unasked.
 */
export type Draft<Field extends string = string> = {
  readonly [field in Field]?: { readonly base: string; readonly mine: string };
};

/** What the field shows: what was typed, or else what is saved, also when that has just changed. */
export const shown = <Field extends string>(
  draft: Draft<Field>,
  saved: Values<Field>,
  field: Field,
): string => draft[field]?.mine ?? saved[field];

/** The whole as the form shows it. */
export const allShown = <Field extends string>(draft: Draft<Field>, saved: Values<Field>): Values<Field> => {
  const mine = Object.entries<{ mine: string } | undefined>(draft).flatMap(([field, edit]) =>
    edit === undefined ? [] : [[field, edit.mine]],
  );
  return { ...saved, ...(Object.fromEntries(mine) as Partial<Values<Field>>) };
};

/** Typing the saved value back is no edit. */
export function typed<Field extends string>(
  draft: Draft<Field>,
  saved: Values<Field>,
  field: Field,
  mine: string,
): Draft<Field> {
  const base = draft[field]?.base ?? saved[field];
  if (mine === base && base === saved[field]) return without(draft, field);
  return { ...draft, [field]: { base, mine } };
}

/** Typed here and changed elsewhere to something else. */
export function isContested<Field extends string>(
  draft: Draft<Field>,
  saved: Values<Field>,
  field: Field,
): boolean {
  const edit = draft[field];
  return edit !== undefined && edit.base !== saved[field] && edit.mine !== saved[field];
}

export function keepMine<Field extends string>(
  draft: Draft<Field>,
  saved: Values<Field>,
  field: Field,
): Draft<Field> {
  const edit = draft[field];
  return edit === undefined ? draft : { ...draft, [field]: { base: saved[field], mine: edit.mine } };
}

export const takeTheirs = <Field extends string>(draft: Draft<Field>, field: Field): Draft<Field> =>
  without(draft, field);

/** The fields to save: only those that differ from what is saved; null empties one. */
export function changesOf<Field extends string>(
  draft: Draft<Field>,
  saved: Values<Field>,
): { [field in Field]?: string | null } {
  const changes: { [field in Field]?: string | null } = {};
  for (const field of Object.keys(draft) as Field[]) {
    const edit = draft[field];
    if (edit !== undefined && edit.mine !== saved[field])
      changes[field] = edit.mine === '' ? null : edit.mine;
  }
  return changes;
}

function without<Field extends string>(draft: Draft<Field>, field: Field): Draft<Field> {
  const { [field]: _dropped, ...rest } = draft;
  return rest as Draft<Field>;
}
