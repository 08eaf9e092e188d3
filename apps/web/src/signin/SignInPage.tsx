import {
  Alert,
  Button,
  Divider,
  Group,
  Paper,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { IconBrandWindows } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import { api, take } from '../api/client.ts';
import { asProblem } from '../api/problem.ts';
import { sessionQuery, signInOptionsQuery } from '../api/queries.ts';
import { texts } from '../texts.ts';
import classes from './SignInPage.module.css';

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
    <main className={classes.page}>
      <Paper className={classes.card} withBorder shadow="xs">
        <Group gap="sm" mb="lg">
          <img src="/icon.svg" width={32} height={32} alt="" />
          <Title order={1}>{texts.signIn.title}</Title>
        </Group>
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
            <Button
              component="a"
              href={`/auth/microsoft?${new URLSearchParams({ purpose: 'signIn', returnTo })}`}
              variant="default"
              fullWidth
              leftSection={<IconBrandWindows size={18} aria-hidden />}
            >
              {texts.signIn.microsoft}
            </Button>
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
      </Paper>
    </main>
  );
}

/** Why the last attempt failed: the answer to the password, or what the way back from Microsoft named. */
function Problem({ code, error }: { code: string | undefined; error: Error | null }) {
  const problem = error ? asProblem(error) : null;
  const known: { readonly [code: string]: string } = texts.signIn.problems;
  const sentence = problem?.detail ?? (code && (known[code] ?? texts.signIn.problems.other));
  if (!sentence) return null;
  return (
    <Alert color="red" role="alert" mb="md" title={sentence}>
      {problem?.remedy?.label}
    </Alert>
  );
}
