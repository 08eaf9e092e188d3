import { Button, Group, Table, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { RefusedRow } from '../api/types.ts';
import { texts } from '../texts.ts';
import classes from './import.module.css';
import { refusedCsv } from './refusedCsv.ts';

const t = texts.import;
const SHOWN = 20;

interface Props {
  refused: readonly RefusedRow[];
  /** Of the file that was imported. */
  columns: readonly string[];
}

/** Each refused row with its line and the reason; all of them in a file that can be mended and imported again. */
export function RefusedRows({ refused, columns }: Props) {
  if (refused.length === 0) return null;
  const download = () => {
    const url = URL.createObjectURL(
      new Blob([refusedCsv(refused, columns)], { type: 'text/csv;charset=utf-8' }),
    );
    const link = document.createElement('a');
    link.href = url;
    link.download = t.refusedFile;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <div>
          <Title order={2}>{t.refusedTitle(refused.length)}</Title>
          <Text size="sm" c="dimmed">
            {t.refusedText}
          </Text>
        </div>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={download}
        >
          {t.download}
        </Button>
      </Group>
      <div className={classes.wide}>
        <Table aria-label={t.refusedTitle(refused.length)}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t.line}</Table.Th>
              <Table.Th>{t.reason}</Table.Th>
              <Table.Th visibleFrom="sm">{t.row}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {refused.slice(0, SHOWN).map(({ line, reason, row }) => (
              <Table.Tr key={`${line} ${reason}`}>
                <Table.Td>{line}</Table.Td>
                <Table.Td>{reason}</Table.Td>
                <Table.Td visibleFrom="sm" className={classes.example}>
                  {row}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {refused.length > SHOWN && (
        <Text size="sm" c="dimmed" mt="xs">
          {t.moreRefused(refused.length - SHOWN)}
        </Text>
      )}
    </section>
  );
}
