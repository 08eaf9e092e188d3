import type { FieldValue, Snapshot } from '@counterpart/engine';
import type { GraphClient } from '../client/client.ts';
import { channelProblem } from '../errors.ts';
import { textOf, type JsonObject } from '../json.ts';
import type { RemoteKind } from './remote-kind.ts';

export interface ReplicaOptions {
  readonly client: GraphClient;
  /** Path of the mailbox: `/me` with a person's own token, else `/users/{id}`. */
  readonly mailbox: string;
  /** The container of the channel, where it is known already. */
  readonly container: string | null;
  /** The name that a new container gets: the CRM's. */
  readonly containerName: string;
  /** Our identifier of the container: the same for a channel for ever, and for no other one. */
  readonly containerMarker: string;
  /** What was kept (`Snapshot.native`) when these records were last seen; the ledger knows. Records that it does not know are left out. */
  readonly recall: (ids: readonly string[]) => Promise<ReadonlyMap<string, FieldValue>>;
}

/** What the parts of a replica share. */
export interface Setting extends Omit<ReplicaOptions, 'container'> {
  readonly remote: RemoteKind;
  /** Changes when the container is found or made. */
  container: string | null;
}

/** On every call, or the identifiers of items would change when they move ("Obtain immutable identifiers for Outlook resources"). */
export const immutableIds = 'IdType="ImmutableId"';
export const outlookHeaders = { prefer: immutableIds } as const;

/** @throws ChannelProblem `containerMissing` */
export function containerOf({ container }: Setting): string {
  if (container === null) throw channelProblem('containerMissing');
  return container;
}

/** What goes with every request of a kind. */
export const headersOf = (
  { remote }: Pick<Setting, 'remote'>,
  ...more: string[]
): { readonly [name: string]: string } => {
  const prefer = [...(remote.prefer === null ? [] : [remote.prefer]), ...more].join(', ');
  return prefer === '' ? {} : { prefer };
};

/** Path of one item of our container. */
export const pathOfItem = (setting: Setting, id: string): string =>
  setting.mailbox +
  setting.remote.item(encoded(id), setting.container === null ? '' : encoded(setting.container));

export const encoded = (id: string): string => encodeURIComponent(id);

/** An item as the engine sees it; undefined for what has no identifier and so is no item. */
export function snapshotOf(
  { remote }: Setting,
  item: JsonObject,
  known: FieldValue | undefined,
  marker = remote.marker.read(item),
): Snapshot | undefined {
  const id = textOf(item['id']);
  if (!id) return undefined;
  const { content, native } = remote.fromGraph(item, known);
  const modifiedAtMs = Date.parse(textOf(item['lastModifiedDateTime']) ?? '');
  return {
    id,
    version: textOf(item['@odata.etag']) ?? '',
    content,
    native,
    modifiedAtMs: Number.isNaN(modifiedAtMs) ? 0 : modifiedAtMs,
    ...(marker === undefined ? {} : { marker }),
  };
}
