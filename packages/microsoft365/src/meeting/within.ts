import { isPlanned, sameValue, type Content, type FieldValue, type Recurrence } from '@counterpart/engine';
import type { Part } from '../client/batch.ts';
import { query } from '../client/link.ts';
import { isObject, listOf, textOf, type Json, type JsonObject } from '../json.ts';
import type { MarkedWrite, Remainder } from '../replica/remote-kind.ts';
import { encoded } from '../replica/setting.ts';
import { readDetails, showsProperties } from './details.ts';
import { meetingFromGraph } from './from-graph.ts';
import { plannedDayOf } from './moments.ts';
import { readNative } from './native.ts';
import {
  cancelledDays,
  daysOf,
  exceptionContent,
  exceptionsOf,
  ownFields,
  showsOccurrences,
  wholeOccurrence,
  zoneOfSeries,
} from './occurrences.ts';
import { plainFields } from './plain.ts';
import { responseOf } from './people.ts';
import type { MeetingContext } from './setting.ts';
import { bodyFor, newEvent, propertiesFor } from './to-graph.ts';

/** Where what is learned of a series' occurrences is kept while it is written: identifiers by planned day. */
const instances = 'counterpart.instances';

const nothing: Remainder = { content: [], marker: [] };
const unclear: Remainder = { ...nothing, isUnclear: true };

/** The requests that an event still needs: its changed and cancelled occurrences, or the owner's answer to the host. @param path of the event. */
export function remainderOf(
  write: MarkedWrite,
  item: JsonObject,
  path: string,
  context: MeetingContext,
): Remainder {
  if (item['isOrganizer'] === false) return answerOf(write, item, path);
  if (!isObject(item['recurrence'])) return nothing;
  // The reply to a write does not show what became of the occurrences.
  if (!showsOccurrences(item)) return write.op === 'create' && !hasOccurrences(write) ? nothing : unclear;
  return { content: occurrenceParts(write, item, path, context), marker: [] };
}

const hasOccurrences = ({ content }: MarkedWrite): boolean => content['occurrences'] !== undefined;

const actions: { readonly [response: string]: string } = {
  accepted: 'accept',
  tentative: 'tentativelyAccept',
  declined: 'decline',
};

/** The owner asked for it, so the host hears of it, and nobody else (B12). */
function answerOf(write: MarkedWrite, item: JsonObject, path: string): Remainder {
  const wanted = textOf(write.content['response']);
  if (write.op === 'create' || !write.fields.includes('response') || wanted === undefined) return nothing;
  const action = actions[wanted];
  if (action === undefined || responseOf(item['responseStatus']) === wanted) return nothing;
  return {
    content: [{ method: 'POST', path: `${path}/${action}`, body: { sendResponse: true } }],
    marker: [],
  };
}

/** Whether a write says what the occurrences are to be. Exchange may drop them all when a series takes place at another time (GRAPH 10): then they are made again. */
const concernsOccurrences = (write: MarkedWrite): boolean =>
  write.op === 'create' ||
  ['occurrences', 'when', 'recurrence'].some((field) => write.fields.includes(field));

function occurrenceParts(
  write: MarkedWrite,
  item: JsonObject,
  path: string,
  context: MeetingContext,
): Part[] {
  if (!concernsOccurrences(write)) return [];
  const native = 'native' in write ? readNative(write.native) : undefined;
  const details = showsProperties(item) ? readDetails(item) : (native?.details ?? {});
  const { content: series } = meetingFromGraph(item, { ...context, privateEvents: 'everything' }, undefined);
  const rule = series['recurrence'] as unknown as Recurrence;
  const zone = zoneOfSeries(item, details);
  const exceptions = exceptionsOf(item, zone);
  const cancelled = cancelledDays(item);
  const wanted = daysOf(write.content['occurrences']);
  const known = isObject(item[instances]) ? item[instances] : {};
  const days = new Set([...Object.keys(wanted), ...exceptions.keys()]);
  const { block } = plainFields(item, details, context);
  return [...days].sort().flatMap((day): Part[] => {
    if (cancelled.has(day) || !isPlanned(rule, day)) return [];
    const exception = exceptions.get(day);
    const own = wanted[day];
    const isToGo = own?.['cancelled'] === true;
    // What it has from its series is what the series shows, not what the CRM calls the same.
    const target = wholeOccurrence(series, day, isToGo ? undefined : own);
    const shown =
      exception === undefined
        ? wholeOccurrence(series, day, undefined)
        : exceptionContent(exception, details, context);
    const fields = isToGo ? [] : differing(own, target, shown, context, native?.isMasked === true);
    if (!isToGo && fields.length === 0) return [];
    const id = textOf(exception?.['id']) ?? textOf(known[day]);
    if (id === undefined) return [searchFor(day, path)];
    if (id === '') return [];
    const at = path.replace(/[^/]+$/, encoded(id));
    if (isToGo) return [{ method: 'DELETE', path: at }];
    const simple = fields.filter((field) => field !== 'description');
    const ownBlock = exception === undefined ? block : plainFields(exception, details, context).block;
    const body: JsonObject = {
      ...Object.assign({}, ...simple.map((field) => propertiesFor(field, target, context))),
      ...(fields.includes('description')
        ? { body: bodyFor(target['description'], details, ownBlock, context, write.marker) }
        : {}),
    };
    return [{ method: 'PATCH', path: at, body }];
  });
}

