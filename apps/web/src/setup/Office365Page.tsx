import { Stack, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { microsoft365Query } from '../api/queries.ts';
import type { Section } from '../api/types.ts';
import { SectionCard } from '../channel/SectionCard.tsx';
import { texts } from '../texts.ts';
import { PageHead } from '../ui/PageHead.tsx';
import { FailedState, Waiting } from '../ui/states.tsx';
import { Connection } from './Connection.tsx';

/** Changes come by live updates; while something moves, a look now and then in case one was missed. */
const LOOK_MS = 2000;
const isMoving = ({ state, progress }: Section): boolean =>
  state === 'enabling' || state === 'disabling' || progress !== null;

/** P4: Setup → Marketplace → Microsoft → tab "Office 365", with a section each for Events, Contacts and Tasks. */
export function Office365Page() {
  const { data, error, isPending, refetch } = useQuery({
    ...microsoft365Query,
    refetchInterval: ({ state }) => (state.data?.sections.some(isMoving) ? LOOK_MS : false),
  });
  return (
    <>
      <PageHead
        title={texts.setup.microsoft.name}
        trail={[
          { label: texts.setup.title, to: '/setup' },
          { label: texts.setup.marketplace, to: '/setup/marketplace' },
        ]}
      />
      <Tabs value="office365">
        <Tabs.List px="md" aria-label={texts.setup.microsoft.tabs}>
          <Tabs.Tab value="office365">{texts.setup.microsoft.tab}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="office365" p="md">
          {isPending && <Waiting />}
          {error && !data && <FailedState error={error} retry={() => void refetch()} />}
          {data && (
            <Stack maw={920} gap="md">
              <Connection microsoft365={data} />
              {data.sections.map((section) => (
                <SectionCard key={section.kind} section={section} microsoft365={data} />
              ))}
            </Stack>
          )}
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
