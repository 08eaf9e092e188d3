import { ActionIcon, Button, Checkbox, Popover, ScrollArea, Stack } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { texts } from '../texts.ts';

/** The columns that there are, their names, and those that the person chose. */
export interface Columns<Column extends string> {
  all: readonly Column[];
  label: (column: Column) => string;
  columns: readonly Column[];
  setColumns: (columns: Column[]) => void;
  reset: () => void;
}

export function ColumnMenu<Column extends string>({
  all,
  label,
  columns,
  setColumns,
  reset,
}: Columns<Column>) {
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={36} aria-label={texts.records.columnChoice} visibleFrom="sm">
          <IconColumns3 size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        <ScrollArea.Autosize mah="60vh" type="auto" viewportProps={{ tabIndex: 0 }}>
          <Checkbox.Group
            label={texts.records.columnChoice}
            value={[...columns]}
            onChange={(chosen) => setColumns(all.filter((column) => chosen.includes(column)))}
          >
            <Stack gap={6} mt="xs" pr="md">
              {all.map((column) => (
                <Checkbox key={column} value={column} label={label(column)} size="xs" />
              ))}
            </Stack>
          </Checkbox.Group>
        </ScrollArea.Autosize>
        <Button fullWidth mt="xs" size="compact-sm" variant="default" onClick={reset}>
          {texts.records.usualColumns}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
