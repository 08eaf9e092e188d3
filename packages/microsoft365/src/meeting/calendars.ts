import type { GraphClient } from '../client/client.ts';
import { sendParts } from '../client/batch.ts';
import { query } from '../client/link.ts';
import { readAll } from '../client/paging.ts';
import { isItemGone, problemOf } from '../client/problem.ts';
import { channelProblem } from '../errors.ts';
import { isObject, textOf, type JsonObject } from '../json.ts';
import { extendedPropertyMarker } from '../replica/extended-property.ts';
import { encoded, outlookHeaders as headers } from '../replica/setting.ts';

/** A calendar that a person may write to or capture events from (E2). */
export interface CalendarEntry {
  readonly id: string;
  readonly name: string;
  /** The person's main calendar: it cannot be deleted, and it alone counts answers. */
  readonly isDefault: boolean;
  /** Whether events may be written into it; not into one that somebody shared for reading, or one of holidays. */
  readonly canEdit: boolean;
  /** Whether a channel of this CRM made it. */
  readonly isOwn: boolean;
  /** Address of whose it is: others' calendars may be listed too. */
  readonly owner: string | null;
}

/** The calendars that a mailbox lists, for the settings. @param mailbox `/me` or `/users/{id}`. @throws ChannelProblem */
export async function listCalendars(client: GraphClient, mailbox: string): Promise<CalendarEntry[]> {
  const options = { $expand: extendedPropertyMarker.expand, $top: 100 };
  const all = await readAll(client, `${mailbox}/calendars${query(options)}`, headers);
  if (!all.ok) throw problemOf(all);
  return all.items.flatMap((calendar) => entryOf(calendar) ?? []);
}

function entryOf(calendar: JsonObject): CalendarEntry | undefined {
  const id = textOf(calendar['id']);
  if (id === undefined) return undefined;
  const { owner } = calendar;
  return {
    id,
    name: textOf(calendar['name']) ?? '',
    isDefault: calendar['isDefaultCalendar'] === true,
    canEdit: calendar['canEdit'] !== false,
    isOwn: extendedPropertyMarker.read(calendar) !== undefined,
    owner: isObject(owner) ? (textOf(owner['address']) ?? null) : null,
  };
}

/** The identifiers of all calendars that the mailbox lists: one in Deleted Items is not among them. @throws ChannelProblem */
export async function calendarIds(client: GraphClient, mailbox: string): Promise<ReadonlySet<string>> {
  const all = await readAll(client, `${mailbox}/calendars${query({ $select: 'id', $top: 100 })}`, headers);
  if (!all.ok) throw problemOf(all);
  return new Set(all.items.flatMap(({ id }) => textOf(id) ?? []));
}

/** The identifier of the person's main calendar. @throws ChannelProblem */
export async function defaultCalendar(client: GraphClient, mailbox: string): Promise<string> {
  const result = await client.send({
    method: 'GET',
    path: `${mailbox}/calendar${query({ $select: 'id' })}`,
    headers,
  });
  const id = result.ok && isObject(result.body) ? textOf(result.body['id']) : undefined;
  if (id !== undefined) return id;
  throw result.ok ? channelProblem('unexpectedAnswer', 'The main calendar has no id.') : problemOf(result);
}

/** Deletes a calendar with all its events; nobody is mailed. Repeating it does no harm. @throws ChannelProblem */
export async function deleteCalendar(client: GraphClient, mailbox: string, id: string): Promise<void> {
  const path = `${mailbox}/calendars/${encoded(id)}`;
  const result = await client.send({ method: 'DELETE', path, headers, repeatable: true });
  if (!result.ok && !isItemGone(result)) throw problemOf(result);
}

/** Deletes events; those that are gone already count as deleted. @throws ChannelProblem */
export async function deleteEvents(
  client: GraphClient,
  mailbox: string,
  ids: readonly string[],
): Promise<void> {
  const parts = ids.map((id) => ({
    method: 'DELETE' as const,
    path: `${mailbox}/events/${encoded(id)}`,
    headers,
  }));
  for (const result of await sendParts(client, parts))
    if (!result.ok && !isItemGone(result)) throw problemOf(result);
}
