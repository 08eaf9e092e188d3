import { Button, Text } from '@mantine/core';
import type { Section } from '../api/types.ts';
import { LinkButton } from '../ui/links.tsx';
import { useChannel } from './useChannel.ts';

interface Props {
  section: Section;
  /** Where the person signs in to Microsoft, when the remedy names no other place. */
  accountUrl: string | null;
  onEnable: () => void;
}

/** The way out of a state that nobody wants, as a button where one can do it oneself. */
export function Remedy({ section, accountUrl, onEnable }: Props) {
  const { sync, resume } = useChannel(section.kind);
  const { remedy } = section;
  if (remedy === null) return null;
  const url = remedy.url ?? (remedy.action === 'signIn' ? accountUrl : null);
  if (url !== null) {
    return (
      <Button component="a" href={url} size="compact-md">
        {remedy.label}
      </Button>
    );
  }
  const acts = { enable: onEnable, resume: () => resume.mutate(), sync: () => sync.mutate() };
  switch (remedy.action) {
    case 'enable':
    case 'resume':
    case 'sync':
      return (
        <Button size="compact-md" loading={sync.isPending || resume.isPending} onClick={acts[remedy.action]}>
          {remedy.label}
        </Button>
      );
    case 'reviewHolds':
      return (
        <LinkButton
          to="/setup/marketplace/microsoft/office-365/$kind"
          params={{ kind: section.kind }}
          search={{ tab: 'holds' }}
          size="compact-md"
        >
          {remedy.label}
        </LinkButton>
      );
    default:
      return <Text size="sm">{remedy.label}</Text>;
  }
}
