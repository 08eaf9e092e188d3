import { Checkbox } from '@mantine/core';
import { useContext } from 'react';
import { texts } from '../texts.ts';
import { EditedMeeting } from './formContext.ts';
import { mailedBy } from './mails.ts';
import { participantsOf } from './values.ts';

interface Props {
  value: string;
  /** The participants as the form shows them. */
  participants: string;
  onChange: (value: string) => void;
}

const t = texts.meetings.invite;

/** E11: nobody is mailed unless one ticks it, and one is told how many will be. */
export function InviteInput({ value, participants, onChange }: Props) {
  const before = useContext(EditedMeeting);
  const now = { participants: participantsOf(participants), invite: value === 'yes' };
  const { invited, stopped } = mailedBy(before, now);
  const sentence =
    invited > 0
      ? t.mails(invited)
      : stopped > 0
        ? t.stop(stopped)
        : Object.keys(now.participants).length === 0
          ? t.nobody
          : t.quiet;
  return (
    <Checkbox
      name="invite"
      label={t.label}
      description={<span role="status">{sentence}</span>}
      checked={now.invite}
      onChange={(event) => onChange(event.currentTarget.checked ? 'yes' : '')}
    />
  );
}
