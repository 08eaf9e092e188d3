import { Group, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconCircleCheck } from '@tabler/icons-react';
import { problemsQuery } from '../api/channelQueries.ts';
import type { Kind } from '../api/types.ts';
import { RecordLink } from '../records/RecordLink.tsx';
import { texts } from '../texts.ts';
import { Pages } from '../ui/Pages.tsx';
import { EmptyState } from '../ui/states.tsx';
import { Ago } from '../ui/time.tsx';
import classes from './channel.module.css';

const t = texts.channel.problems;

/** V19: every record that cannot follow for now, with the reason, the remedy and the next attempt. */
export function Problems({ kind }: { kind: Kind }) {
  const answer = useInfiniteQuery(problemsQuery(kind));
  return (
    <Pages answer={answer}>
      {(pages) => {
        const problems = pages.flatMap((page) => page.items);
        if (problems.length === 0) {
          return <EmptyState icon={<IconCircleCheck />} title={t.emptyTitle} text={t.empty} />;
        }
        return (
          <ul className={classes.list}>
            {problems.map((problem) => (
              <li key={problem.linkId} className={classes.item}>
                <Group justify="space-between" gap="xs">
                  <Text size="sm" fw={500}>
                    <RecordLink kind={kind} id={problem.localId} name={problem.name} />
                  </Text>
                  <Text size="sm" c="dimmed">
                    {t.attempts(problem.attempts)}
                  </Text>
                </Group>
                <Text size="sm">{problem.sentence}</Text>
                {problem.detail !== problem.sentence && (
                  <Text size="sm" c="dimmed">
                    {problem.detail}
                  </Text>
                )}
                {problem.remedy !== null && <Text size="sm">{problem.remedy}</Text>}
                <Text size="sm" c="dimmed">
                  {problem.retryAt === null ? (
                    t.waits
                  ) : (
                    <>
                      {texts.common.retryIn} <Ago at={problem.retryAt} />
                    </>
                  )}
                </Text>
              </li>
            ))}
          </ul>
        );
      }}
    </Pages>
  );
}
