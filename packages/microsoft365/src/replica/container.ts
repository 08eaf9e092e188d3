import { query } from '../client/link.ts';
import { readAll, readPage, type CollectionPage } from '../client/paging.ts';
import { isItemGone, problemOf } from '../client/problem.ts';
import type { Failure } from '../client/result.ts';
import { isObject, textOf, type JsonObject } from '../json.ts';
import { encoded, outlookHeaders, type Setting } from './setting.ts';

/**
 * Finds the container by its identifier, else by our marker, else makes it. A container of the same name without our marker may be the person's own:
 * it is taken only if it is empty; beside one that is not, ours gets a number behind its name (C4). @throws ChannelProblem
 */
export async function ensureContainer(
  setting: Setting,
  known: string | null,
): Promise<{ id: string; made: boolean }> {
  if (known !== null && (await containerExists(setting, known))) return { id: known, made: false };
  const all = await listContainers(setting);
  const ours = all.find((container) => setting.remote.marker.read(container) === setting.containerMarker);
  const found = textOf(ours?.['id']) ?? (await adoptable(setting, all));
  if (found !== undefined) return { id: found, made: false };
  return { id: await makeContainer(setting, all), made: true };
}

const nameOf = ({ remote }: Setting, container: JsonObject): string | undefined =>
  textOf(container[remote.containerName])?.toLowerCase();

/** Those that the service lists, with our markers; the person's default one may not be among them (GRAPH 1.5). @throws ChannelProblem */
export async function listContainers({ client, mailbox, remote }: Setting): Promise<readonly JsonObject[]> {
  const path = `${mailbox}${remote.containers}${query({ $expand: remote.marker.expand, $top: 100 })}`;
  const all = await readAll(client, path, outlookHeaders);
  if (!all.ok) throw problemOf(all);
  return all.items;
}

/** An empty container of our name that carries no marker: taken over, and marked. */
async function adoptable(setting: Setting, all: readonly JsonObject[]): Promise<string | undefined> {
  const { client, mailbox, remote, containerMarker } = setting;
  const name = setting.containerName.toLowerCase();
  const same = all.find((one) => nameOf(setting, one) === name && remote.marker.read(one) === undefined);
  const id = textOf(same?.['id']);
  if (id === undefined) return undefined;
  const path = `${mailbox}${remote.itemsIn(encoded(id))}${query({ $select: 'id', $top: 1 })}`;
  // A page may be empty and yet lead on (GRAPH 6).
  for (let next: string | undefined = path; next !== undefined;) {
    const page: CollectionPage | Failure = await readPage(client, next, { headers: outlookHeaders });
    if (!page.ok) throw problemOf(page);
    if (page.items.length > 0) return undefined;
    next = page.next;
  }
  const marked = await client.send({
    method: 'PATCH',
    path: `${mailbox}${remote.containers}/${encoded(id)}`,
    headers: outlookHeaders,
    body: remote.marker.write(containerMarker),
    repeatable: true,
  });
  if (!marked.ok) throw problemOf(marked);
  return id;
}

/** Exchange keeps names of folders in one place apart, whatever their case. */
async function makeContainer(setting: Setting, all: readonly JsonObject[]): Promise<string> {
  const { client, mailbox, remote, containerName, containerMarker } = setting;
  const taken = new Set(all.map((container) => nameOf(setting, container)));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? containerName : `${containerName} (${number})`;
    if (taken.has(name.toLowerCase())) continue;
    // Name and marker in one request: where its reply is lost, the marker finds what it made (V5).
    const result = await client.send({
      method: 'POST',
      path: mailbox + remote.containers,
      headers: outlookHeaders,
      body: { [remote.containerName]: name, ...remote.marker.write(containerMarker) },
    });
    const id = result.ok && isObject(result.body) ? textOf(result.body['id']) : undefined;
    if (id !== undefined) return id;
    const nameTaken = !result.ok && (result.status === 409 || result.code === 'ErrorFolderExists');
    if (!nameTaken || number > 20) throw problemOf(result.ok ? noContainer : result);
  }
}

const noContainer: Failure = {
  ok: false,
  reason: 'unknown',
  status: 201,
  code: '',
  message: 'The reply shows no container',
};

/**
 * Whether the container is where a person keeps it. Outlook deletes a folder by moving it to Deleted Items, where its identifier may still find it:
 * so it counts only in the list of containers, or within another container. @throws ChannelProblem
 */
export async function containerExists(setting: Setting, id: string): Promise<boolean> {
  const { client, mailbox, remote } = setting;
  const lookUp = (one: string, select: string) =>
    client.send({
      method: 'GET',
      path: `${mailbox}${remote.containers}/${encoded(one)}${query({ $select: select })}`,
      headers: outlookHeaders,
    });
  const found = await lookUp(id, 'id,parentFolderId');
  if (!found.ok) {
    if (isItemGone(found)) return false;
    throw problemOf(found);
  }
  const listed = await readAll(
    client,
    `${mailbox}${remote.containers}${query({ $select: 'id', $top: 100 })}`,
    outlookHeaders,
  );
  if (!listed.ok) throw problemOf(listed);
  if (listed.items.some((container) => container['id'] === id)) return true;
  const parentId = isObject(found.body) ? textOf(found.body['parentFolderId']) : undefined;
  if (parentId === undefined) return true;
  const parent = await lookUp(parentId, 'id');
  if (!parent.ok && !isItemGone(parent)) throw problemOf(parent);
  return parent.ok;
}

/** Removes the container with what is in it. Repeating it does no harm. @throws ChannelProblem */
export async function removeContainer(setting: Setting, id: string): Promise<void> {
  const { client, mailbox, remote } = setting;
  const result = await client.send({
    method: 'DELETE',
    path: `${mailbox}${remote.containers}/${encoded(id)}`,
    headers: outlookHeaders,
    repeatable: true,
  });
  if (!result.ok && !isItemGone(result)) throw problemOf(result);
}
