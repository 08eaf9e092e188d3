import type { Container } from '../../state/types.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import { graphError } from '../errors.ts';
import { itemDelta } from '../items/delta.ts';
import { mountExtensions } from '../items/extensions.ts';
import {
  countItems,
  getItem,
  itemOf,
  listItems,
  patchItem,
  postItem,
  removeItem,
} from '../items/handlers.ts';
import type { Permission, Router } from '../router.ts';
import {
  defaultFolder,
  folderDelta,
  folderOf,
  getFolder,
  listFolders,
  patchFolder,
  postFolder,
  removeFolder,
} from './folders.ts';
import { CONTACT } from './type.ts';

const READ: Permission = {
  scopes: ['Contacts.Read', 'Contacts.ReadWrite'],
  roles: ['Contacts.Read', 'Contacts.ReadWrite'],
};
const WRITE: Permission = { scopes: ['Contacts.ReadWrite'], roles: ['Contacts.ReadWrite'] };

/** Contacts and contact folders (GRAPH 1.5). */
export function mountContacts(router: Router<MailboxCall, GraphAnswer>): void {
  mountIn('/contacts', defaultFolder);
  for (const folders of ['/contactFolders', '/contactFolders/{parentId}/childFolders']) {
    mountIn(`${folders}/{folderId}/contacts`, folderOf);
    router.on('GET', `${folders}/{folderId}`, READ, getFolder);
    router.on('PATCH', `${folders}/{folderId}`, WRITE, patchFolder);
    router.on('DELETE', `${folders}/{folderId}`, WRITE, removeFolder);
    router.on('POST', `${folders}/{folderId}/permanentDelete`, WRITE, removeFolder);
  }
  router.on('GET', '/contactFolders', READ, (call) => listFolders(call, null));
  router.on('POST', '/contactFolders', WRITE, (call) => postFolder(call, null));
  router.on('GET', '/contactFolders/delta', READ, folderDelta);
  router.on('GET', '/contactFolders/{folderId}/childFolders', READ, (call) => {
    const folder = folderOf(call);
    return listFolders(call, folder.wellKnownName === null ? folder.id : null);
  });
  router.on('POST', '/contactFolders/{folderId}/childFolders', WRITE, (call) =>
    postFolder(call, folderOf(call)),
  );

  /** `/me/contacts/{id}` reaches a contact in any folder; below a folder only its own. */
  function mountIn(path: string, container: (call: MailboxCall) => Container): void {
    const anywhere = path === '/contacts';
    const find = (call: MailboxCall) => itemOf(call, CONTACT, 'id', anywhere ? undefined : container(call));
    router.on('GET', path, READ, (call) => listItems(call, CONTACT, container(call)));
    router.on('POST', path, WRITE, (call) => postItem(call, CONTACT, container(call)));
    router.on('GET', `${path}/$count`, READ, (call) => countItems(call, CONTACT, container(call)));
    router.on('GET', `${path}/delta`, READ, (call) => itemDelta(call, CONTACT, container(call)));
    router.on('GET', `${path}/{id}`, READ, (call) => getItem(call, CONTACT, find(call)));
    router.on('PATCH', `${path}/{id}`, WRITE, (call) => patchItem(call, CONTACT, find(call)));
    router.on('DELETE', `${path}/{id}`, WRITE, (call) => removeItem(call, CONTACT, find(call)));
    router.on('POST', `${path}/{id}/permanentDelete`, WRITE, (call) => removeItem(call, CONTACT, find(call)));
    router.on('GET', `${path}/{id}/photo/$value`, READ, (call) => {
      find(call);
      throw graphError(
        404,
        'ErrorItemNotFound',
        'The specified object was not found in the store., The photo was not found.',
      );
    });
    mountExtensions(router, `${path}/{id}`, READ, WRITE, find);
  }
}
