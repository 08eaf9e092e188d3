import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { asProblem } from '../api/problem.ts';
import { notifyProblem } from '../ui/notify.tsx';

/** What to do when the session has ended: the pages go to the sign-in and come back afterwards. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const ended = (error: unknown): boolean => {
    if (asProblem(error).code !== 'notSignedIn') return false;
    onSignedOut();
    return true;
  };
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (query.queryKey[0] === 'session') return;
        // Without an answer to show, the page itself says what went wrong; behind one, only a message can.
        if (!ended(error) && query.state.data !== undefined) notifyProblem(asProblem(error));
      },
    }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        if (!ended(error) && mutation.meta?.['shown'] !== true) notifyProblem(asProblem(error));
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) =>
          failures < 2 && asProblem(error).retryable !== false && asProblem(error).status >= 500,
      },
    },
  });
}
