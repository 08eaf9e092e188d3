import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { dropLinkToken } from '../app/arrival.ts';
import { sessionQuery } from '../api/queries.ts';
import type { Session } from '../api/types.ts';
import { notifyDone } from '../ui/notify.tsx';

/** Ends a walk with a session: `send` yields it, and the first page opens (U4, U5). `told` is said there. */
export function useEntering<Input>(
  send: (input: Input) => Promise<Session>,
  told: (session: Session) => string,
  onRefused?: (refusal: unknown) => void,
) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: send,
    meta: { shown: true },
    onSuccess: async (session) => {
      dropLinkToken('invitation');
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
      await navigate({ to: '/contacts' });
      notifyDone(told(session));
    },
    ...(onRefused && { onError: onRefused }),
  });
}
