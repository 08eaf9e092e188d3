import { Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { fieldType, type ContactField } from './fields.ts';

interface Props {
  field: ContactField;
  label: string;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  error?: ReactNode;
  autoFocus?: boolean;
}

/** The right kind of input for a field: on a phone this also brings the right keyboard. */
export function ValueInput({ field, label, value, onChange, onBlur, error, autoFocus }: Props) {
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
