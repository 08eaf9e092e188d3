import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../api/client.ts';
import { microsoft365Query } from '../api/queries.ts';
import type { Kind, Section } from '../api/types.ts';
import { texts } from '../texts.ts';
import { notifyDone } from '../ui/notify.tsx';

/** What a person can tell a channel to do. The answer is the section as it stands then; the rest comes by live updates. */
export function useChannel(kind: Kind) {
  const client = useQueryClient();
  const show = (section: Section) => {
    client.setQueryData(microsoft365Query.queryKey, (now) =>
      now === undefined
        ? now
        : { ...now, sections: now.sections.map((old) => (old.kind === section.kind ? section : old)) },
    );
    void client.invalidateQueries({ queryKey: ['microsoft365'] });
    void client.invalidateQueries({ queryKey: ['channel', kind] });
  };
  const sync = useMutation({
    mutationFn: () => take(api.POST('/api/channels/{kind}/sync', { params: { path: { kind } } })),
    onSuccess: (section) => {
      show(section);
      notifyDone(texts.channel.syncStarted);
    },
  });
  const pause = useMutation({
    mutationFn: () => take(api.POST('/api/channels/{kind}/pause', { params: { path: { kind } } })),
    onSuccess: show,
  });
  const resume = useMutation({
    mutationFn: () => take(api.POST('/api/channels/{kind}/resume', { params: { path: { kind } } })),
    onSuccess: show,
  });
  const disable = useMutation({
    mutationFn: () => take(api.POST('/api/channels/{kind}/disable', { params: { path: { kind } } })),
    onSuccess: show,
  });
  return { sync, pause, resume, disable, show };
}
