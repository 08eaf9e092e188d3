import { Button, Group, Pill, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { DirectoryPerson, InviteOutcome } from '../../api/types.ts';
import { texts } from '../../texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Refusal } from '../../ui/states.tsx';
import { DirectoryList } from './DirectoryList.tsx';
import { InviteOutcomes } from './InviteOutcomes.tsx';
import { ProfileSelect, useProfileChoice } from './ProfileSelect.tsx';
import { useInviting } from './useInviting.ts';
import classes from './users.module.css';

const t = texts.setup.addUser;
const TYPING_MS = 250;
/** As many as the server takes at once. */
const MOST = 50;

/** U2: the popup Add User: people of the tenant are picked, get a profile, and are invited. */
export function AddUserDialog({ onClose }: { onClose: () => void }) {
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const [outcomes, setOutcomes] = useState<InviteOutcome[] | null>(null);
  return (
    <Dialog onClose={onClose} title={t.title} size={680} fullScreen={narrow} closeOnClickOutside={false}>
      {outcomes === null ? (
        <Picking onSaved={setOutcomes} onClose={onClose} />
      ) : (
        <InviteOutcomes outcomes={outcomes} onMore={() => setOutcomes(null)} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface PickingProps {
  onSaved: (outcomes: InviteOutcome[]) => void;
  onClose: () => void;
}

function Picking({ onSaved, onClose }: PickingProps) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), TYPING_MS);
  const [picked, setPicked] = useState<readonly DirectoryPerson[]>([]);
  const [chosen, setChosen] = useState('');
  const choice = useProfileChoice(chosen);
  const invite = useInviting(onSaved);
  const toggle = (person: DirectoryPerson) =>
    setPicked((before) =>
      before.some(({ id }) => id === person.id)
        ? before.filter(({ id }) => id !== person.id)
        : [...before, person],
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const people = picked.map(({ id, login }) => ({ directoryId: id, login }));
        invite.mutate({ profileId: choice.profileId, people });
      }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t.text}
        </Text>
        <TextInput
          type="search"
          aria-label={t.search}
          placeholder={t.search}
          leftSection={<IconSearch size={16} aria-hidden />}
          data-autofocus
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            // Enter searches, which happens by itself; it must not save.
            if (event.key === 'Enter') event.preventDefault();
          }}
        />
        <DirectoryList search={search} picked={picked} full={picked.length >= MOST} onToggle={toggle} />
        {picked.length >= MOST && <Text size="sm">{t.most(MOST)}</Text>}
        {picked.length > 0 && (
          <div className={classes.chosen} role="group" aria-label={t.chosen(picked.length)}>
            {picked.map((person) => (
              <Pill
                key={person.id}
                size="md"
                withRemoveButton
                removeButtonProps={{ 'aria-label': t.remove(person.name), 'aria-hidden': false, tabIndex: 0 }}
                onRemove={() => toggle(person)}
              >
                {person.name}
              </Pill>
            ))}
          </div>
        )}
        <ProfileSelect label={t.profile} {...choice} onChoose={setChosen} />
        <Refusal error={invite.error} />
        <Group justify="space-between">
          <Text size="sm" c="dimmed" role="status">
            {t.chosen(picked.length)}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {texts.common.cancel}
            </Button>
            <Button
              type="submit"
              loading={invite.isPending}
              disabled={picked.length === 0 || choice.profileId === ''}
            >
              {t.save}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
