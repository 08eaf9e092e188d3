import { Button, Container, Title } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { texts } from '../texts.ts';
import { LinkButton } from '../ui/links.tsx';
import { EmptyState, FailedState } from '../ui/states.tsx';

/** Stands in for a page that broke. What was typed in forms is kept and is there again after trying again. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  return (
    <Container size="sm" py="xl" component="main">
      <Title order={1} mb="md">
        {texts.problems.pageTitle}
      </Title>
      <FailedState error={error} retry={reset} />
      <Button component="a" href="/" variant="subtle">
        {texts.common.toStart}
      </Button>
    </Container>
  );
}

export function NotFoundPage() {
  return (
    <EmptyState icon={<IconMapOff />} title={texts.problems.notFoundTitle} text={texts.problems.notFound}>
      <LinkButton to="/contacts" mt="sm">
        {texts.common.toStart}
      </LinkButton>
    </EmptyState>
  );
}
