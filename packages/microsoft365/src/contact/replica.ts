import { contact, type RemoteReplica } from '@counterpart/engine';
import { extendedPropertyMarker } from '../replica/extended-property.ts';
import { isItemGone } from '../client/problem.ts';
import type { RemoteKind } from '../replica/remote-kind.ts';
import { createReplica } from '../replica/replica.ts';
import { immutableIds, type ReplicaOptions } from '../replica/setting.ts';
import { contactFromGraph } from './from-graph.ts';
import { mappedFields, type ContactMapping } from './mapping.ts';
import { addressNames, collectionNames, nameParts, readNative } from './native.ts';
import { contactToGraph } from './to-graph.ts';

/** Contacts in a folder of a mailbox. @throws TypeError for a mapping that cannot be used. */
function remoteContacts(mapping: ContactMapping): RemoteKind {
  const fields = mappedFields(mapping);
  const properties = [
    'id',
    'lastModifiedDateTime',
    'displayName',
    ...nameParts,
    ...collectionNames,
    ...addressNames,
    ...fields.map(({ slot }) => slot.place.property),
  ];
  const select = [...new Set(properties)];
  const parent = 'parentFolderId';
  const written = [...select, parent].join(',');
  const { expand, write } = extendedPropertyMarker;
  return {
    kind: contact,
    prefer: immutableIds,
    containers: '/contactFolders',
    containerName: 'displayName',
    containerMarker: extendedPropertyMarker,
    mayAdopt: () => true,
    hasBin: true,
    parent,
    keepsIds: true,
    movedReason: 'movedOutOfFolder',
    isGone: isItemGone,
    itemsIn: (folder) => `/contactFolders/${folder}/contacts`,
    defaultItems: '/contacts',
    item: (id) => `/contacts/${id}`,
    readOptions: { $select: written, $expand: expand },
    writeOptions: { $select: written },
    // As many to a page as Graph gives of contacts (GRAPH 1.5).
    listOptions: { $select: 'id', $expand: expand, $top: 1000 },
    emptinessOptions: { $select: 'id' },
    deltaOptions: { $select: select.join(',') },
    expanded: { singleValueExtendedProperties: [] },
    isWhole: (item) => select.every((property) => property in item),
    marker: extendedPropertyMarker,
    guard: 'ifMatch',
    fromGraph: (item, known) => contactFromGraph(item, fields, readNative(known)),
    toGraphNew(content, marker) {
      const { body, native } = contactToGraph(content, fields);
      return { body: marker === null ? body : { ...body, ...write(marker) }, native };
    },
    toGraphChange(content, changed, known, marker) {
      const before = readNative(known);
      if (before === undefined) return null;
      const { body, native } = contactToGraph(content, fields, changed, before);
      return { body: { ...body, ...write(marker) }, native };
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
