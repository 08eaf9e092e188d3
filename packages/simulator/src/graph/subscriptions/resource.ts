import { findContainer, mailboxOf } from '../../state/mailbox.ts';
import { findPerson } from '../../state/people.ts';
import type { ContainerKind, ItemKind, Person } from '../../state/types.ts';
import { denied } from '../authenticate.ts';
import type { GraphCall } from '../call.ts';
import { personNotFound } from '../dispatch.ts';
import { graphError, itemNotFound } from '../errors.ts';
import { readTarget } from '../path.ts';

export type WatchedKind = {
  itemKind: ItemKind;
  containerKind: ContainerKind;
  /** Scopes and roles that allow it. */
  permissions: string[];
  /** Longest life of a subscription (GRAPH 5, lifetime). */
  mostMinutes: number;
  /** Whether `missed` and `subscriptionRemoved` are sent. */
  hasLifecycle: boolean;
  /** As in the path of a notification: `Users/{id}/Contacts/{id}`. */
  collection: string;
  odataType: string;
};

const OUTLOOK_MINUTES = 10_080;

export const WATCHED: WatchedKind[] = [
  kind(
    'contact',
    'contactFolder',
    ['Contacts.Read', 'Contacts.ReadWrite'],
    'Contacts',
    '#Microsoft.Graph.Contact',
  ),
  kind('event', 'calendar', ['Calendars.Read', 'Calendars.ReadWrite'], 'Events', '#Microsoft.Graph.Event'),
  kind(
    'message',
    'mailFolder',
    ['Mail.Read', 'Mail.ReadWrite', 'Mail.ReadBasic'],
    'Messages',
    '#Microsoft.Graph.Message',
  ),
  {
    ...kind(
      'todoTask',
      'todoTaskList',
      ['Tasks.Read', 'Tasks.ReadWrite', 'Tasks.Read.All', 'Tasks.ReadWrite.All'],
      'todo',
      '#Microsoft.Graph.todoTask',
    ),
    mostMinutes: 4230,
    hasLifecycle: false,
  },
];

function kind(
  itemKind: ItemKind,
  containerKind: ContainerKind,
  permissions: string[],
  collection: string,
  odataType: string,
): WatchedKind {
  return {
    itemKind,
    containerKind,
    permissions,
    mostMinutes: OUTLOOK_MINUTES,
    hasLifecycle: true,
    collection,
    odataType,
  };
}

export function watchedKind(itemKind: ItemKind): WatchedKind {
  const found = WATCHED.find((watched) => watched.itemKind === itemKind);
  if (found === undefined) throw new Error(`no notifications for ${itemKind}`);
  return found;
}

/** Path of items within a mailbox, and what it watches. `{id}` names a container. */
const PATHS: [RegExp, ItemKind][] = [
  [/^contacts$/i, 'contact'],
  [/^contactFolders\/([^/]+)\/contacts$/i, 'contact'],
  [/^(?:calendar\/)?events$/i, 'event'],
  [/^calendars\/([^/]+)\/events$/i, 'event'],
  [/^messages$/i, 'message'],
  [/^mailFolders\/([^/]+)\/messages$/i, 'message'],
  [/^todo\/lists\/([^/]+)\/tasks$/i, 'todoTask'],
];

export type Watched = { kind: WatchedKind; person: Person; containerId: string | null };

/** What a subscription's `resource` means for this caller: mailbox, kind, and container if one is named. Throws GraphError. */
export function readResource(call: GraphCall, resource: string): Watched {
  const { segments } = readTarget(resource.replace(/^https?:\/\/[^/]+/i, '').replace(/^\/?v1\.0\//i, ''));
  const first = segments[0]?.toLowerCase();
  if (first !== 'me' && first !== 'users') throw unsupported(resource);
  const name = first === 'me' ? call.caller.personId : (segments[1] ?? '');
  const person = name === null ? null : findPerson(call.caller.tenant, name);
  if (person === null) throw personNotFound(name ?? 'me');
  // A person can subscribe to the own mailbox only (GRAPH 5).
  if (call.caller.personId !== null && call.caller.personId !== person.id) throw denied(false);
  const below = segments.slice(first === 'me' ? 1 : 2).join('/');
  for (const [pattern, itemKind] of PATHS) {
    const match = pattern.exec(below);
    if (match === null) continue;
    const watched = watchedKind(itemKind);
    const held = call.caller.personId === null ? call.caller.roles : call.caller.scopes;
    if (!watched.permissions.some((permission) => held.has(permission))) throw denied(false);
    if (!person.hasMailbox)
      throw graphError(404, 'MailboxNotEnabledForRESTAPI', 'REST API is not yet supported for this mailbox.');
    return { kind: watched, person, containerId: containerId(call, person, watched, match[1]) };
  }
  throw unsupported(resource);
}

function containerId(
  call: GraphCall,
  person: Person,
  watched: WatchedKind,
  name: string | undefined,
): string | null {
  const mailbox = mailboxOf(call.state, call.caller.tenant, person.id);
  if (name === undefined) {
    const covers = call.state.unknowns.subscriptionsCoverAllFolders || watched.itemKind !== 'contact';
    return covers ? null : (mailbox.wellKnown.get('contacts') ?? null);
  }
  const container = findContainer(mailbox, watched.containerKind, name);
  if (container === null) throw itemNotFound();
  return container.id;
}

function unsupported(resource: string): Error {
  return graphError(400, 'InvalidRequest', `The resource '${resource}' cannot be subscribed to.`);
}
