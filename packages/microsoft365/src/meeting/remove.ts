import { query } from '../client/link.ts';
import { readAll } from '../client/paging.ts';
import { isItemGone, problemOf } from '../client/problem.ts';
import { channelProblem } from '../errors.ts';
import { listOf, textOf, type JsonObject } from '../json.ts';
import { withoutCopies } from '../replica/copies.ts';
import { filterProperty } from '../replica/extended-property.ts';
import { encoded, outlookHeaders as headers, type Setting } from '../replica/setting.ts';
import { calendarIds, deleteCalendar, deleteEvents } from './calendars.ts';
import { madeByProperty, propertiesExpand } from './details.ts';

/** A calendar of our own goes with all that is in it (E7); nobody is mailed. @throws ChannelProblem `containerStillThere` among others */
export async function removeOwnCalendar({ client, mailbox }: Setting, id: string): Promise<void> {
  await deleteCalendar(client, mailbox, id);
  if ((await calendarIds(client, mailbox)).has(id)) throw channelProblem('containerStillThere');
}

/**
 * From a calendar of the person's only what this channel made goes: what they made themselves, and copies that they made of ours, are theirs (E7). An event with
 * attendees stays too: its deletion would cancel a meeting of other people by mail (V17). @throws ChannelProblem
 */
export async function removeOwnEvents(setting: Setting, calendar: string): Promise<void> {
  const { client, mailbox, containerMarker } = setting;
  const options = {
    $filter: filterProperty(madeByProperty, containerMarker),
    $select: 'id,createdDateTime,attendees,type',
    $expand: propertiesExpand,
    $top: 1000,
  };
  const path = `${mailbox}/calendars/${encoded(calendar)}/events${query(options)}`;
  const found = await readAll(client, path, headers);
  if (!found.ok) {
    if (isItemGone(found)) return;
    throw problemOf(found);
  }
  const isOurs = (item: JsonObject) =>
    setting.remote.marker.read(item) !== undefined && listOf(item['attendees']).length === 0;
  const ours = withoutCopies(setting, found.items).filter(
    (item) => item['type'] !== 'exception' && isOurs(item),
  );
  await deleteEvents(
    client,
    mailbox,
    ours.flatMap(({ id }) => textOf(id) ?? []),
  );
}
