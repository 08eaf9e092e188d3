import type { Seen } from '@counterpart/engine';
import { query } from '../client/link.ts';
import { readPage } from '../client/paging.ts';
import { isItemGone, problemOf } from '../client/problem.ts';
import { inWords } from '../client/result.ts';
import { channelProblem } from '../errors.ts';
import { isObject, textOf, type JsonObject } from '../json.ts';
import { withoutCopies } from '../replica/copies.ts';
import { stopIfHopeless } from '../replica/read.ts';
import { encoded, outlookHeaders as headers, type Setting } from '../replica/setting.ts';
import { propertiesExpand } from './details.ts';
import { inPlace, isSeries, masterOf, presentIn } from './seen.ts';
import { readWhole } from './whole.ts';

/** As many to a page as Graph gives (GRAPH 1.3). */
const listOptions = { $expand: propertiesExpand, $top: 1000 };

export interface ListPage {
  readonly entries: readonly Seen[];
  readonly ids: readonly string[];
  readonly next: string | undefined;
}

/** One page of a calendar's single events and series, with their markers. @param path of the page; null: the first one. @throws ChannelProblem */
export async function listEvents(setting: Setting, calendar: string, path: string | null): Promise<ListPage> {
  const { client, mailbox, container } = setting;
  const first = `${mailbox}/calendars/${encoded(calendar)}/events${query(listOptions)}`;
  const read = await readPage(client, path ?? first, { headers });
  if (!read.ok) {
    if (!isItemGone(read)) throw problemOf(read);
    if (calendar === container) throw channelProblem('containerMissing', inWords(read));
    return { entries: [], ids: [], next: undefined };
  }
  // Whether exceptions are listed beside their series is not sure (GRAPH 1.3).
  const shown = read.items.filter((item) => textOf(item['id']) !== undefined && masterOf(item) === undefined);
  const items = withoutCopies(
    setting,
    shown.map((item) => ({ ...setting.remote.expanded, ...item })),
  );
  const series = await readSeries(setting, calendar, items.filter(isSeries));
  const entries = items.map((item) => {
    const id = textOf(item['id']) ?? '';
    return isSeries(item)
      ? (series.get(id) ?? ({ state: 'unreadable', id, reason: 'unreadable' } as const))
      : presentIn(setting, calendar, item, undefined);
  });
  return { entries, ids: items.flatMap(({ id }) => textOf(id) ?? []), next: read.next };
}

/** Lists show no changed or cancelled occurrences. */
async function readSeries(
  setting: Setting,
  calendar: string,
  masters: readonly JsonObject[],
): Promise<Map<string, Seen>> {
  const ids = masters.map(({ id }) => textOf(id) ?? '');
  const results = await readWhole(
    setting,
    ids.map((id) => ({ ...inPlace(setting, calendar, id, undefined), isSeries: true })),
  );
  stopIfHopeless(setting, results);
  return new Map(
    ids.map((id, index): [string, Seen] => {
      const result = results[index];
      if (result?.ok && isObject(result.body)) {
        const item = { ...setting.remote.expanded, ...result.body };
        return [id, presentIn(setting, calendar, item, undefined, id)];
      }
      return result?.ok === false && isItemGone(result)
        ? [id, { state: 'missing', id }]
        : [id, { state: 'unreadable', id, reason: 'unreadable' }];
    }),
  );
}
