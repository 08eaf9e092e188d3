import { query } from '../client/link.ts';
import { readAll, readPage, type CollectionPage } from '../client/paging.ts';
import { problemOf } from '../client/problem.ts';
import type { Failure } from '../client/result.ts';
import { channelProblem } from '../errors.ts';
import { isObject, textOf, type JsonObject } from '../json.ts';
import { encoded, headersOf, type Setting } from './setting.ts';

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
  const ours = all.find(
    (container) => setting.remote.containerMarker.read(container) === setting.containerMarker,
  );
  const found = textOf(ours?.['id']) ?? (await adoptable(setting, all));
  if (found !== undefined) return { id: found, made: false };
  return { id: await makeContainer(setting, all), made: true };
}

const nameOf = ({ remote }: Setting, container: JsonObject): string | undefined =>
  textOf(container[remote.containerName])?.toLowerCase();

/** Those that the service lists, with our markers; the person's default one may not be among them (GRAPH 1.5). @throws ChannelProblem */
export async function listContainers(setting: Setting): Promise<readonly JsonObject[]> {
  const { client, mailbox, remote } = setting;
  const options = { $expand: remote.containerMarker.expand, $top: 100 };
  const all = await readAll(client, mailbox + remote.containers + query(options), headersOf(setting));
  if (!all.ok) throw problemOf(all);
  return all.items;
}

/** An empty container of our name that carries no marker: taken over, and marked. */
async function adoptable(setting: Setting, all: readonly JsonObject[]): Promise<string | undefined> {
  const { client, mailbox, remote, containerMarker } = setting;
  const name = setting.containerName.toLowerCase();
  const same = all.find(
    (one) =>
      nameOf(setting, one) === name && remote.containerMarker.read(one) === undefined && remote.mayAdopt(one),
  );
  const id = textOf(same?.['id']);
  if (id === undefined) return undefined;
  const path = `${mailbox}${remote.itemsIn(encoded(id))}${query({ ...remote.emptinessOptions, $top: 1 })}`;
  // A page may be empty and yet lead on (GRAPH 6).
  for (let next: string | undefined = path; next !== undefined;) {
    const page: CollectionPage | Failure = await readPage(client, next, { headers: headersOf(setting) });
    if (!page.ok) throw problemOf(page);
    if (page.items.length > 0) return undefined;
    next = page.next;
  }
  const marked = await client.send({
    ...remote.containerMarker.put(`${mailbox}${remote.containers}/${encoded(id)}`, containerMarker),
    headers: headersOf(setting),
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
      headers: headersOf(setting),
      body: { [remote.containerName]: name, ...remote.containerMarker.write(containerMarker) },
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
 * so it counts only in the list of containers, or within another container. To Do has no such bin, but says the same of a list that is gone and of a
 * person who is: there the list of lists decides. @throws ChannelProblem
 */
export async function containerExists(setting: Setting, id: string): Promise<boolean> {
  const { client, mailbox, remote } = setting;
  const lookUp = (one: string, select: string) =>
    client.send({
      method: 'GET',
      path: `${mailbox}${remote.containers}/${encoded(one)}${query({ $select: remote.hasBin ? select : undefined })}`,
      headers: headersOf(setting),
    });
  const found = await lookUp(id, 'id,parentFolderId');
  if (!found.ok && (remote.hasBin || !remote.isGone(found))) {
    if (remote.isGone(found)) return false;
    throw problemOf(found);
  }
  if (found.ok && !remote.hasBin) return true;
  const listed = await readAll(
    client,
    `${mailbox}${remote.containers}${query({ $select: remote.hasBin ? 'id' : undefined, $top: 100 })}`,
    headersOf(setting),
  );
  if (!listed.ok) throw problemOf(listed);
  if (listed.items.some((container) => container['id'] === id)) return true;
  const parentId = found.ok && isObject(found.body) ? textOf(found.body['parentFolderId']) : undefined;
  if (parentId === undefined) return found.ok;
  const parent = await lookUp(parentId, 'id');
  if (!parent.ok && !remote.isGone(parent)) throw problemOf(parent);
  return parent.ok;
}

/**
 * Removes the container with what is in it, and looks whether it is gone: what is there still would sync no more, and nobody would remove it.
 * Repeating it does no harm. @throws ChannelProblem `containerStillThere` among others
 */
export async function removeContainer(setting: Setting, id: string): Promise<void> {
  const { client, mailbox, remote } = setting;
  const result = await client.send({
    method: 'DELETE',
    path: `${mailbox}${remote.containers}/${encoded(id)}`,
    headers: headersOf(setting),
    repeatable: true,
  });
  if (!result.ok && !remote.isGone(result)) throw problemOf(result);
  if (result.ok && (await containerExists(setting, id))) throw channelProblem('containerStillThere');
}
