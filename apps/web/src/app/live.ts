import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ChangeEvent } from '../api/types.ts';
import { isRecordKind } from '../records/kinds.ts';

/** A first sync changes thousands of records: an open list asks again at most this often. */
const LIST_PAUSE_MS = 400;

/** After an answer that ends a stream for good (a proxy's 502, say) the browser itself does not try again. */
const RECONNECT_MS = 5000;

/** Keeps every open page current: the server says that something changed, and what shows it asks again. */
export function useLiveUpdates(): void {
  const client = useQueryClient();
  useEffect(() => {
    const lists = {
      contact: paced(() => void client.invalidateQueries({ queryKey: ['contacts'] })),
      meeting: paced(() => void client.invalidateQueries({ queryKey: ['meetings'] })),
      task: paced(() => void client.invalidateQueries({ queryKey: ['tasks'] })),
    };
    const sections = paced(() => {
      void client.invalidateQueries({ queryKey: ['microsoft365'] });
      void client.invalidateQueries({ predicate: ({ queryKey }) => isMoving(queryKey) });
    });
    let greeted = false;
    const hear = (message: MessageEvent<string>) => {
      const event = JSON.parse(message.data) as ChangeEvent;
      if (event.type === 'hello') {
        // The first greeting follows fresh answers; a later one comes after a gap in which changes were missed.
        if (greeted) askAgain(client);
        greeted = true;
      } else if (isRecordKind(event.type)) {
        lists[event.type].hint();
        void client.invalidateQueries({
          queryKey: event.id === null ? [event.type] : [event.type, event.id],
        });
      } else if (event.type === 'section') sections.hint();
      else void client.invalidateQueries({ queryKey: ['import'] });
    };
    const stop = listen('/api/events', hear);
    return () => {
      stop();
      lists.contact.stop();
      lists.meeting.stop();
      lists.task.stop();
      sections.stop();
    };
  }, [client]);
}

/** What a channel's run changes; a configuration that somebody edits stays as it is. */
const isMoving = ([area, , part]: readonly unknown[]): boolean =>
  (area === 'channel' && part !== 'configuration') ||
  (typeof area === 'string' && isRecordKind(area) && part === 'sync');

function askAgain(client: QueryClient): void {
  void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[2] !== 'configuration' });
}

/** Runs at once, then at most once per pause, and once more after the last hint. */
function paced(work: () => void): { hint: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const run = () => {
    again = false;
    work();
    timer = setTimeout(() => {
      timer = undefined;
      if (again) run();
    }, LIST_PAUSE_MS);
  };
  return {
    hint: () => {
      if (timer === undefined) run();
      else again = true;
    },
    stop: () => clearTimeout(timer),
  };
}

/** Hears server-sent events until it is told to stop. */
function listen(address: string, hear: (message: MessageEvent<string>) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource;
  const open = () => {
    source = new EventSource(address);
    source.addEventListener('message', hear);
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, RECONNECT_MS);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
