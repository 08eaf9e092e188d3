import { Alert, Button, Divider, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import { api, take } from '../api/client.ts';
import { asProblem } from '../api/problem.ts';
import { sessionQuery, signInOptionsQuery } from '../api/queries.ts';
import { texts } from '../texts.ts';
import { signInProblem } from './problems.ts';
import { MicrosoftButton } from '../ui/MicrosoftButton.tsx';
import { PublicPage } from '../ui/PublicPage.tsx';

const route = getRouteApi('/sign-in');

/** Only a path of these pages may follow a sign-in. */
const safePath = (path: string | undefined): string =>
  path && /^\/(?![/\\])/.test(path) ? path : '/contacts';

/** R3: with a password or with Microsoft. */
export function SignInPage() {
  const search = route.useSearch();
  const returnTo = safePath(search.returnTo);
  const { data: options } = useQuery(signInOptionsQuery);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const client = useQueryClient();
  useEffect(() => {
    // While one types, the pages that come next are fetched.
    void Promise.all([import('../app/Shell.tsx'), import('../contacts/ListPage.tsx')]);
  }, []);
  const router = useRouter();
  const signIn = useMutation({
    mutationFn: () => take(api.POST('/api/session', { body: { email, password } })),
    meta: { shown: true },
    onSuccess: (session) => {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
      router.history.push(returnTo);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <PublicPage title={texts.signIn.title}>
      <Problem code={search.problem} error={signIn.error} />
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={texts.signIn.email}
            type="email"
            autoComplete="username"
            required
            autoFocus
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label={texts.signIn.password}
            autoComplete="current-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-label': texts.signIn.showPassword }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" loading={signIn.isPending} fullWidth>
            {texts.signIn.submit}
          </Button>
        </Stack>
      </form>
      {options?.microsoft && (
        <>
          <Divider my="md" label={texts.signIn.or} labelPosition="center" />
          <MicrosoftButton purpose="signIn" returnTo={returnTo} variant="default">
            {texts.signIn.microsoft}
          </MicrosoftButton>
        </>
      )}
      {options !== undefined && options.demoLogins.length > 0 && (
        <Stack gap={6} mt="lg">
          <Text size="sm" c="dimmed">
            {texts.signIn.demo}
          </Text>
          <Group gap={6}>
            {options.demoLogins.map((login) => (
              <Button
                key={login.email}
                size="compact-sm"
                variant="light"
                onClick={() => setEmail(login.email)}
              >
                {login.name}
              </Button>
            ))}
          </Group>
        </Stack>
      )}
    </PublicPage>
  );
}

/** Why the last attempt failed: the answer to the password, or what the way back from Microsoft named. */
function Problem({ code, error }: { code: string | undefined; error: Error | null }) {
  const problem = error ? asProblem(error) : null;
  const sentence = problem?.detail ?? (code && signInProblem(code).title);
  if (!sentence) return null;
  return (
    <Alert color="red" role="alert" mb="md" title={sentence}>
      {problem?.remedy?.label}
    </Alert>
  );
}
