import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { linkToken } from '../app/arrival.ts';
import { invitationQuery } from '../api/peopleQueries.ts';
import { asProblem } from '../api/problem.ts';
import { texts } from '../texts.ts';
import { LinkButton } from '../ui/links.tsx';
import { MicrosoftButton } from '../ui/MicrosoftButton.tsx';
import { PublicPage } from '../ui/PublicPage.tsx';
import { FailedState, Waiting } from '../ui/states.tsx';
import { AcceptInvitation } from './AcceptInvitation.tsx';
import { AssociateAccount } from './AssociateAccount.tsx';

const route = getRouteApi('/invitation');
const t = texts.invitation;

/** U4, U5: what the link in the mail opens, and a Microsoft sign-in of somebody invited. */
export function InvitationPage() {
  const { step } = route.useSearch();
  const [token] = useState(() => linkToken('invitation'));
  const { data, error, refetch } = useQuery(invitationQuery(token));
  if (data !== undefined && step === 'associate') return <AssociateAccount look={data} token={token} />;
  if (data !== undefined) return <AcceptInvitation look={data} token={token} />;
  if (error !== null) return <NoInvitation error={error} retry={() => void refetch()} />;
  return (
    <PublicPage title={texts.signIn.name}>
      <Waiting />
    </PublicPage>
  );
}

/** Nothing to accept: why, kindly, and where to go from here (U8). */
function NoInvitation({ error, retry }: { error: unknown; retry: () => void }) {
  const { code } = asProblem(error);
  const known: { readonly [code: string]: { title: string; text: string } } = t.problems;
  const words = known[code];
  if (words === undefined) {
    return (
      <PublicPage title={texts.signIn.name}>
        <FailedState error={error} retry={retry} />
      </PublicPage>
    );
  }
  return (
    <PublicPage title={words.title}>
      <Stack>
        <Text>{words.text}</Text>
        {code === 'microsoftProofMissing' ? (
          <MicrosoftButton purpose="visit" returnTo="/invitation">
            {t.microsoft}
          </MicrosoftButton>
        ) : (
          <LinkButton to="/sign-in" variant={code === 'invitationUsed' ? 'filled' : 'default'} fullWidth>
            {t.toSignIn}
          </LinkButton>
        )}
      </Stack>
    </PublicPage>
  );
}
