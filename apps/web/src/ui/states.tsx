import { Alert, Box, Button, Center, Loader, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { asProblem } from '../api/problem.ts';
import { texts } from '../texts.ts';
import { ProblemText } from './notify.tsx';

/** A place with nothing in it: what belongs here, and how to begin. */
export function EmptyState(props: { icon: ReactNode; title: string; text: string; children?: ReactNode }) {
  return (
    <Center py={64} px="md">
      <Stack align="center" gap="xs" maw={440} ta="center">
        <ThemeIcon size={52} radius="xl" variant="light" aria-hidden>
          {props.icon}
        </ThemeIcon>
        <Title order={2} mt="xs">
          {props.title}
        </Title>
        <Text c="dimmed">{props.text}</Text>
        {props.children}
      </Stack>
    </Center>
  );
}

/** What was refused and what to do about it, beside the form that asked for it; nothing without an error. */
export function Refusal({ error, children }: { error: unknown; children?: ReactNode }) {
  if (error === null || error === undefined) return null;
  const problem = asProblem(error);
  return (
    <Alert color="red" title={problem.title} role="alert" variant="light">
      <Stack gap="xs" align="flex-start">
        <ProblemText problem={problem} />
        {children}
      </Stack>
    </Alert>
  );
}

/** Stands where an answer could not be had: what happened, the remedy, and another attempt. */
export function FailedState({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <Box m="md">
      <Refusal error={error}>
        {retry && (
          <Button size="compact-sm" variant="default" onClick={retry}>
            {texts.common.tryAgain}
          </Button>
        )}
      </Refusal>
    </Box>
  );
}

export function Waiting() {
  return (
    <Center py={64}>
      <Loader size="sm" role="status" aria-label={texts.common.loading} />
    </Center>
  );
}
