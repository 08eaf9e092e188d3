import { Button, Group } from '@mantine/core';
import { IconAddressBook, IconSearchOff } from '@tabler/icons-react';
import { usePermission } from '../app/permissions.ts';
import { texts } from '../texts.ts';
import { LinkButton } from '../ui/links.tsx';
import { EmptyState } from '../ui/states.tsx';

/** No contact matches, or there are none at all: two different things to do next. */
export function EmptyList({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  const mayImport = usePermission('import');
  const t = texts.contacts.empty;
  if (filtered) {
    return (
      <EmptyState icon={<IconSearchOff />} title={t.noMatchTitle} text={t.noMatch}>
        <Button variant="default" onClick={clear} mt="sm">
          {t.clear}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<IconAddressBook />} title={t.title} text={t.text}>
      <Group mt="sm">
        <LinkButton to="/contacts/new">{texts.contacts.new}</LinkButton>
        {mayImport && (
          <LinkButton to="/contacts/import" variant="default">
            {texts.contacts.import}
          </LinkButton>
        )}
      </Group>
    </EmptyState>
  );
}
