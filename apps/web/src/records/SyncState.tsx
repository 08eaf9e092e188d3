import { Badge, Group, Skeleton, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { recordSyncQuery } from '../api/recordQueries.ts';
import type { RecordSync } from '../api/types.ts';
import { texts } from '../texts.ts';
import { TextLink } from '../ui/links.tsx';
import { FailedState } from '../ui/states.tsx';
import { Ago } from '../ui/time.tsx';
import type { RecordKind } from './kinds.ts';
import classes from './record.module.css';

const syncColours: { readonly [state in RecordSync['state']]: string } = {
  synced: 'teal',
  waiting: 'brand',
  conflict: 'yellow',
  problem: 'red',
  held: 'yellow',
  excluded: 'gray',
  unlinked: 'gray',
  off: 'gray',
};

/** B6: where the record stands with Microsoft 365, rule by rule, and what to do about a rule that does not hold. */
export function SyncState({ kind, id }: { kind: RecordKind; id: string }) {
  const { data, error, refetch } = useQuery(recordSyncQuery(kind, id));
  const t = texts.records.sync;
  return (
    <section className={classes.card} aria-labelledby="sync-title">
      <Group justify="space-between">
        <Title order={2} id="sync-title">
          {t.title}
        </Title>
        {data && (
          <Badge variant="light" color={syncColours[data.state]} tt="none">
            {t.states[data.state]}
          </Badge>
        )}
      </Group>
      {error && !data && <FailedState error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={48} mt="sm" />}
      {data && (
        <>
          <Text size="sm" mt={6}>
            {data.sentence}
          </Text>
          {data.link?.lastAgreedAt && (
            <Text size="sm" c="dimmed">
              {t.lastAgreed} <Ago at={data.link.lastAgreedAt} />
            </Text>
          )}
          {data.link?.problem && (
            <Text size="sm" mt={6}>
              {data.link.problem.sentence}
            </Text>
          )}
          <Rules sync={data} />
          {data.state === 'conflict' && (
            <TextLink
              to="/setup/marketplace/microsoft/office-365/$kind"
              params={{ kind }}
              search={{ tab: 'conflicts' }}
              size="sm"
            >
              {t.toConflicts}
            </TextLink>
          )}
        </>
      )}
    </section>
  );
}

/** Open where something stands in the way; a synced record needs no explanation unless one asks. */
function Rules({ sync: { rules, state } }: { sync: RecordSync }) {
  if (rules.length === 0) return null;
  return (
    <details open={state !== 'synced'} style={{ marginTop: 10 }}>
      <summary style={{ cursor: 'pointer', fontSize: 14 }}>
        {state === 'synced' ? texts.records.sync.why : texts.records.sync.whyNot}
      </summary>
      <ul className={classes.rules}>
        {rules.map((rule) => (
          <li key={rule.rule} className={classes.rule}>
            {rule.holds ? (
              <IconCircleCheck
                size={18}
                color="var(--mantine-color-teal-7)"
                aria-label={texts.records.sync.holds}
              />
            ) : (
              <IconAlertTriangle
                size={18}
                color="var(--mantine-color-orange-7)"
                aria-label={texts.records.sync.holdsNot}
              />
            )}
            <span>
              {rule.sentence}
              {!rule.holds && rule.remedy !== null && (
                <Text span display="block" size="sm" fw={500}>
                  {rule.remedy}
                </Text>
              )}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
