import { Alert, Divider, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { signInOptionsQuery } from '../api/queries.ts';
import type { InvitationLook } from '../api/types.ts';
import { texts } from '../texts.ts';
import { TextLink } from '../ui/links.tsx';
import { MicrosoftButton } from '../ui/MicrosoftButton.tsx';
import { PublicPage } from '../ui/PublicPage.tsx';
import { Until } from '../ui/time.tsx';
import { AcceptForm } from './AcceptForm.tsx';
import { invitedAs, type InvitationProps } from './invited.ts';

const t = texts.invitation;

/** U4: who invites whom, the way to show who one is, the terms, and the door. */
export function AcceptInvitation({ look, token }: InvitationProps) {
  const { data: options } = useQuery(signInOptionsQuery);
  const microsoft = options?.microsoft === true;
  const byPassword = look.way !== 'microsoft' && !look.visitorFits;
  return (
    <PublicPage title={t.title(look.organisation)}>
      <Stack>
        <div>
          <Text>{t.text(look.invitedBy, look.organisation)}</Text>
          <Text size="sm" c="dimmed" mt={4}>
            {t.invited}: {look.email}. {t.expires} <Until at={look.expiresAt} />.
          </Text>
        </div>
        {look.visitorFits && look.visitor && <Text size="sm">{t.visitor(look.visitor.login)}</Text>}
        {!look.visitorFits && microsoft && <SignInFirst look={look} />}
        {byPassword && microsoft && <Divider label={t.or} labelPosition="center" />}
        {(byPassword || look.visitorFits) && <AcceptForm look={look} token={token} />}
        {microsoft && (
          <Text size="sm" c="dimmed">
            {t.associateHint}{' '}
            <TextLink to="/invitation" search={{ step: 'associate' }} size="sm" underline="always">
              {t.associate}
            </TextLink>
          </Text>
        )}
      </Stack>
    </PublicPage>
  );
}

/** The way over Microsoft's pages; says so where somebody else is signed in there. */
function SignInFirst({ look }: { look: InvitationLook }) {
  const invited = invitedAs(look);
  return (
    <>
      {look.visitor !== null && (
        <Alert color="yellow" variant="light" title={t.otherVisitor(look.visitor.login, invited)}>
          {t.otherVisitorText(invited)}
        </Alert>
      )}
      {look.visitor === null && look.way === 'microsoft' && <Text size="sm">{t.microsoftText(invited)}</Text>}
      <MicrosoftButton
        purpose="visit"
        returnTo="/invitation"
        variant={look.way === 'microsoft' ? 'filled' : 'default'}
      >
        {t.microsoft}
      </MicrosoftButton>
    </>
  );
}