/** The fields in which an occurrence is not yet what it is to be, as far as the service can show it. */
function differing(
  own: Content | undefined,
  target: Content,
  shown: Content,
  context: MeetingContext,
  isMasked: boolean,
): string[] {
  const { cleared } = own ?? {};
  const named = new Set([...Object.keys(own ?? {}), ...(Array.isArray(cleared) ? cleared : [])]);
  const projected = meetingFromGraph(newEvent(target, context, null).body, context, undefined).content;
  const written = isMasked ? ['when', 'showAs'] : ['when', ...ownFields];
  return written.filter(
    (field) => !sameValue(named.has(field) ? projected[field] : target[field], shown[field]),
  );
}

/** A service gives the occurrences of a series only for a stretch of time; zones lie up to 26 hours apart. */
function searchFor(day: string, path: string): Part {
  const at = (days: number) =>
    new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 19);
  const options = {
    startDateTime: `${at(-1)}Z`,
    endDateTime: `${at(3)}Z`,
    $select: 'id,type,originalStart,originalStartTimeZone,start,isAllDay',
  };
  return { method: 'GET', path: `${path}/instances${query(options)}` };
}

/** What a request within an event brought to light of it: the identifiers of occurrences, or the answer that was given. */
export function learned(item: JsonObject, { method, path }: Part, body: Json | undefined): JsonObject {
  const answered = Object.entries(actions).find(([, action]) => path.endsWith(`/${action}`))?.[0];
  if (answered !== undefined)
    return { responseStatus: { response: answered === 'tentative' ? 'tentativelyAccepted' : answered } };
  const [, from] = /startDateTime=(\d{4}-\d{2}-\d{2})/.exec(path) ?? [];
  if (method !== 'GET' || from === undefined || !isObject(body)) return {};
  const asked = new Date(Date.parse(`${from}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const zone = zoneOfSeries(item, readDetails(item));
  const ids = new Map(
    listOf(body['value'])
      .filter(isObject)
      .map((one) => [plannedDayOf(one, zone, item['isAllDay'] === true), textOf(one['id'])]),
  );
  const known = isObject(item[instances]) ? item[instances] : {};
  // '': the service has no occurrence on that day.
  return { [instances]: { ...known, [asked]: ids.get(asked) ?? '' } };
}

/** Whether somebody changed an occurrence since it was observed that this write would overwrite (V3). */
export function isOvertaken(write: MarkedWrite, item: JsonObject, context: MeetingContext): boolean {
  if (write.op === 'create' || !write.fields.includes('occurrences') || !showsOccurrences(item)) return false;
  if (write.fields.includes('when') || write.fields.includes('recurrence')) return false;
  const native = readNative(write.native);
  if (native === undefined) return false;
  const { content } = meetingFromGraph(item, context, write.native);
  const seen = daysOf(native.occurrences as FieldValue | undefined);
  const now = daysOf(content['occurrences']);
  const wanted = daysOf(write.content['occurrences']);
  return Object.keys({ ...seen, ...now }).some(
    (day) => !sameValue(seen[day], now[day]) && !sameValue(now[day], wanted[day]),
  );
}
