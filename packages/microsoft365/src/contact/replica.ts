import { contact, type RemoteReplica } from '@counterpart/engine';
import { extendedPropertyMarker } from '../replica/extended-property.ts';
import type { RemoteKind } from '../replica/remote-kind.ts';
import { createReplica } from '../replica/replica.ts';
import type { ReplicaOptions } from '../replica/setting.ts';
import { contactFromGraph } from './from-graph.ts';
import { mappedFields, type ContactMapping } from './mapping.ts';
import { addressNames, collectionNames, nameParts, readNative } from './native.ts';
import { contactToGraph } from './to-graph.ts';

/** Contacts in a folder of a mailbox. @throws TypeError for a mapping that cannot be used. */
function remoteContacts(mapping: ContactMapping): RemoteKind {
  const fields = mappedFields(mapping);
  const properties = [
    'lastModifiedDateTime',
    'displayName',
    ...nameParts,
    ...collectionNames,
    ...addressNames,
    ...fields.map(({ slot }) => slot.place.property),
  ];
  return {
    kind: contact,
    containers: '/contactFolders',
    containerName: 'displayName',
    parent: 'parentFolderId',
    itemsIn: (folder) => `/contactFolders/${folder}/contacts`,
    defaultItems: '/contacts',
    item: (id) => `/contacts/${id}`,
    select: [...new Set(properties)],
    marker: extendedPropertyMarker,
    fromGraph: (item, known) => contactFromGraph(item, fields, readNative(known)),
    toGraphNew: (content) => contactToGraph(content, fields),
    toGraphChange(content, changed, known) {
      const native = readNative(known);
      return native === undefined ? null : contactToGraph(content, fields, changed, native);
    },
  };
}

export interface ContactReplicaOptions extends ReplicaOptions {
  readonly mapping: ContactMapping;
}

/** A person's contacts in Microsoft 365 as the engine's remote side (C1, C4). */
export function createContactReplica({ mapping, ...options }: ContactReplicaOptions): RemoteReplica {
  return createReplica(remoteContacts(mapping), options);
}
