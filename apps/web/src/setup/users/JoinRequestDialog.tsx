import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../../api/client.ts';
import { joinRequestQuery } from '../../api/peopleQueries.ts';
import type { JoinRequest } from '../../api/types.ts';
import { texts } from '../../texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Refusal, Waiting } from '../../ui/states.tsx';
import { Ago, Until } from '../../ui/time.tsx';
import { ProfileSelect, useProfileChoice } from './ProfileSelect.tsx';

const t = texts.setup.addNewUser;

interface ByMailProps {
  token: string;
  /** The person manages users. */
  allowed: boolean;
  onClose: () => void;
}

/** U7: the link in the approval mail opens the popup Add New User; where its request cannot be answered any more, it says why. */
export function JoinRequestByMail({ token, allowed, onClose }: ByMailProps) {
  const { data, error } = useQuery({ ...joinRequestQuery(token), enabled: allowed });
  if (!allowed) {
    return (
      <Dialog onClose={onClose} title={t.gone}>
        <Text size="sm">{t.notAllowed}</Text>
      </Dialog>
    );
  }
  if (data !== undefined) return <JoinRequestDialog request={data} onClose={onClose} />;
  return (
    <Dialog onClose={onClose} title={error === null ? t.title : t.gone}>
      {error === null ? <Waiting /> : <Refusal error={error} />}
    </Dialog>
  );
}

interface Props {
  request: JoinRequest;
  onClose: () => void;
}

/** U7: Approve & Add, or Decline with a reason. */
export function JoinRequestDialog({ request, onClose }: Props) {
  const [declining, setDeclining] = useState(false);
  const { id, name } = request;
  const client = useQueryClient();
  const told = async (message: string) => {
    await client.invalidateQueries({ queryKey: ['users'] });
    notifyDone(message);
    onClose();
  };
  const approve = useMutation({
    mutationFn: (profileId: string) =>
      take(api.POST('/api/join-requests/{id}/approve', { params: { path: { id } }, body: { profileId } })),
    meta: { shown: true },
    onSuccess: () => told(t.approved(name)),
  });
  const decline = useMutation({
    mutationFn: (reason: string) =>
      take(api.POST('/api/join-requests/{id}/decline', { params: { path: { id } }, body: { reason } })),
    meta: { shown: true },
    onSuccess: () => told(t.declined(name)),
  });
  if (declining) {
    return (
      <Dialog onClose={onClose} title={t.declineTitle(name)}>
        <Declining
          name={name}
          pending={decline.isPending}
          error={decline.error}
          onDecline={decline.mutate}
          onBack={() => setDeclining(false)}
        />
      </Dialog>
    );
  }
  return (
    <Dialog onClose={onClose} title={t.title}>
      <Approving
        request={request}
        pending={approve.isPending}
        error={approve.error}
        onApprove={approve.mutate}
        onDecline={() => setDeclining(true)}
      />
    </Dialog>
  );
}

interface ApprovingProps {
  request: JoinRequest;
  pending: boolean;
  error: Error | null;
  onApprove: (profileId: string) => void;
  onDecline: () => void;
}

function Approving({ request, pending, error, onApprove, onDecline }: ApprovingProps) {
  const { name, login, note, createdAt, expiresAt } = request;
  const [chosen, setChosen] = useState('');
  const choice = useProfileChoice(chosen);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onApprove(choice.profileId);
      }}
    >
      <Stack>
        <div>
          <Text>{t.text(name)}</Text>
          <Text size="sm" c="dimmed" mt={4}>
            {t.login}: {login}. {t.asked} <Ago at={createdAt} />. {t.expires} <Until at={expiresAt} />.
          </Text>
        </div>
        {note !== null && (
          <div>
            <Text size="sm" fw={500}>
              {t.note}
            </Text>
            <Text size="sm" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
              {note}
            </Text>
          </div>
        )}
        <ProfileSelect label={t.profile} {...choice} onChoose={setChosen} first />
        <Refusal error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDecline}>
            {t.decline}
          </Button>
          <Button type="submit" loading={pending} disabled={choice.profileId === ''}>
            {t.approve}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface DecliningProps {
  name: string;
  pending: boolean;
  error: Error | null;
  onDecline: (reason: string) => void;
  onBack: () => void;
}

function Declining({ name, pending, error, onDecline, onBack }: DecliningProps) {
  const [reason, setReason] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onDecline(reason.trim());
      }}
    >
      <Stack>
        <Textarea
          label={t.reason}
          description={t.reasonText(name)}
          data-autofocus
          autosize
          minRows={3}
          required
          withAsterisk={false}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Refusal error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onBack}>
            {texts.common.back}
          </Button>
          <Button type="submit" color="red.9" loading={pending} disabled={reason.trim() === ''}>
            {t.decline}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
