import { ActionIcon, Button, Checkbox, Popover, ScrollArea, Stack } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { texts } from '../texts.ts';
import { allColumns, columnLabel, type Column } from './columns.ts';

interface Props {
  columns: readonly Column[];
  setColumns: (columns: Column[]) => void;
  reset: () => void;
}

export function ColumnMenu({ columns, setColumns, reset }: Props) {
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={36} aria-label={texts.contacts.columnChoice} visibleFrom="sm">
          <IconColumns3 size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        <ScrollArea.Autosize mah="60vh" type="auto" viewportProps={{ tabIndex: 0 }}>
          <Checkbox.Group
            label={texts.contacts.columnChoice}
            value={[...columns]}
            onChange={(chosen) => setColumns(allColumns.filter((column) => chosen.includes(column)))}
          >
            <Stack gap={6} mt="xs" pr="md">
              {allColumns.map((column) => (
                <Checkbox key={column} value={column} label={columnLabel(column)} size="xs" />
              ))}
            </Stack>
          </Checkbox.Group>
        </ScrollArea.Autosize>
        <Button fullWidth mt="xs" size="compact-sm" variant="default" onClick={reset}>
          {texts.contacts.usualColumns}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
