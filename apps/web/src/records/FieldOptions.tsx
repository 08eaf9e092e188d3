import { labelOf, type FieldSection, type RecordKind } from './kinds.ts';

/** The fields of a kind by section, as the choices of a select. */
export function FieldOptions({ kind, sections }: { kind: RecordKind; sections: readonly FieldSection[] }) {
  return sections
    .filter(({ fields }) => fields.length > 0)
    .map(({ title, fields }) => (
      <optgroup key={title} label={title}>
        {fields.map((name) => (
          <option key={name} value={name}>
            {labelOf(kind, name)}
          </option>
        ))}
      </optgroup>
    ));
}
