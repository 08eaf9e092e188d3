import type { ChangePage, Cursor, FieldValue, Seen } from '@counterpart/engine';
import { query } from '../client/link.ts';
import { readPage, type CollectionPage } from '../client/paging.ts';
import { problemOf } from '../client/problem.ts';
import { inWords, type Failure } from '../client/result.ts';
import { channelProblem } from '../errors.ts';
import { textOf, type JsonObject } from '../json.ts';
import { containerExists } from './container.ts';
import { readCursor, writeCursor, type Position } from './cursor.ts';
import { mostLosses, saysLost } from './lost.ts';
import { createMarkerList, type MarkerList } from './marker-list.ts';
import { readItems } from './read.ts';
import { containerOf, encoded, headersOf, snapshotOf, type Setting } from './setting.ts';

const pageSize = 500;
/**
 * Reads changes by delta. A full round is the delta round from its beginning: it lists every item whole, and its end is where the next run
 * begins, so nothing falls between listing and watching. What delta cannot show are the markers (GRAPH 1.4): a full round that has any items reads
 * them from the collection, a thousand to a page, and looks at one by one what is in neither. Requests: an empty container costs one,
 * n items cost n/500 + n/1000, a run with nothing to do costs one.
 */
export function createChanges(setting: Setting): (cursor: Cursor | null) => Promise<ChangePage> {
  const { remote, client } = setting;
  const options = query(remote.deltaOptions);
  const headers = headersOf(setting, `odata.maxpagesize=${pageSize}`);
  let markers: MarkerList | null = null;
  let losses = 0;

  return async (cursor) => {
    const container = containerOf(setting);
    const from = cursor === null ? beginning(container) : readCursor(cursor, container, options);
    if (cursor === null) markers = null;
    if (from === null) return { lost: true };
    const page = await readPage(client, from.path, { headers, delta: true });
    if (!page.ok) return failed(page, cursor !== null);
    const entries = await entriesOf(page.items, from.round);
    if (page.next === undefined) {
      markers = null;
      losses = 0;
    }
    return { lost: false, entries, ...onwards(from, page) };
  };

  function beginning(container: string): Position {
    const path = `${setting.mailbox}${remote.itemsIn(encoded(container))}/delta${options}`;
    return { container, options, path, round: true };
  }

  function onwards(from: Position, page: CollectionPage): { next: Cursor; more: boolean } {
    if (page.next !== undefined) return { next: writeCursor({ ...from, path: page.next }), more: true };
    return { next: writeCursor({ ...from, path: page.delta ?? from.path, round: false }), more: false };
  }

  async function failed(failure: Failure, wasUnderWay: boolean): Promise<ChangePage> {
    const { code } = failure;
    const isGone = remote.isGone(failure);
    // To Do answers so for a lost list and for a lost token alike (GRAPH 6).
    const ambiguous = isGone && code === 'ResourceNotFound' && wasUnderWay;
    const unknownToken =
      (ambiguous && (await containerExists(setting, containerOf(setting)))) || saysLost(failure, wasUnderWay);
    if (unknownToken && losses < mostLosses) {
      losses += 1;
      return { lost: true };
    }
    if (isGone && !unknownToken) throw channelProblem('containerMissing', inWords(failure));
    throw unknownToken
      ? channelProblem('serviceUnavailable', 'Microsoft 365 forgets where reading stood, again and again.')
      : problemOf(failure);
  }

  /** Most rounds have nothing to recall: no query for nothing. */
  async function recalled(ids: readonly string[]) {
    return ids.length > 0 ? setting.recall(ids) : new Map<string, FieldValue>();
  }

  /**
   * Looks at items one by one. Where one cannot be read now, what delta said of it stands, without a marker: a new record must not be forgotten
   * because the look at it failed.
   */
  async function lookedAt(
    ids: readonly string[],
    shown: ReadonlyMap<string, JsonObject>,
    known: ReadonlyMap<string, FieldValue>,
  ): Promise<Seen[]> {
    if (ids.length === 0) return [];
    return (await readItems(setting, ids)).map((seen) => {
      const item = shown.get(seen.id);
      if (seen.state !== 'unreadable' || !item || !remote.isWhole(item)) return seen;
      const snapshot = snapshotOf(setting, item, known.get(seen.id));
      return snapshot ? { state: 'present', ...snapshot } : seen;
    });
  }

  async function entriesOf(items: readonly JsonObject[], round: boolean): Promise<Seen[]> {
    // An item may come several times; the last one counts (GRAPH 6).
    const last = new Map(
      items.flatMap((item) => (textOf(item['id']) ? [[textOf(item['id']) ?? '', item]] : [])),
    );
    const removed = [...last].filter(([, item]) => item['@removed'] !== undefined).map(([id]) => id);
    const present = [...last].filter(([, item]) => item['@removed'] === undefined);
    if (round && present.length > 0) markers ??= await createMarkerList(setting);
    const known = await recalled(present.map(([id]) => id));
    // Where items change their identifiers, one that nobody knows may be a known record that came back: its marker tells.
    const isClear = (id: string) => (round ? markers?.has(id) === true : remote.keepsIds || known.has(id));
    // Delta promises no more than the changed properties: an item without all of them is read by itself, never taken for emptied.
    const whole = present.filter(([id, item]) => remote.isWhole(item) && isClear(id));
    const doubtful = present.filter(([id, item]) => !(remote.isWhole(item) && isClear(id))).map(([id]) => id);
    const seen = whole.flatMap(([id, item]): Seen[] => {
      const shown = round ? { ...markers?.of(id), ...item } : item;
      const snapshot = snapshotOf(setting, shown, known.get(id));
      return snapshot ? [{ state: 'present', ...snapshot }] : [];
    });
    return [
      ...seen,
      ...(await lookedAt(doubtful, last, known)),
      ...removed.map((id): Seen => ({ state: 'missing', id })),
    ];
  }
}
