import { addContainer, childContainers, deleteContainer, touchContainer } from '../../state/containers.ts';
import { findContainer, wellKnownContainer } from '../../state/mailbox.ts';
import type { Container, JsonObject } from '../../state/types.ts';
import { bodyObject, readBody, textOf } from '../body.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import { graphError, itemNotFound } from '../errors.ts';
import { deltaPage } from '../items/delta.ts';
import { splitCustom } from '../items/custom.ts';
import { extendedRows, matchesExtended } from '../odata/evaluate.ts';
import { arrange, contextUrl, pageAnswer } from '../odata/collection.ts';
import { readQuery, type Query } from '../odata/query.ts';

/** The folder of the path, by id or as `contacts`; 404 when there is none. */
export function folderOf(call: MailboxCall): Container {
  const folder = findContainer(call.mailbox, 'contactFolder', call.params['folderId'] ?? '');
  if (folder === null) throw itemNotFound();
  return folder;
}

export function defaultFolder(call: MailboxCall): Container {
  return wellKnownContainer(call.mailbox, 'contacts');
}

/** Folder entity (GRAPH 2.5): no etag, no changeKey. */
function folderView(
  call: MailboxCall,
  folder: Container,
  query: Pick<Query, 'select' | 'expand'>,
): JsonObject {
  const full: JsonObject = {
    id: folder.id,
    parentFolderId: folder.parentId ?? defaultParent(call, folder),
    displayName: folder.properties['displayName'] ?? null,
  };
  const view: JsonObject = {};
  for (const [name, value] of Object.entries(full)) {
    if (name === 'id' || query.select === null || query.select.has(name.toLowerCase())) view[name] = value;
  }
  const filter = query.expand.get('singlevalueextendedproperties')?.filter;
  if (filter) {
    const found = [...folder.extendedProperties.values()].filter((property) =>
      matchesExtended(filter, property),
    );
    if (found.length > 0)
      view['singleValueExtendedProperties'] = found.map(({ id, value }) => ({ id, value }));
  }
  return view;
}

/** Folders made in the default one name it as their parent; the default folder's own parent is the root, shown as itself. */
function defaultParent(call: MailboxCall, folder: Container): string {
  return folder.wellKnownName === null ? defaultFolder(call).id : call.mailbox.personId;
}

export function listFolders(call: MailboxCall, parentId: string | null): GraphAnswer {
  const query = readQuery(call.query);
  // The default folder is not listed (GRAPH 1.5).
  const folders = childContainers(call.mailbox, 'contactFolder', parentId).filter(
    ({ wellKnownName }) => wellKnownName === null,
  );
  const rows = arrange(folders, query, (folder) => (name) => {
    if (name.toLowerCase() === 'singlevalueextendedproperties')
      return extendedRows(folder.extendedProperties);
    return folderView(call, folder, { select: null, expand: new Map() })[name];
  });
  return pageAnswer(call, query, rows, context(call), (folder) => folderView(call, folder, query));
}

export function getFolder(call: MailboxCall): GraphAnswer {
  return answer(call, 200, folderOf(call), readQuery(call.query));
}

export function postFolder(call: MailboxCall, parent: Container | null): GraphAnswer {
  const { rest, extendedProperties } = splitCustom(bodyObject(call));
  const asked =
    typeof rest['parentFolderId'] === 'string'
      ? findContainer(call.mailbox, 'contactFolder', rest['parentFolderId'])
      : parent;
  const parentId = asked === null || asked.wellKnownName !== null ? null : asked.id;
  const displayName = checkedName(call, rest, null, parentId);
  if (displayName === null)
    throw graphError(400, 'ErrorInvalidRequest', 'A contact folder needs a displayName.');
  const folder = addContainer(call.state, call.mailbox, {
    kind: 'contactFolder',
    parentId,
    properties: { displayName },
  });
  for (const property of extendedProperties) folder.extendedProperties.set(property.id, property);
  return answer(call, 201, folder, { select: null, expand: new Map() });
}

export function patchFolder(call: MailboxCall): GraphAnswer {
  const folder = folderOf(call);
  const { rest, extendedProperties } = splitCustom(bodyObject(call));
  const displayName = checkedName(call, rest, folder, folder.parentId);
  if (folder.wellKnownName !== null && displayName !== null) throw distinguished();
  if (displayName !== null) folder.properties['displayName'] = displayName;
  for (const property of extendedProperties) folder.extendedProperties.set(property.id, property);
  touchContainer(call.state, call.mailbox, folder);
  return answer(call, 200, folder, { select: null, expand: new Map() });
}

export function removeFolder(call: MailboxCall): GraphAnswer {
  const folder = folderOf(call);
  if (folder.wellKnownName !== null) throw distinguished();
  deleteContainer(call.state, call.mailbox, folder);
  return { status: 204 };
}

export function folderDelta(call: MailboxCall): GraphAnswer {
  return deltaPage(call, {
    of: 'contactFolders',
    log: call.mailbox.containerLogs.contactFolder,
    context: context(call),
    odataType: '#microsoft.graph.contactFolder',
    entities(entry, select) {
      const folder = call.mailbox.containers.get(entry.key);
      if (folder === undefined || folder.wellKnownName !== null) return [];
      return [folderView(call, folder, { select, expand: new Map() })];
    },
    goneId: ({ id }) => id,
  });
}

/** The name to set, or null when the body has none. Two folders of one parent cannot share a name. */
function checkedName(
  call: MailboxCall,
  body: JsonObject,
  folder: Container | null,
  parentId: string | null,
): string | null {
  const types = { displayName: 'string', parentFolderId: 'string', id: 'readOnly' } as const;
  const { displayName } = readBody('contactFolder', types, body);
  if (typeof displayName !== 'string') return null;
  if (displayName.trim() === '')
    throw graphError(400, 'ErrorInvalidRequest', 'A contact folder needs a displayName.');
  const siblings = childContainers(call.mailbox, 'contactFolder', parentId);
  const taken = siblings.some(
    (other) =>
      other !== folder && textOf(other.properties['displayName']).toLowerCase() === displayName.toLowerCase(),
  );
  if (taken) throw graphError(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
  return displayName;
}

function distinguished(): Error {
  return graphError(403, 'ErrorAccessDenied', 'The default Contacts folder cannot be renamed or deleted.');
}

function context(call: MailboxCall): string {
  return `users('${encodeURIComponent(call.person.id)}')/contactFolders`;
}

function answer(
  call: MailboxCall,
  status: number,
  folder: Container,
  query: Pick<Query, 'select' | 'expand'>,
): GraphAnswer {
  return {
    status,
    body: {
      '@odata.context': contextUrl(call, `${context(call)}/$entity`),
      ...folderView(call, folder, query),
    },
  };
}
