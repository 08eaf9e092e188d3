import { Textarea, TextInput } from '@mantine/core';
import type { InputProps } from '../records/form.ts';
import { fieldType, type ContactField } from './fields.ts';

/** The right kind of input for a field: on a phone this also brings the right keyboard. */
export function ValueInput({
  field,
  label,
  value,
  onChange,
  onBlur,
  error,
  autoFocus,
}: InputProps<ContactField>) {
  const type = fieldType(field);
  const shared = {
    label,
    value,
    error,
    name: field,
    autoFocus: autoFocus ?? false,
    autoComplete: 'off',
    ...(onBlur ? { onBlur } : {}),
  };
  if (type === 'long') {
    return (
      <Textarea
        {...shared}
        autosize
        minRows={field === 'description' ? 4 : 2}
        maxRows={16}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return <TextInput {...shared} type={type} onChange={(event) => onChange(event.currentTarget.value)} />;
}
