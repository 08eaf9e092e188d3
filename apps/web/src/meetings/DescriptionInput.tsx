import { Button, Group, Input, Stack, Text, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { texts } from '../texts.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Html } from './Html.tsx';
import { textOf } from './html.ts';
import { htmlOf, isHtml } from './values.ts';

interface Props {
  label: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  error?: ReactNode;
}

const t = texts.meetings.description;

/** Text; what came with a format is shown with it, and becomes text only where one says so. */
export function DescriptionInput({ value, onChange, ...shared }: Props) {
  const [asking, setAsking] = useState(false);
  if (!isHtml(value))
    return (
      <Textarea
        {...shared}
        autosize
        minRows={4}
        maxRows={16}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  return (
    <Input.Wrapper label={shared.label} labelElement="div" error={shared.error}>
      <Html html={htmlOf(value)} />
      <Group gap="sm" mt={6}>
        <Text size="sm" c="dimmed">
          {t.formatted}
        </Text>
        <Button size="compact-sm" variant="default" name={shared.name} onClick={() => setAsking(true)}>
          {t.replace}
        </Button>
      </Group>
      {asking && (
        <Dialog title={t.replaceTitle} onClose={() => setAsking(false)}>
          <Stack>
            <Text size="sm">{t.replaceText}</Text>
            <Group justify="flex-end">
              <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
                {t.keep}
              </Button>
              <Button
                onClick={() => {
                  setAsking(false);
                  onChange(textOf(htmlOf(value)));
                }}
              >
                {t.replaceButton}
              </Button>
            </Group>
          </Stack>
        </Dialog>
      )}
    </Input.Wrapper>
  );
}
