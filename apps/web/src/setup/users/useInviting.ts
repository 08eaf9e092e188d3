import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client.ts';
import type { Invitee, InviteOutcome } from '../../api/types.ts';

/** Invites people (U1, U2): one outcome each, in their order. */
export function useInviting(onAnswer: (outcomes: InviteOutcome[]) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { profileId: string; people: Invitee[] }) =>
      take(api.POST('/api/invitations', { body })),
    meta: { shown: true },
    onSuccess: async ({ outcomes }) => {
      void client.invalidateQueries({ queryKey: ['directory'] });
      await client.invalidateQueries({ queryKey: ['users'] });
      onAnswer(outcomes);
    },
  });
}
