import { Checkbox, NativeSelect, TagsInput, TextInput } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useContext } from 'react';
import type { InputProps } from '../records/form.ts';
import { RecurrenceEditor } from '../tasks/RecurrenceEditor.tsx';
import { texts } from '../texts.ts';
import { usePlace } from '../ui/time.tsx';
import { DescriptionInput } from './DescriptionInput.tsx';
import { ownFields, reminders, sensitivities, showAsValues, type MeetingField } from './fields.ts';
import { EditedMeeting } from './formContext.ts';
import { InviteInput } from './InviteInput.tsx';
import classes from './meetings.module.css';
import { ParticipantsInput } from './ParticipantsInput.tsx';
import { meetingValueText, reminderText, whenOf } from './values.ts';
import { WhenInput } from './WhenInput.tsx';

const t = texts.meetings;

/** The right input for each field of a meeting (E9, E10); what a host decides is shown and cannot be changed. */
export function MeetingInput(props: InputProps<MeetingField>) {
  const { field, label, value, onChange, onBlur, error, autoFocus, values } = props;
  const meeting = useContext(EditedMeeting);
  const place = usePlace();
  if (meeting?.sharedFieldsLocked && !ownFields.includes(field))
    return <Locked label={label} text={meetingValueText(field, value, place)} />;
  const input = { label, error, ...(onBlur ? { onBlur } : {}) };
  const shared = { ...input, name: field, autoFocus: autoFocus ?? false, autoComplete: 'off' };
  const tick = {
    name: field,
    checked: value === 'yes',
    onChange: (event: { currentTarget: { checked: boolean } }) =>
      onChange(event.currentTarget.checked ? 'yes' : ''),
  };
  switch (field) {
    case 'when':
      return <WhenInput {...input} value={value} onChange={onChange} />;
    case 'recurrence':
      return <RecurrenceEditor {...input} value={value} onChange={onChange} start={startDay(values?.when)} />;
    case 'online':
      return <Checkbox {...tick} label={t.online.label} description={t.online.text} />;
    case 'participants':
      return <ParticipantsInput {...input} value={value} onChange={onChange} />;
    case 'invite':
      return <InviteInput value={value} onChange={onChange} participants={values?.participants ?? ''} />;
    case 'showAs':
    case 'sensitivity':
    case 'reminder':
      return (
        <NativeSelect
          {...shared}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          data={withOwn(choicesOf(field), value, (own) => meetingValueText(field, own, place))}
        />
      );
    case 'categories':
      return (
        <TagsInput
          {...shared}
          placeholder={value === '' ? t.categoriesHint : ''}
          value={value.split('\n').filter(Boolean)}
          onChange={(categories) => onChange(categories.join('\n'))}
        />
      );
    case 'description':
      return <DescriptionInput {...input} name={field} value={value} onChange={onChange} />;
    default:
      return (
        <TextInput
          {...shared}
          type={field === 'joinUrl' ? 'url' : 'text'}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

interface Choice {
  value: string;
  label: string;
}

function choicesOf(field: 'showAs' | 'sensitivity' | 'reminder'): Choice[] {
  if (field === 'showAs') return showAsValues.map((value) => ({ value, label: t.showAs[value] }));
  if (field === 'sensitivity')
    return sensitivities.map((value) => ({ value, label: t.sensitivities[value] }));
  return [
    { value: '', label: t.reminders.none },
    ...reminders.map((minutes) => ({ value: String(minutes), label: reminderText(minutes) })),
  ];
}

/** With a value that is not among the usual ones, so that the form does not change it by showing it. */
const withOwn = (choices: Choice[], value: string, label: (value: string) => string): Choice[] =>
  choices.some((choice) => choice.value === value) ? choices : [...choices, { value, label: label(value) }];

/** The day of the start, once it is one. */
function startDay(when: string | undefined): string | undefined {
  const day = when === undefined ? '' : whenOf(when).start.slice(0, 10);
  return day.length === 10 ? day : undefined;
}

function Locked({ label, text }: { label: string; text: string }) {
  return (
    <dl className={classes.locked} style={{ margin: 0 }}>
      <dt>
        {label} <IconLock size={14} aria-hidden />
      </dt>
      <dd>{text === '' ? texts.records.form.empty : text}</dd>
    </dl>
  );
}
