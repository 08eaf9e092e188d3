import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../api/client.ts';
import { asProblem } from '../api/problem.ts';
import type { AcceptBy } from '../api/types.ts';
import { texts } from '../texts.ts';
import { Refusal } from '../ui/states.tsx';
import { invitedAs, type InvitationProps } from './invited.ts';
import { PasswordField } from './PasswordField.tsx';
import { TermsBox, useTerms } from './Terms.tsx';
import { useEntering } from './useEntering.ts';

const t = texts.invitation;
const LEAST_CHARACTERS = 8;

/** U4: a name and a password where they are needed, the terms, and the door. */
export function AcceptForm({ look, token }: InvitationProps) {
  const terms = useTerms();
  const [name, setName] = useState(look.name);
  const [password, setPassword] = useState('');
  const [mustTie, setMustTie] = useState(false);
  const accept = useEntering(
    (by: AcceptBy) =>
      take(
        api.POST('/api/invitation/accept', {
          body: { ...(token !== null && { token }), termsVersion: terms.accepted, by },
        }),
      ),
    ({ organisation }) => t.welcome(organisation.name),
    (refusal) => {
      terms.meet(refusal);
      if (asProblem(refusal).code === 'accountExists') setMustTie(true);
    },
  );
  const tieFirst = accept.error !== null && asProblem(accept.error).code === 'accountExists';
  const way = look.visitorFits ? 'microsoft' : look.way;
  const how = (): AcceptBy => {
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (way === 'newAccount') return { method: 'newAccount', name: name.trim(), password, timeZone };
    if (way === 'account') return { method: 'account', password };
    return { method: 'microsoft', ...(mustTie && { password }) };
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        accept.mutate(how());
      }}
    >
      <Stack>
        {/* For those who keep passwords: whose it is. */}
        <input type="hidden" autoComplete="username" value={invitedAs(look)} />
        {way === 'newAccount' && (
          <TextInput
            label={t.name}
            autoComplete="name"
            required
            withAsterisk={false}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        {way === 'account' && <Text size="sm">{t.accountText(look.email)}</Text>}
        {way === 'microsoft' && mustTie && <Text size="sm">{t.tieText(invitedAs(look))}</Text>}
        {(way !== 'microsoft' || mustTie) && (
          <PasswordField
            fresh={way === 'newAccount'}
            label={way === 'newAccount' ? t.newPassword : t.password}
            {...(way === 'newAccount' && {
              description: t.newPasswordText(LEAST_CHARACTERS),
              minLength: LEAST_CHARACTERS,
            })}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        )}
        <TermsBox {...terms} />
        {!tieFirst && <Refusal error={accept.error} />}
        <Button type="submit" fullWidth loading={accept.isPending}>
          {t.accept}
        </Button>
      </Stack>
    </form>
  );
}
