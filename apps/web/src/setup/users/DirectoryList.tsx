import { Button, Center, VisuallyHidden } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { IconPlugConnectedX, IconUserSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { directoryQuery } from '../../api/peopleQueries.ts';
import { asProblem } from '../../api/problem.ts';
import type { DirectoryPerson } from '../../api/types.ts';
import { texts } from '../../texts.ts';
import { LinkButton } from '../../ui/links.tsx';
import { EmptyState, FailedState, Waiting } from '../../ui/states.tsx';
import { DirectoryRow } from './DirectoryRow.tsx';
import classes from './users.module.css';

interface Props {
  search: string;
  picked: readonly DirectoryPerson[];
  /** No more can be picked. */
  full: boolean;
  onToggle: (person: DirectoryPerson) => void;
}

const t = texts.setup.addUser;

/** U2: the tenant's people as far as one has scrolled; never all of them. */
export function DirectoryList({ search, picked, full, onToggle }: Props) {
  const answer = useInfiniteQuery(directoryQuery(search));
  const box = useRef<HTMLUListElement>(null);
  const { data, error, hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage } = answer;
  const { ref: end, entry } = useIntersection({ root: box.current, rootMargin: '200px' });
  const mayFetch = hasNextPage && !isFetchingNextPage && !isPlaceholderData;
  useEffect(() => {
    if (entry?.isIntersecting && mayFetch) void fetchNextPage();
    // Once for each time that the end comes into sight: what was seen before a page came says nothing about the end behind it.
  }, [entry]);
  useEffect(() => box.current?.scrollTo({ top: 0 }), [search]);
  if (data === undefined && error === null) return <Waiting />;
  if (data === undefined && asProblem(error).code === 'organisationNotConnected') {
    return (
      <EmptyState icon={<IconPlugConnectedX />} title={t.notConnected} text={t.notConnectedText}>
        <LinkButton to="/setup/marketplace/microsoft/office-365" mt="sm">
          {t.toMarketplace}
        </LinkButton>
      </EmptyState>
    );
  }
  if (data === undefined) return <FailedState error={error} retry={() => void answer.refetch()} />;
  const people = data.pages.flatMap((page) => page.items);
  const total = data.pages[0]?.total ?? people.length;
  if (people.length === 0) {
    const none = search === '';
    return (
      <EmptyState
        icon={<IconUserSearch />}
        title={none ? t.empty : t.noMatch}
        text={none ? '' : t.noMatchText}
      />
    );
  }
  return (
    <>
      <VisuallyHidden role="status">{isPlaceholderData ? '' : t.found(total)}</VisuallyHidden>
      <ul ref={box} className={classes.people} aria-label={t.list} aria-busy={isPlaceholderData}>
        {people.map((person) => (
          <DirectoryRow
            key={person.id}
            person={person}
            chosen={picked.some(({ id }) => id === person.id)}
            full={full}
            onToggle={onToggle}
          />
        ))}
        {hasNextPage && (
          <li key={`end of ${data.pages.length}`} ref={end}>
            <Center p="sm">
              <Button
                variant="default"
                size="compact-sm"
                loading={isFetchingNextPage}
                onClick={() => void fetchNextPage()}
              >
                {texts.common.loadMore}
              </Button>
            </Center>
          </li>
        )}
      </ul>
    </>
  );
}
