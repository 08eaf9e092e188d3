import { query } from '../client/link.ts';
import { readPage, type CollectionPage } from '../client/paging.ts';
import { problemOf } from '../client/problem.ts';
import { inWords, type Failure } from '../client/result.ts';
import { channelProblem } from '../errors.ts';
import { textOf, type JsonObject } from '../json.ts';
import { encoded, headersOf, type Setting } from './setting.ts';

/** The items of a container with their markers, page after page. @throws ChannelProblem `containerMissing` where it is not there */
export async function* listedItems(setting: Setting, container: string): AsyncGenerator<JsonObject> {
  const { remote, client, mailbox } = setting;
  const items = mailbox + remote.itemsIn(encoded(container)) + query(remote.listOptions);
  for (let next: string | undefined = items; next !== undefined;) {
    const page: CollectionPage | Failure = await readPage(client, next, { headers: headersOf(setting) });
    if (!page.ok) throw goneOr(setting, page);
    for (const item of page.items) if (textOf(item['id'])) yield { ...remote.expanded, ...item };
    next = page.next;
  }
}

/** The problem of a failure on the way to a container's items. */
export const goneOr = ({ remote }: Setting, failure: Failure) =>
  remote.isGone(failure) ? channelProblem('containerMissing', inWords(failure)) : problemOf(failure);
