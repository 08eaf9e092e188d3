import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { profilesQuery } from '../../api/queries.ts';
import type { Profile } from '../../api/types.ts';

/** Who is new gets little power unless an administrator says more. */
const usual = (profiles: readonly Profile[]): Profile | undefined =>
  profiles.find(({ system, permissions }) => system && !permissions.includes('manageUsers')) ?? profiles[0];

/** The profile chosen, '' while none is known; and what the choice shows. */
export function useProfileChoice(chosen: string): { profileId: string; profiles: readonly Profile[] } {
  const profiles = useQuery(profilesQuery).data?.items ?? [];
  return { profileId: chosen === '' ? (usual(profiles)?.id ?? '') : chosen, profiles };
}

interface Props extends ReturnType<typeof useProfileChoice> {
  label: string;
  onChoose: (id: string) => void;
  /** Has the focus when its dialog opens. */
  first?: boolean;
}

export function ProfileSelect({ label, profileId, profiles, onChoose, first }: Props) {
  return (
    <NativeSelect
      label={label}
      data-autofocus={first}
      value={profileId}
      onChange={(event) => onChoose(event.currentTarget.value)}
      data={profiles.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
