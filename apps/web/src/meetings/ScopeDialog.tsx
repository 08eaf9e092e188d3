import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { oneOf } from '../records/listSearch.ts';
import { texts } from '../texts.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { scopes, type Scope } from './scope.ts';

interface Props {
  title: string;
  /** What the button says. */
  action: string;
  /** What stands above the choice, such as what is going to happen. */
  text?: string | undefined;
  /** How many people are mailed (E11). */
  mails: number;
  /** A single meeting needs no choice. */
  series: boolean;
  mailsText?: (count: number) => string;
  busy?: boolean;
  onClose: () => void;
  onChoose: (scope: Scope) => void;
}

const t = texts.meetings.scope;

/** Which ones of a series are meant, and how many people are mailed: asked before anything is done. */
export function ScopeDialog(props: Props) {
  const {
    title,
    action,
    text,
    mails,
    series,
    mailsText = texts.meetings.invite.change,
    busy = false,
  } = props;
  const [scope, setScope] = useState<Scope>('one');
  return (
    <Dialog title={title} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          props.onChoose(series ? scope : 'all');
        }}
      >
        <Stack>
          {text !== undefined && <Text size="sm">{text}</Text>}
          {series && (
            <Radio.Group
              value={scope}
              onChange={(value) => setScope(oneOf(scopes, value) ?? scope)}
              aria-label={title}
            >
              <Stack gap="xs">
                {scopes.map((name) => (
                  <Radio
                    key={name}
                    value={name}
                    label={t[name]}
                    description={t.explain[name]}
                    data-autofocus={name === 'one' || undefined}
                  />
                ))}
              </Stack>
            </Radio.Group>
          )}
          {mails > 0 && (
            <Text size="sm" fw={500}>
              {mailsText(mails)}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {texts.common.cancel}
            </Button>
            <Button type="submit" loading={busy} data-autofocus={!series || undefined}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
