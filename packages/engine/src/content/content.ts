/** A value of a canonical field. Absent means empty: no field ever holds `null`, `''` or `[]`. */
export type FieldValue =
  string | number | boolean | readonly FieldValue[] | { readonly [name: string]: FieldValue };

/** The canonical content of a record: only the fields that have a value, each normalised by its kind. */
export type Content = { readonly [field: string]: FieldValue };

/** JSON with its object keys sorted, so that equal values have equal text. */
export function canonicalText(value: FieldValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: FieldValue) => canonicalText(item)).join(',')}]`;
  const entries = Object.entries(value as { [name: string]: FieldValue });
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonicalText(item)}`).join(',')}}`;
}

/** Whether two values are the same canonical value. Absent equals only absent. */
export function sameValue(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  return canonicalText(a) === canonicalText(b);
}

/** The fields whose values differ between two contents, in a stable order. */
export function differingFields(a: Content, b: Content): string[] {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter((name) => !sameValue(a[name], b[name])).sort();
}

export function sameContent(a: Content, b: Content): boolean {
  return differingFields(a, b).length === 0;
}

/** Only the named fields of a content. */
export function onlyFields(content: Content, fields: ReadonlySet<string>): Content {
  return Object.fromEntries(Object.entries(content).filter(([name]) => fields.has(name)));
}
