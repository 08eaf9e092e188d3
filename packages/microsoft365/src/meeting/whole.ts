import { sendParts, type Part } from '../client/batch.ts';
import { pathOfLink, query } from '../client/link.ts';
import { readAll } from '../client/paging.ts';
import type { Result } from '../client/result.ts';
import { isObject, listOf, textOf, type Json, type JsonObject } from '../json.ts';
import { outlookHeaders as headers, type Setting } from '../replica/setting.ts';
import { propertiesExpand } from './details.ts';
import { showsOccurrences } from './occurrences.ts';
import { eventProperties } from './setting.ts';

/** What a single event needs to be read whole. */
export const singleOptions = { $expand: propertiesExpand };

/** What a series needs: its occurrences show only where they are asked for by name (event resource type). */
export const seriesOptions = {
  $select: [...eventProperties, 'cancelledOccurrences', 'exceptionOccurrences'].join(','),
  $expand: `exceptionOccurrences,${propertiesExpand}`,
};

/** What both show where there is nothing to show: Graph leaves it out. */
export const noProperties = { singleValueExtendedProperties: [] };

/** What one reading asks for: an event, and whether it is a series, as far as anybody knows. */
export interface Wanted {
  /** Path of the event. */
  readonly path: string;
  readonly isSeries: boolean;
}

/**
 * Reads events whole, in batches of 20, each by itself: a bad one stops no other (V18). A single event is not asked for occurrences, which only series are
 * documented to have; one that turns out to be a series is read again. Answers in the order of the paths.
 */
export async function readWhole(setting: Setting, wanted: readonly Wanted[]): Promise<Result[]> {
  const part = ({ path, isSeries }: Wanted): Part => ({
    method: 'GET',
    path: path + query(isSeries ? seriesOptions : singleOptions),
    headers,
  });
  const results = await sendParts(
    setting.client,
    wanted.map((one) => part(one)),
  );
  const again = wanted.flatMap((one, index) => {
    const result = results[index];
    const isSeries = result?.ok === true && isObject(result.body) && isObject(result.body['recurrence']);
    return isSeries && !one.isSeries ? [{ ...one, isSeries, index }] : [];
  });
  if (again.length > 0) {
    const better = await readWhole(setting, again);
    again.forEach(({ index }, at) => {
      const result = better[at];
      if (result !== undefined) results[index] = result;
    });
    return results;
  }
  return Promise.all(results.map((result) => withAllOccurrences(setting, result)));
}

const more = 'exceptionOccurrences@odata.nextLink';

/** A series with many changed occurrences may show them in pages. */
async function withAllOccurrences({ client }: Setting, result: Result): Promise<Result> {
  if (!result.ok || !isObject(result.body)) return result;
  const body: JsonObject = { ...noProperties, ...result.body };
  if (!showsOccurrences(body)) return { ...result, body };
  const link = textOf(body[more]);
  if (link === undefined) return { ...result, body };
  const rest = await readAll(client, pathOfLink(client.base, link), headers);
  if (!rest.ok) return rest;
  const all: readonly Json[] = [...listOf(body['exceptionOccurrences']), ...rest.items];
  return { ...result, body: { ...body, exceptionOccurrences: all } };
}
