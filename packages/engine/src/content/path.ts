import type { Content, FieldValue } from './content.ts';

/**
 * A place in a content: a field, or an entry of one, `occurrences/2026-03-05` (no field's name has a slash in it).
 */
export type Path = string;

function partsOf(path: Path): [field: string, key: string | undefined] {
  const at = path.indexOf('/');
  return at < 0 ? [path, undefined] : [path.slice(0, at), path.slice(at + 1)];
}

const entriesOf = (value: FieldValue | undefined): { readonly [key: string]: FieldValue } =>
  typeof value === 'object' && !Array.isArray(value) ? (value as { [key: string]: FieldValue }) : {};

export const fieldOfPath = (path: Path): string => partsOf(path)[0];

export function valueAt(content: Content | null | undefined, path: Path): FieldValue | undefined {
  const [field, key] = partsOf(path);
  const value = content?.[field];
  return key === undefined ? value : entriesOf(value)[key];
}

/** The value that the path's field has when the place gets another one; undefined empties it. */
export function fieldWith(
  content: Content,
  path: Path,
  value: FieldValue | undefined,
): FieldValue | undefined {
  const [field, key] = partsOf(path);
  if (key === undefined) return value;
  const { [key]: _before, ...others } = entriesOf(content[field]);
  const entries = value === undefined ? others : { ...others, [key]: value };
  return Object.keys(entries).length === 0 ? undefined : entries;
}
