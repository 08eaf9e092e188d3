import { Button, Center } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { texts } from '../texts.ts';
import { FailedState, Waiting } from './states.tsx';

interface Props<Page> {
  answer: UseInfiniteQueryResult<InfiniteData<Page>>;
  children: (pages: Page[]) => ReactNode;
}

/** A list that comes page by page: waiting, failing, and "Show more". */
export function Pages<Page>({ answer, children }: Props<Page>) {
  if (answer.data === undefined) {
    return answer.isPending ? (
      <Waiting />
    ) : (
      <FailedState error={answer.error} retry={() => void answer.refetch()} />
    );
  }
  return (
    <>
      {children(answer.data.pages)}
      {answer.hasNextPage && (
        <Center p="md">
          <Button
            variant="default"
            loading={answer.isFetchingNextPage}
            onClick={() => void answer.fetchNextPage()}
          >
            {texts.common.loadMore}
          </Button>
        </Center>
      )}
    </>
  );
}
