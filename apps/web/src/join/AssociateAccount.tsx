import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../api/client.ts';
import type { AssociateBy } from '../api/types.ts';
import { texts } from '../texts.ts';
import { LinkButton } from '../ui/links.tsx';
import { MicrosoftButton } from '../ui/MicrosoftButton.tsx';
import { PublicPage } from '../ui/PublicPage.tsx';
import { Refusal } from '../ui/states.tsx';
import { invitedAs, type InvitationProps } from './invited.ts';
import { PasswordField } from './PasswordField.tsx';
import { useEntering } from './useEntering.ts';

const t = texts.associate;

/** U5: somebody invited who has an account under another address stays where they are, and Microsoft's sign-in is tied to it. */
export function AssociateAccount({ look, token }: InvitationProps) {
  const login = invitedAs(look);
  const associate = useEntering(
    (account: AssociateBy) =>
      take(api.POST('/api/invitation/associate', { body: { ...(token !== null && { token }), account } })),
    () => t.done,
  );
  const [other, setOther] = useState(look.session === null);
  return (
    <PublicPage title={t.title}>
      <Stack>
        <Text>{t.text(look.organisation, login)}</Text>
        {!look.visitorFits && (
          <>
            <Text size="sm">
              {look.visitor === null
                ? t.proof(login)
                : texts.invitation.otherVisitor(look.visitor.login, login)}
            </Text>
            <MicrosoftButton purpose="visit" returnTo="/invitation?step=associate">
              {texts.invitation.microsoft}
            </MicrosoftButton>
          </>
        )}
        {look.visitorFits && <Refusal error={associate.error} />}
        {look.visitorFits && look.session !== null && !other && (
          <>
            <Text size="sm">{t.session(look.session.name, look.session.email)}</Text>
            <Button loading={associate.isPending} onClick={() => associate.mutate({ method: 'session' })}>
              {t.withSession}
            </Button>
            <Button variant="default" onClick={() => setOther(true)}>
              {t.otherAccount}
            </Button>
          </>
        )}
        {look.visitorFits && other && <Credentials associate={associate} />}
        <LinkButton to="/invitation" variant="subtle" fullWidth>
          {t.back}
        </LinkButton>
      </Stack>
    </PublicPage>
  );
}

/** The address and password of the account that one has already. */
function Credentials({ associate }: { associate: ReturnType<typeof useEntering<AssociateBy>> }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        associate.mutate({ method: 'password', email: email.trim(), password });
      }}
    >
      <Stack>
        <TextInput
          label={t.email}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordField
          label={t.password}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" fullWidth loading={associate.isPending}>
          {t.submit}
        </Button>
      </Stack>
    </form>
  );
}
