import { Button, Group } from '@mantine/core';
import { IconAddressBook, IconCalendar, IconChecklist, IconSearchOff } from '@tabler/icons-react';
import { usePermission } from '../app/permissions.ts';
import { texts } from '../texts.ts';
import { LinkButton } from '../ui/links.tsx';
import { EmptyState } from '../ui/states.tsx';
import { pathOf, wordsOf, type RecordKind } from './kinds.ts';

const icons = { contact: IconAddressBook, meeting: IconCalendar, task: IconChecklist };

/** No record matches, or there are none at all (`clear` is null): two different things to do next. */
export function EmptyList({ kind, clear }: { kind: RecordKind; clear: (() => void) | null }) {
  const mayImport = usePermission('import');
  const words = wordsOf(kind);
  const path = pathOf[kind];
  const Icon = icons[kind];
  if (clear !== null) {
    return (
      <EmptyState icon={<IconSearchOff />} title={words.noMatch} text={texts.records.noMatch}>
        <Button variant="default" onClick={clear} mt="sm">
          {words.showAll}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Icon />} title={words.none} text={words.emptyText}>
      <Group mt="sm">
        <LinkButton to={`/${path}/new`}>{words.new}</LinkButton>
        {mayImport && (
          <LinkButton to={`/${path}/import`} variant="default">
            {texts.records.import}
          </LinkButton>
        )}
      </Group>
    </EmptyState>
  );
}
