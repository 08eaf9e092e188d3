import { NativeSelect, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { InputProps } from '../records/form.ts';
import { texts } from '../texts.ts';
import { usePlace } from '../ui/time.tsx';
import { ChecklistEditor } from './ChecklistEditor.tsx';
import { instantAt, wallClock } from './clock.ts';
import { priorities, statuses, type TaskField } from './fields.ts';
import { RecurrenceEditor } from './RecurrenceEditor.tsx';
import { RelatedContactInput } from './RelatedContactInput.tsx';

/** The right input for each field of a task (T3). */
export function TaskInput(props: InputProps<TaskField>) {
  const { field, label, value, onChange, onBlur, error, autoFocus } = props;
  const shared = {
    label,
    error,
    name: field,
    autoFocus: autoFocus ?? false,
    autoComplete: 'off',
    ...(onBlur ? { onBlur } : {}),
  };
  switch (field) {
    case 'status':
    case 'priority': {
      const names: { readonly [value: string]: string } =
        field === 'status' ? texts.tasks.statuses : texts.tasks.priorities;
      const choices: readonly string[] = field === 'status' ? statuses : priorities;
      return (
        <NativeSelect {...shared} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {value === '' && <option value="" />}
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {names[choice]}
            </option>
          ))}
        </NativeSelect>
      );
    }
    case 'reminder':
      return <ReminderInput {...shared} value={value} onChange={onChange} />;
    case 'recurrence':
      return <RecurrenceEditor label={label} value={value} onChange={onChange} error={error} />;
    case 'checklist':
      return <ChecklistEditor label={label} value={value} onChange={onChange} />;
    case 'relatedContactId':
      return <RelatedContactInput {...shared} value={value} onChange={onChange} />;
    case 'categories':
      return (
        <TagsInput
          {...shared}
          placeholder={value === '' ? texts.tasks.categoriesHint : ''}
          value={value.split('\n').filter(Boolean)}
          onChange={(categories) => onChange(categories.join('\n'))}
        />
      );
    case 'description':
      return (
        <Textarea
          {...shared}
          autosize
          minRows={4}
          maxRows={16}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return (
        <TextInput
          {...shared}
          required={field === 'subject'}
          type={field === 'subject' ? 'text' : 'date'}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

interface ReminderProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** Date and time on the person's own clock; what is kept is the instant. */
function ReminderInput({ value, onChange, ...shared }: ReminderProps) {
  const { timeZone } = usePlace();
  return (
    <TextInput
      {...shared}
      type="datetime-local"
      description={timeZone === undefined ? null : texts.tasks.zone(timeZone)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value === '' ? '' : wallClock(Date.parse(value), timeZone)}
      onChange={(event) => onChange(instantAt(event.currentTarget.value, timeZone) ?? '')}
    />
  );
}
