import { Table, Text } from '@mantine/core';
import type { AuditEntry } from '../../api/types.ts';
import { texts } from '../../texts.ts';
import { exactTime, usePlace } from '../../ui/time.tsx';
import classes from './audit.module.css';

const t = texts.setup.audit;

interface Props {
  entries: readonly AuditEntry[];
}

/** The particulars of an entry in words: "profile Standard, login ann@…". */
function detailsOf({ details }: AuditEntry): string {
  const names: { readonly [name: string]: string } = t.detailNames;
  return Object.entries(details)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${names[name] ?? name} ${value}`)
    .join(', ');
}

function sourceOf({ source, ip }: AuditEntry): string {
  const sources: { readonly [source: string]: string } = t.sources;
  return t.source(sources[source] ?? source, ip);
}

function Exact({ at }: { at: string }) {
  const { locale, timeZone } = usePlace();
  return <time dateTime={at}>{exactTime(at, locale, timeZone)}</time>;
}

export function AuditTable({ entries }: Props) {
  return (
    <Table aria-label={texts.setup.auditLog} horizontalSpacing="md" verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t.when}</Table.Th>
          <Table.Th>{t.who}</Table.Th>
          <Table.Th>{t.what}</Table.Th>
          <Table.Th>{t.details}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entries.map((entry) => (
          <Table.Tr key={entry.id} style={{ verticalAlign: 'top' }}>
            <Table.Td className={classes.when}>
              <Exact at={entry.at} />
            </Table.Td>
            <Table.Td>
              <Text size="sm">{entry.by.name}</Text>
              <Text size="xs" c="dimmed">
                {sourceOf(entry)}
              </Text>
            </Table.Td>
            <Table.Td>
              <Text size="sm" fw={500}>
                {t.actions[entry.action]}
              </Text>
              <Text size="sm">{entry.subject.name}</Text>
            </Table.Td>
            <Table.Td className={classes.details}>{detailsOf(entry)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The log on a narrow screen. */
export function AuditCards({ entries }: Props) {
  return (
    <ul className={classes.cards} aria-label={texts.setup.auditLog}>
      {entries.map((entry) => (
        <li key={entry.id} className={classes.card}>
          <Text size="sm" c="dimmed">
            <Exact at={entry.at} />
          </Text>
          <Text fw={500}>
            {t.actions[entry.action]}: {entry.subject.name}
          </Text>
          <Text size="sm">{detailsOf(entry)}</Text>
          <Text size="sm" c="dimmed">
            {entry.by.name}, {sourceOf(entry)}
          </Text>
        </li>
      ))}
    </ul>
  );
}
