import * as crm from '@counterpart/crm';

/** An item as Graph shows it. */
export interface GraphItem {
  readonly id: string;
  readonly [property: string]: unknown;
}

/** How a kind is measured. One more kind is one more of these. */
export interface Benched {
  readonly records: crm.RecordService;
  readonly invent: typeof crm.insertInvented;
  /** Path of the containers of a mailbox, and of the items of one. */
  readonly containers: string;
  readonly items: (container: string) => string;
  /** A text that is edited, by its name on each side. */
  readonly edited: { readonly local: string; readonly remote: string };
  /** What both sides know a record by before it is edited. */
  readonly nameOf: (item: GraphItem) => unknown;
  readonly nameField: string;
}

export type BenchKind = 'contact' | 'meeting' | 'task';

export const benched: { readonly [kind in BenchKind]: Benched } = {
  contact: {
    records: crm.contactRecords,
    invent: crm.insertInvented,
    containers: '/me/contactFolders',
    items: (folder) => `/me/contactFolders/${encodeURIComponent(folder)}/contacts`,
    edited: { local: 'title', remote: 'jobTitle' },
    nameOf: ({ emailAddresses }) => (emailAddresses as { address: string }[])[0]?.address,
    nameField: 'email',
  },
  meeting: {
    records: crm.meetingRecords,
    invent: crm.insertInventedMeetings,
    containers: '/me/calendars',
    items: (calendar) => `/me/calendars/${encodeURIComponent(calendar)}/events`,
    edited: { local: 'title', remote: 'subject' },
    nameOf: ({ subject }) => subject,
    nameField: 'title',
  },
  task: {
    records: crm.taskRecords,
    invent: crm.insertInventedTasks,
    containers: '/me/todo/lists',
    items: (list) => `/me/todo/lists/${encodeURIComponent(list)}/tasks`,
    edited: { local: 'subject', remote: 'title' },
    nameOf: ({ title }) => title,
    nameField: 'subject',
  },
};

export const isBenched = (kind: string): kind is BenchKind => Object.hasOwn(benched, kind);
