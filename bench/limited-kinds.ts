import { contact, meeting, task, type Content, type Kind, type RemoteReplica } from '@counterpart/engine';
import {
  createContactReplica,
  createMeetingReplica,
  createTaskReplica,
  defaultContactMapping,
  type ReplicaOptions,
} from '@counterpart/microsoft365';

/** A kind whose first sync is measured under limits. */
export interface Limited {
  readonly kind: Kind;
  /** The service whose limits count for it. */
  readonly service: 'outlook' | 'todo';
  /** How many there are for one of `records`. */
  readonly share: number;
  readonly contentOf: (n: number) => Content;
  readonly replica: (options: ReplicaOptions) => RemoteReplica;
}

export const limited: readonly Limited[] = [
  {
    kind: contact,
    service: 'outlook',
    share: 1,
    contentOf: (n) => ({ firstName: 'Ada', lastName: `Number ${n}`, email: `ada${n}@example.org` }),
    replica: (options) => createContactReplica({ ...options, mapping: defaultContactMapping }),
  },
  {
    kind: meeting,
    service: 'outlook',
    share: 0.5,
    contentOf: (n) => {
      const day = new Date(Date.UTC(2026, 0, 6) + n * 3_600_000).toISOString().slice(0, 13);
      return {
        title: `Meeting ${n}`,
        when: { start: `${day}:00:00`, end: `${day}:30:00`, zone: 'Europe/Zurich' },
      };
    },
    replica: (options) =>
      createMeetingReplica({
        ...options,
        timeZone: 'Europe/Zurich',
        writeTo: null,
        privateEvents: 'timeOnly',
        recordUrl: (id) => `http://crm.example/meetings/${id}`,
      }),
  },
  {
    kind: task,
    service: 'todo',
    share: 0.5,
    contentOf: (n) => ({ subject: `Task ${n}`, dueDate: '2026-03-05' }),
    replica: (options) =>
      createTaskReplica({
        ...options,
        timeZone: 'Europe/Zurich',
        recordUrl: (id) => `http://crm.example/tasks/${id}`,
      }),
  },
];
