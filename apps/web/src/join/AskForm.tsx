import { Button, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../api/client.ts';
import { joinQuery } from '../api/peopleQueries.ts';
import { asProblem } from '../api/problem.ts';
import { texts } from '../texts.ts';
import { Refusal } from '../ui/states.tsx';
import { PasswordField } from './PasswordField.tsx';
import { TermsBox, useTerms } from './Terms.tsx';

const t = texts.join;

/** U6: a note for those who decide, the terms, and Request to Join. */
export function AskForm({ login }: { login: string }) {
  const terms = useTerms();
  const [note, setNote] = useState('');
  const [password, setPassword] = useState('');
  const [mustTie, setMustTie] = useState(false);
  const client = useQueryClient();
  const ask = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/join', {
          body: {
            termsVersion: terms.accepted,
            ...(note.trim() !== '' && { note: note.trim() }),
            ...(mustTie && { password }),
          },
        }),
      ),
    meta: { shown: true },
    onSuccess: (view) => client.setQueryData(joinQuery.queryKey, view),
    onError: (refusal) => {
      terms.meet(refusal);
      if (asProblem(refusal).code === 'accountExists') setMustTie(true);
    },
  });
  const tieFirst = ask.error !== null && asProblem(ask.error).code === 'accountExists';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate();
      }}
    >
      <Stack>
        <Textarea
          label={t.note}
          description={t.noteText}
          autosize
          minRows={2}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {mustTie && (
          <>
            <Text size="sm">{texts.invitation.tieText(login)}</Text>
            <PasswordField
              label={texts.invitation.password}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          </>
        )}
        <TermsBox {...terms} />
        {!tieFirst && <Refusal error={ask.error} />}
        <Button type="submit" fullWidth loading={ask.isPending}>
          {t.submit}
        </Button>
      </Stack>
    </form>
  );
}
