import { Badge, Text } from '@mantine/core';
import type { User } from '../../api/types.ts';
import { texts } from '../../texts.ts';
import { Ago, Until } from '../../ui/time.tsx';
import classes from './users.module.css';

const t = texts.setup.users365;
const colours: { readonly [state in User['state']]: string } = {
  active: 'teal',
  invited: 'brand',
  asking: 'orange',
  deactivated: 'gray',
};

/** Where somebody stands, and what is still to come or went wrong (U8). */
export function UserState({ user: { state, invitation, request } }: { user: User }) {
  const mail = invitation && t.mail[invitation.mail.state];
  return (
    <>
      <Badge variant="light" color={colours[state]} tt="none" fw={500}>
        {t.states[state]}
      </Badge>
      {invitation && (
        <div className={classes.under}>
          {invitation.state === 'expired' ? (
            t.expired
          ) : (
            <>
              {t.expires} <Until at={invitation.expiresAt} />.
            </>
          )}{' '}
          {typeof mail === 'function' ? (
            <Text span inherit c="var(--mantine-color-error)">
              {mail(invitation.mail.problem ?? '')}
            </Text>
          ) : (
            mail
          )}
        </div>
      )}
      {request && (
        <div className={classes.under}>
          {t.asked} <Ago at={request.createdAt} />; {t.askExpires} <Until at={request.expiresAt} />.
        </div>
      )}
    </>
  );
}
