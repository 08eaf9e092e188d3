import { Anchor, Checkbox, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { termsQuery } from '../api/peopleQueries.ts';
import { asProblem } from '../api/problem.ts';
import { texts } from '../texts.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { PublicPage } from '../ui/PublicPage.tsx';
import { FailedState, Waiting } from '../ui/states.tsx';

const t = texts.terms;

/** U4: which version of the terms somebody has accepted; '' as long as none. `meet` begins anew where the terms have changed meanwhile. */
export function useTerms() {
  const { data, error } = useQuery(termsQuery);
  const client = useQueryClient();
  const [version, setVersion] = useState('');
  const accepted = data?.version === version ? version : '';
  return {
    terms: data,
    error,
    accepted,
    accept: (yes: boolean) => setVersion(yes ? (data?.version ?? '') : ''),
    meet: (refusal: unknown) => {
      if (asProblem(refusal).code !== 'termsChanged') return;
      setVersion('');
      void client.invalidateQueries({ queryKey: termsQuery.queryKey });
    },
  };
}

/** The box that must be ticked, and the text behind it. */
export function TermsBox({ terms, error, accepted, accept }: ReturnType<typeof useTerms>) {
  const [reading, setReading] = useState(false);
  if (error !== null && terms === undefined) return <FailedState error={error} />;
  return (
    <div>
      <Checkbox
        required
        label={t.accept(terms?.version ?? '')}
        disabled={terms === undefined}
        checked={accepted !== ''}
        onChange={(event) => accept(event.currentTarget.checked)}
      />
      <Anchor component="button" type="button" size="sm" ml={28} onClick={() => setReading(true)}>
        {t.read}
      </Anchor>
      {reading && terms && (
        <Dialog onClose={() => setReading(false)} title={terms.title} size="lg">
          <TermsText {...terms} />
        </Dialog>
      )}
    </div>
  );
}

function TermsText({ version, text }: { version: string; text: string }) {
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t.version(version)}
      </Text>
      {text.split(/\n{2,}/).map((paragraph, place) => (
        <Text key={place} size="sm" style={{ whiteSpace: 'pre-line' }}>
          {paragraph}
        </Text>
      ))}
    </Stack>
  );
}

/** The terms and conditions for everybody, at an address of their own. */
export function TermsPage() {
  const { data, error, refetch } = useQuery(termsQuery);
  return (
    <PublicPage title={data?.title ?? t.title} wide>
      {data ? (
        <TermsText {...data} />
      ) : error ? (
        <FailedState error={error} retry={() => void refetch()} />
      ) : (
        <Waiting />
      )}
    </PublicPage>
  );
}
