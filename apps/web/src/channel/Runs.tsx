import { Badge, Group, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconHistory } from '@tabler/icons-react';
import { runsQuery } from '../api/channelQueries.ts';
import type { Kind, Run } from '../api/types.ts';
import { texts } from '../texts.ts';
import { TextLink } from '../ui/links.tsx';
import { Pages } from '../ui/Pages.tsx';
import { EmptyState } from '../ui/states.tsx';
import { Ago, span } from '../ui/time.tsx';
import classes from './channel.module.css';

const t = texts.channel.runs;
const outcomeColours: { readonly [outcome in Run['outcome']]: string } = {
  running: 'brand',
  done: 'teal',
  held: 'orange',
  stopped: 'yellow',
  failed: 'red',
};
type Count = keyof typeof t.counts;

/** What a run changed, in words; the counters that are zero are left out. */
export function changesOf({ counters, outcome }: Run): string {
  const parts = (Object.keys(t.counts) as Count[])
    .filter((name) => counters[name] > 0)
    .map((name) => `${texts.common.number(counters[name])} ${t.counts[name]}`);
  return parts.length > 0 ? parts.join(', ') : outcome === 'running' ? '' : t.nothing;
}

/** Every execution with its counters, the latest first. */
export function Runs({ kind }: { kind: Kind }) {
  const answer = useInfiniteQuery(runsQuery(kind));
  return (
    <Pages answer={answer}>
      {(pages) => {
        const runs = pages.flatMap((page) => page.items);
        if (runs.length === 0)
          return <EmptyState icon={<IconHistory />} title={t.emptyTitle} text={t.empty} />;
        return (
          <ul className={classes.list}>
            {runs.map((run) => (
              <li key={run.id} className={classes.item}>
                <RunLine run={run} kind={kind} />
              </li>
            ))}
          </ul>
        );
      }}
    </Pages>
  );
}

function RunLine({ run, kind }: { run: Run; kind: Kind }) {
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <TextLink
            to="/setup/marketplace/microsoft/office-365/$kind"
            params={{ kind }}
            search={{ tab: 'runs', run: run.id }}
            fw={500}
          >
            <Ago at={run.startedAt} />
          </TextLink>
          <RunOutcome run={run} />
        </Group>
        {run.endedAt !== null && (
          <Text size="sm" c="dimmed">
            {t.took(span((Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000))}
          </Text>
        )}
      </Group>
      <Text size="sm">{changesOf(run)}</Text>
      {run.sentence !== null && (
        <Text size="sm" c="dimmed">
          {run.sentence}
        </Text>
      )}
    </>
  );
}

export const RunOutcome = ({ run }: { run: Run }) => (
  <Badge variant="light" color={outcomeColours[run.outcome]} tt="none" size="sm">
    {t.outcomes[run.outcome]}
  </Badge>
);
