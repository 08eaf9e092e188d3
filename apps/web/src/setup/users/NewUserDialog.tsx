import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { InviteOutcome } from '../../api/types.ts';
import { texts } from '../../texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Refusal } from '../../ui/states.tsx';
import { ProfileSelect, useProfileChoice } from './ProfileSelect.tsx';
import { useInviting } from './useInviting.ts';

const t = texts.setup.newUser;

/** U1: anybody, by e-mail. */
export function NewUserDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [chosen, setChosen] = useState('');
  const choice = useProfileChoice(chosen);
  const [refused, setRefused] = useState<Extract<InviteOutcome, { outcome: 'refused' }> | null>(null);
  const invite = useInviting(([outcome]) => {
    if (outcome?.outcome === 'refused') return setRefused(outcome);
    notifyDone(t.sent(email.trim()));
    onClose();
  });
  return (
    <Dialog onClose={onClose} title={t.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setRefused(null);
          const person = { email: email.trim(), ...(name.trim() !== '' && { name: name.trim() }) };
          invite.mutate({ profileId: choice.profileId, people: [person] });
        }}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            {t.text}
          </Text>
          <TextInput
            label={t.name}
            data-autofocus
            autoComplete="off"
            required
            withAsterisk={false}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t.email}
            type="email"
            autoComplete="off"
            required
            withAsterisk={false}
            maxLength={320}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <ProfileSelect label={t.profile} {...choice} onChoose={setChosen} />
          <Refusal error={invite.error} />
          {refused && <Alert color="red" role="alert" variant="light" title={refused.detail} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.common.cancel}
            </Button>
            <Button type="submit" loading={invite.isPending} disabled={choice.profileId === ''}>
              {t.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
