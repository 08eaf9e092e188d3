import { Alert, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { joinQuery } from '../api/peopleQueries.ts';
import { asProblem } from '../api/problem.ts';
import type { JoinView } from '../api/types.ts';
import { texts } from '../texts.ts';
import { LinkButton } from '../ui/links.tsx';
import { MicrosoftButton } from '../ui/MicrosoftButton.tsx';
import { PublicPage } from '../ui/PublicPage.tsx';
import { Refusal, Waiting } from '../ui/states.tsx';
import { Ago } from '../ui/time.tsx';
import { AskForm } from './AskForm.tsx';

const t = texts.join;

/** U6: a person of a connected tenant without an account is told that their organisation is here, and may ask to join. */
export function JoinPage() {
  const { data, error } = useQuery(joinQuery);
  if (data !== undefined) return <Joining view={data} />;
  if (error === null) {
    return (
      <PublicPage title={texts.signIn.name}>
        <Waiting />
      </PublicPage>
    );
  }
  const unproved = asProblem(error).code === 'microsoftProofMissing';
  return (
    <PublicPage title={unproved ? t.proofTitle : texts.signIn.name}>
      <Stack>
        {unproved ? <Text>{t.proof}</Text> : <Refusal error={error} />}
        <MicrosoftButton purpose="visit" returnTo="/join" variant={unproved ? 'filled' : 'default'}>
          {texts.invitation.microsoft}
        </MicrosoftButton>
        <LinkButton to="/sign-in" variant="subtle" fullWidth>
          {texts.invitation.toSignIn}
        </LinkButton>
      </Stack>
    </PublicPage>
  );
}

function Joining({ view }: { view: JoinView }) {
  const { organisation, login, name, request } = view;
  if (request?.state === 'open') {
    return (
      <PublicPage title={t.waitingTitle}>
        <Text>
          {t.waiting(organisation)} {login}.
        </Text>
        <Text size="sm" c="dimmed" mt="sm">
          {t.asked} <Ago at={request.createdAt} />
        </Text>
      </PublicPage>
    );
  }
  if (request?.state === 'approved') {
    return (
      <PublicPage title={t.approvedTitle(organisation)}>
        <Stack>
          <Text>{t.approved}</Text>
          <MicrosoftButton purpose="signIn" returnTo="/contacts">
            {texts.signIn.microsoft}
          </MicrosoftButton>
        </Stack>
      </PublicPage>
    );
  }
  return (
    <PublicPage title={t.title(organisation)}>
      <Stack>
        {request !== null && <Before request={request} />}
        <Text>
          {t.text(name, login)} {t.mailed}
        </Text>
        <AskForm login={login} />
      </Stack>
    </PublicPage>
  );
}

/** What became of the last request. */
function Before({ request: { state, reason } }: { request: NonNullable<JoinView['request']> }) {
  if (state === 'declined') {
    return (
      <Alert color="yellow" variant="light" title={t.declinedTitle}>
        {reason !== null && t.declined(reason)}
      </Alert>
    );
  }
  const expired = state === 'expired';
  return (
    <Alert color="gray" variant="light" title={expired ? t.expiredTitle : t.revokedTitle}>
      {expired ? t.expired : t.revoked}
    </Alert>
  );
}
