import type { FieldValue, Seen } from '@counterpart/engine';
import { sendParts } from '../client/batch.ts';
import { query } from '../client/link.ts';
import { isItemGone } from '../client/problem.ts';
import type { Result } from '../client/result.ts';
import { channelProblem } from '../errors.ts';
import { isObject, type JsonObject } from '../json.ts';
import { stopIfHopeless } from '../replica/read.ts';
import { containerOf, encoded, outlookHeaders as headers, type Setting } from '../replica/setting.ts';
import { calendarIds } from './calendars.ts';
import { readNative } from './native.ts';
import type { Places } from './places.ts';
import { inPlace, presentIn } from './seen.ts';
import { readWhole } from './whole.ts';

/** An event that is not where it was last seen. */
interface Lost {
  readonly id: string;
  readonly known: FieldValue | undefined;
  /** The calendar in which it was last seen. */
  readonly home: string;
}

/**
 * Looks at events one by one, in the calendar in which each was last seen: one request for each that is still there. Graph says of no event in which calendar it
 * lies, so one that is not there is asked for by itself, and then in the other calendars (V7). @throws ChannelProblem
 */
export async function readEvents(setting: Setting, places: Places, ids: readonly string[]): Promise<Seen[]> {
  if (ids.length === 0) return [];
  const kept = await setting.recall(ids);
  const homes = ids.map((id) => readNative(kept.get(id))?.calendar ?? containerOf(setting));
  const results = await readWhole(
    setting,
    ids.map((id, index) => inPlace(setting, homes[index] ?? '', id, kept.get(id))),
  );
  stopIfHopeless(setting, results);
  const seen: Seen[] = [];
  const lost: Lost[] = [];
  for (const [index, id] of ids.entries()) {
    const [result, home, known] = [results[index], homes[index] ?? '', kept.get(id)];
    if (result === undefined) continue;
    if (!result.ok && isItemGone(result)) lost.push({ id, home, known });
    else seen.push(seenOf(setting, { id, home, known }, result));
  }
  return lost.length === 0 ? seen : [...seen, ...(await searched(setting, places, lost))];
}

function seenOf(setting: Setting, { id, home, known }: Lost, result: Result): Seen {
  if (result.ok && isObject(result.body)) return presentIn(setting, home, result.body, known, id);
  const reason = !result.ok && result.status === 403 ? 'recordAccessDenied' : 'unreadable';
  return { state: 'unreadable', id, reason };
}

async function searched(setting: Setting, places: Places, lost: readonly Lost[]): Promise<Seen[]> {
  const { mailbox, client } = setting;
  const results = await readWhole(
    setting,
    lost.map(({ id, known }) => ({
      path: `${mailbox}/events/${encoded(id)}`,
      isSeries: readNative(known)?.isSeries === true,
    })),
  );
  stopIfHopeless(setting, results);
  const all = await calendarIds(client, mailbox);
  if (!all.has(containerOf(setting))) throw channelProblem('containerMissing');
  const found: { one: Lost; item: JsonObject }[] = [];
  const seen: Seen[] = [];
  for (const [index, one] of lost.entries()) {
    const result = results[index];
    if (result === undefined) continue;
    if (!result.ok && isItemGone(result)) seen.push(goneFor(one, all));
    else if (result.ok && isObject(result.body)) found.push({ one, item: result.body });
    else seen.push(seenOf(setting, one, result));
  }
  return found.length === 0 ? seen : [...seen, ...(await located(setting, await places(), all, found))];
}

/**
 * It is nowhere. Outlook takes an invitation that its owner declined out of the calendar: that is an answer, no deletion. Events that vanish with a calendar of
 * the person's are no deletion of each of them either (V7).
 */
function goneFor({ id, home, known }: Lost, calendars: ReadonlySet<string>): Seen {
  if (!calendars.has(home)) return { state: 'outOfScope', id, reason: 'calendarRemoved' };
  const native = readNative(known);
  if (native?.isGuest === true && native.response === 'declined')
    return { state: 'outOfScope', id, reason: 'invitationDeclined' };
  return { state: 'deleted', id };
}

/** In which calendar an event is that was found by itself: in none is in Deleted Items. */
async function located(
  setting: Setting,
  places: readonly string[],
  all: ReadonlySet<string>,
  found: readonly { one: Lost; item: JsonObject }[],
): Promise<Seen[]> {
  const others = [...all].filter((calendar) => !places.includes(calendar));
  const lookIn = async (calendars: readonly string[], some: typeof found) => {
    const asked = some.flatMap(({ one }) => calendars.map((calendar) => ({ id: one.id, calendar })));
    const results = await sendParts(
      setting.client,
      asked.map(({ id, calendar }) => ({
        method: 'GET' as const,
        path: inPlace(setting, calendar, id, undefined).path + query({ $select: 'id' }),
        headers,
      })),
    );
    stopIfHopeless(setting, results);
    const where = new Map<string, string | null>();
    for (const [index, { id, calendar }] of asked.entries()) {
      const result = results[index];
      if (result?.ok) where.set(id, calendar);
      // Nobody can say: neither here nor not here.
      else if (result && !isItemGone(result) && !where.has(id)) where.set(id, null);
    }
    return where;
  };
  const captured = await lookIn(places, found);
  const rest = found.filter(({ one }) => !captured.has(one.id));
  const elsewhere = await lookIn(others, rest);
  return found.map(({ one, item }): Seen => {
    const { id, known } = one;
    const calendar = captured.get(id) ?? null;
    if (calendar !== null) return presentIn(setting, calendar, item, known, id);
    if (captured.has(id) || elsewhere.get(id) === null)
      return { state: 'unreadable', id, reason: 'unreadable' };
    return elsewhere.has(id)
      ? { state: 'outOfScope', id, reason: 'movedOutOfCalendar' }
      : { state: 'deleted', id };
  });
}
