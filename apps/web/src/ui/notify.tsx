import { Anchor, Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Problem } from '../api/problem.ts';
import { texts } from '../texts.ts';

/** Says what went wrong and what to do about it. Stays until it is closed: an error that vanishes cannot be read. */
export function notifyProblem(problem: Problem): void {
  notifications.show({
    id: `problem-${problem.code}`,
    color: 'red',
    autoClose: false,
    withBorder: true,
    title: problem.title,
    message: <ProblemText problem={problem} />,
    closeButtonProps: { 'aria-label': texts.common.close },
    role: 'alert',
  });
}

export function ProblemText({ problem }: { problem: Problem }) {
  const { remedy, detail, title, errors } = problem;
  return (
    <>
      {detail !== title && <Text size="sm">{detail}</Text>}
      {errors?.map((error) => (
        <Text size="sm" key={`${error.path} ${error.message}`}>
          {error.path}: {error.message}
        </Text>
      ))}
      {remedy && remedy.url === null && <Text size="sm">{remedy.label}</Text>}
      {remedy && remedy.url !== null && (
        <Anchor size="sm" href={remedy.url}>
          {remedy.label}
        </Anchor>
      )}
    </>
  );
}

/** Says that something was done, with a way back where there is one. */
export function notifyDone(message: string, undo?: { label: string; act: () => void }): void {
  const id = notifications.show({
    withBorder: true,
    autoClose: undo ? 12_000 : 4_000,
    closeButtonProps: { 'aria-label': texts.common.close },
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        {undo && (
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              notifications.hide(id);
              undo.act();
            }}
          >
            {undo.label}
          </Button>
        )}
      </Group>
    ),
  });
}
