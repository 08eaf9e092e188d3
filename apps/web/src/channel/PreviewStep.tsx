import { Alert, Button, Group, List, Stack, Table, Text, Title } from '@mantine/core';
import { asProblem } from '../api/problem.ts';
import type { Kind, Preview } from '../api/types.ts';
import { labelOf } from '../records/kinds.ts';
import { texts } from '../texts.ts';
import { ProblemText } from '../ui/notify.tsx';
import { Waiting } from '../ui/states.tsx';
import classes from './channel.module.css';

const ops = ['create', 'update', 'adopt', 'delete'] as const;

interface Props {
  kind: Kind;
  preview: Preview | undefined;
  error: Error | null;
  /** P5: the person signs in to Microsoft before anything begins. */
  signInNeeded: boolean;
  confirmLabel: string;
  confirming: boolean;
  onRetry: () => void;
  onBack: () => void;
  onConfirm: () => void;
}

/** B1: how many are created, changed, recognised and deleted on each side, what is left out and why, with examples. */
export function PreviewStep(props: Props) {
  const { kind, preview, error, signInNeeded, confirmLabel, confirming, onRetry, onBack, onConfirm } = props;
  const t = texts.channel.preview;
  const problem = error === null ? null : asProblem(error);
  const waitsForSignIn = problem?.code === 'signInRequired';
  return (
    <Stack gap="md">
      <Title order={3}>{t.title}</Title>
      {!preview && !problem && (
        <div>
          <Waiting />
          <Text ta="center" size="sm" c="dimmed">
            {texts.channel.configuration.previewing}
          </Text>
        </div>
      )}
      {problem && !waitsForSignIn && (
        <Alert color="red" variant="light" role="alert" title={problem.title}>
          <ProblemText problem={problem} />
          <Button mt="xs" size="compact-sm" variant="default" onClick={onRetry}>
            {texts.common.tryAgain}
          </Button>
        </Alert>
      )}
      {waitsForSignIn && !preview && <Text size="sm">{t.needsSignIn}</Text>}
      {preview && <Figures kind={kind} preview={preview} />}
      {signInNeeded && <Text size="sm">{t.signIn}</Text>}
      <Group justify="flex-end">
        <Button variant="default" onClick={onBack}>
          {t.back}
        </Button>
        <Button
          loading={confirming}
          disabled={preview === undefined && !waitsForSignIn}
          onClick={onConfirm}
          data-autofocus
        >
          {waitsForSignIn ? texts.setup.connection.signIn : confirmLabel}
        </Button>
      </Group>
    </Stack>
  );
}

function Figures({ kind, preview }: { kind: Kind; preview: Preview }) {
  const t = texts.channel.preview;
  const count = texts.common.number;
  const nothing = ops.every((op) => preview.local[op] + preview.remote[op] === 0);
  return (
    <>
      {nothing ? <Text size="sm">{t.nothing}</Text> : <Counts preview={preview} />}
      <Text size="sm">{t.mails(preview.mails)}</Text>
      {preview.leftOut.length > 0 && (
        <div>
          <Title order={3} mb={4}>
            {t.leftOut}
          </Title>
          <List size="sm" spacing={4}>
            {preview.leftOut.map(({ reason, sentence, count: left, examples }) => (
              <List.Item key={reason}>
                <strong>{count(left)}</strong>: {sentence}
                {examples.length > 0 && (
                  <Text span c="dimmed" size="sm">
                    {' '}
                    {t.such(examples.join(', '))}
                  </Text>
                )}
              </List.Item>
            ))}
          </List>
        </div>
      )}
      {preview.examples.length > 0 && (
        <details>
          <summary style={{ cursor: 'pointer' }}>{t.examples}</summary>
          <List size="sm" spacing={4} mt="xs">
            {preview.examples.map(({ side, op, name, fields }) => (
              <List.Item key={`${side} ${op} ${name}`}>
                {name}: {opName(op)} ({t.side[side]})
                {fields.length > 0 && `: ${fields.map((field) => labelOf(kind, field)).join(', ')}`}
              </List.Item>
            ))}
          </List>
        </details>
      )}
    </>
  );
}

const opName = (op: string): string => {
  const names: { readonly [op: string]: string } = texts.channel.runs.ops;
  return names[op] ?? op;
};

function Counts({ preview }: { preview: Preview }) {
  const t = texts.channel.preview;
  const count = texts.common.number;
  return (
    <Table className={classes.numbers} aria-label={t.title}>
      <Table.Thead>
        <Table.Tr>
          <Table.Td />
          <Table.Th>{t.crm}</Table.Th>
          <Table.Th>{t.microsoft365}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {ops.map((op) => (
          <Table.Tr key={op}>
            <Table.Th scope="row" fw={400}>
              {t.ops[op]}
            </Table.Th>
            <Table.Td fw={preview.local[op] > 0 ? 600 : 400}>{count(preview.local[op])}</Table.Td>
            <Table.Td fw={preview.remote[op] > 0 ? 600 : 400}>{count(preview.remote[op])}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
