import { Badge, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { microsoft365Query } from '../api/queries.ts';
import type { Kind, Section } from '../api/types.ts';
import { Conflicts } from '../channel/Conflicts.tsx';
import { Holds } from '../channel/Holds.tsx';
import { Problems } from '../channel/Problems.tsx';
import { RunJournal } from '../channel/RunJournal.tsx';
import { Runs } from '../channel/Runs.tsx';
import { texts } from '../texts.ts';
import { PageHead } from '../ui/PageHead.tsx';
import { NotFoundPage } from '../app/ErrorPage.tsx';

const route = getRouteApi('/inside/setup/marketplace/microsoft/office-365/$kind');
const kinds: readonly Kind[] = ['meeting', 'contact', 'task'];
const tabs = ['runs', 'conflicts', 'holds', 'problems'] as const;
type Tab = (typeof tabs)[number];

/** What a channel did and what waits for a person: runs with their journal, conflicts, holds, problems. */
export function ChannelPage() {
  const params = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data } = useQuery(microsoft365Query);
  const kind = kinds.find((name) => name === params.kind);
  if (kind === undefined) return <NotFoundPage />;
  const section = data?.sections.find((one) => one.kind === kind);
  const tab = tabs.find((name) => name === search.tab) ?? 'runs';
  const t = texts.channel;
  return (
    <>
      <PageHead
        title={t.kinds[kind]}
        trail={[
          { label: texts.setup.marketplace, to: '/setup/marketplace' },
          { label: texts.setup.microsoft.name, to: '/setup/marketplace/microsoft/office-365' },
        ]}
      />
      <Tabs
        value={tab}
        onChange={(value) => void navigate({ search: value === null ? {} : { tab: value } })}
        keepMounted={false}
      >
        <Tabs.List px="md" aria-label={t.tabs.title}>
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name} rightSection={<Waiters count={waiting(section, name)} />}>
              {t.tabs[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="runs">
          {search.run === undefined ? <Runs kind={kind} /> : <RunJournal kind={kind} id={search.run} />}
        </Tabs.Panel>
        <Tabs.Panel value="conflicts">
          <Conflicts kind={kind} />
        </Tabs.Panel>
        <Tabs.Panel value="holds">
          <Holds kind={kind} />
        </Tabs.Panel>
        <Tabs.Panel value="problems">
          <Problems kind={kind} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function waiting(section: Section | undefined, tab: Tab): number {
  if (section === undefined || tab === 'runs') return 0;
  return {
    conflicts: section.counters.conflicts,
    holds: section.counters.held,
    problems: section.counters.problems,
  }[tab];
}

const Waiters = ({ count }: { count: number }) =>
  count > 0 ? (
    <Badge size="sm" variant="light">
      {texts.common.number(count)}
    </Badge>
  ) : null;
