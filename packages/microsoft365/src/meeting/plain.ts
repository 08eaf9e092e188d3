import { isObject, textOf, type JsonObject } from '../json.ts';
import { bodyFromGraph } from './body.ts';
import type { Details } from './details.ts';
import { whenFromGraph, zoneOfEvent } from './moments.ts';
import type { MeetingContext } from './setting.ts';

/** What Outlook's own online meeting of an event is; undefined where it has none. */
export function onlineOf(item: JsonObject): { joinUrl: string } | undefined {
  const { onlineMeeting } = item;
  const joinUrl = isObject(onlineMeeting) ? textOf(onlineMeeting['joinUrl']) : undefined;
  return joinUrl === undefined || joinUrl === '' ? undefined : { joinUrl };
}

/** What an event and an occurrence of it have alike, not yet canonical. */
export function plainFields(
  item: JsonObject,
  details: Details,
  { name }: MeetingContext,
): { readonly values: { readonly [field: string]: unknown }; readonly block: string } {
  const { location } = item;
  const { description, block } = bodyFromGraph(item['body'], details, onlineOf(item)?.joinUrl, { name });
  const values = {
    title: item['subject'],
    when: whenFromGraph(item, zoneOfEvent(item, details.zone)),
    location: isObject(location) ? location['displayName'] : undefined,
    description,
    reminder: item['isReminderOn'] === true ? item['reminderMinutesBeforeStart'] : undefined,
    showAs: item['showAs'],
    sensitivity: item['sensitivity'],
    categories: item['categories'],
  };
  return { values, block };
}
