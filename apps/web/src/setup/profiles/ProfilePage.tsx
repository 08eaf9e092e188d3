import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { profilesQuery } from '../../api/queries.ts';
import { NotFoundPage } from '../../app/ErrorPage.tsx';
import { usePermission } from '../../app/permissions.ts';
import { texts } from '../../texts.ts';
import { PageHead } from '../../ui/PageHead.tsx';
import { FailedState, Waiting } from '../../ui/states.tsx';
import { CloneButton } from './CloneButton.tsx';
import { DeleteDialog } from './DeleteDialog.tsx';
import { ProfileForm } from './ProfileForm.tsx';

const route = getRouteApi('/inside/setup/profiles/$id');
const t = texts.setup.profile;

/** Setup → Security Control → Profiles → a profile, with the section Microsoft (P1). */
export function ProfilePage() {
  const { id } = route.useParams();
  const { data, error, isPending, refetch } = useQuery(profilesQuery);
  const mayManage = usePermission('manageProfiles');
  const [leaving, setLeaving] = useState(false);
  if (isPending) return <Waiting />;
  if (error && !data) return <FailedState error={error} retry={() => void refetch()} />;
  const profile = data.items.find((one) => one.id === id);
  if (profile === undefined) return <NotFoundPage />;
  const mayEdit = mayManage && !profile.system;
  return (
    <>
      <PageHead
        title={profile.name}
        trail={[
          { label: texts.setup.title, to: '/setup' },
          { label: texts.setup.securityControl },
          { label: texts.setup.profiles, to: '/setup/profiles' },
        ]}
      >
        <CloneButton profile={profile} />
        {mayEdit && (
          <Button variant="default" size="compact-md" onClick={() => setLeaving(true)}>
            {texts.common.delete}
          </Button>
        )}
      </PageHead>
      {!mayEdit && (
        <Text px="md" pb="sm" size="sm" c="dimmed">
          {profile.system ? t.systemText : t.notAllowed}
        </Text>
      )}
      {/* Another profile, or one that was saved, begins anew. */}
      <ProfileForm key={JSON.stringify(profile)} profile={profile} mayEdit={mayEdit} />
      {leaving && (
        <DeleteDialog
          profile={profile}
          others={data.items.filter((one) => one.id !== id)}
          onClose={() => setLeaving(false)}
        />
      )}
    </>
  );
}
