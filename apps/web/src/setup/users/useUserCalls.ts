import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client.ts';
import { texts } from '../../texts.ts';
import { notifyDone } from '../../ui/notify.tsx';

const t = texts.setup.users365;
const at = (id: string) => ({ params: { path: { id } } });

/** What an administrator does about somebody by one click; each says what became of it. */
export function useUserCalls() {
  const client = useQueryClient();
  const told = async (message: string) => {
    await client.invalidateQueries({ queryKey: ['users'] });
    notifyDone(message);
  };
  return {
    activate: useMutation({
      mutationFn: (id: string) => take(api.POST('/api/users/{id}/activate', at(id))),
      onSuccess: ({ name }) => told(t.activated(name)),
    }),
    resend: useMutation({
      mutationFn: (id: string) => take(api.POST('/api/invitations/{id}/resend', at(id))),
      onSuccess: ({ email }) => told(t.resent(email)),
    }),
    revoke: useMutation({
      mutationFn: (id: string) => take(api.POST('/api/invitations/{id}/revoke', at(id))),
      onSuccess: () => told(t.revoked),
    }),
    resendRequest: useMutation({
      mutationFn: (id: string) => take(api.POST('/api/join-requests/{id}/resend', at(id))),
      onSuccess: () => told(t.requestResent),
    }),
    revokeRequest: useMutation({
      mutationFn: (id: string) => take(api.POST('/api/join-requests/{id}/revoke', at(id))),
      onSuccess: () => told(t.requestRevoked),
    }),
  };
}
