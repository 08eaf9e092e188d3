import type { Content, FieldValue, Kind, WriteOperation } from '@counterpart/engine';
import type { Part } from '../client/batch.ts';
import type { Failure } from '../client/result.ts';
import type { Json, JsonObject } from '../json.ts';

/** Options of a query, by their names. */
export type QueryOptions = { readonly [name: string]: string | number | undefined };

/** How our identifier is kept inside the items of a kind. */
export interface MarkerPlace {
  /** '' where it was shown that there is none; undefined where nothing can be said. */
  read(item: JsonObject): string | undefined;
  /** The `$filter` that finds its items; absent where there is none: then the items are read and compared. */
  readonly filter?: (marker: string) => string;
}

/** How our identifier is kept in a container. */
export interface ContainerMarkerPlace {
  readonly expand: string;
  /** What goes into the body of a new container. */
  write(marker: string): JsonObject;
  read(container: JsonObject): string | undefined;
  /** The request that marks a container which is there. @param path of the container. */
  put(path: string, marker: string): Part;
}

/** A write that gives an item content and our marker. */
export type MarkedWrite = Extract<WriteOperation, { op: 'create' | 'update' }>;

/** Requests without which an item is not yet what a write asked for. */
export interface Remainder {
  readonly content: readonly Part[];
  /** Our marker and the like: nothing fails for the lack of it. */
  readonly marker: readonly Part[];
  /** What is known of the item does not tell: it must be read first. */
  readonly isUnclear?: true;
}

/** One kind of record in Microsoft 365: where its items lie and how they are converted. Everything else is common to all kinds. */
export interface RemoteKind {
  readonly kind: Kind;
  /** Sent with every request, or null. */
  readonly prefer: string | null;

  /** Path of the containers below the mailbox: `/contactFolders`. */
  readonly containers: string;
  /** The property of a container that holds its name. */
  readonly containerName: string;
  readonly containerMarker: ContainerMarkerPlace;
  /** Whether an empty container of our name without a marker may become ours. */
  mayAdopt(container: JsonObject): boolean;
  /** Whether the service deletes a container, and an item, by moving it into a bin where its identifier still finds it. */
  readonly hasBin: boolean;

  /** Path of the items of a container, below the mailbox. */
  itemsIn(container: string): string;
  /** Path of the items of the person's own default container, where the list of containers leaves it out. */
  readonly defaultItems: string | null;
  /** Path of one item: wherever it lies, where `keepsIds`, else in this container. */
  item(id: string, container: string): string;
  /** Whether an item keeps its identifier when it moves to another container. Where not, only its marker tells that it did. */
  readonly keepsIds: boolean;
  /** Reason of a record that lies in another container. */
  readonly movedReason: string;
  /** The property of an item that names its container; null where its path does. */
  readonly parent: string | null;
  /** Whether a failure says that this very item, or the container that it is looked for in, is not there. */
  isGone(failure: Failure): boolean;

  /** Options of reading one item, or finding some, with markers. */
  readonly readOptions: QueryOptions;
  /** Options of finding items by their markers, where they are not those of reading one. */
  readonly findOptions?: QueryOptions;
  /** Options of writing an item. */
  readonly writeOptions: QueryOptions;
  /** Options of listing the items of a container with their markers. */
  readonly listOptions: QueryOptions;
  /** Options of asking whether a container has any items. */
  readonly emptinessOptions: QueryOptions;
  /** Options of the first request of a delta round. */
  readonly deltaOptions: QueryOptions;
  /** What `readOptions` and `listOptions` show beyond the properties, as it is where there is nothing to show. */
  readonly expanded: JsonObject;
  /** Whether an item of a delta page shows all that the conversion needs. */
  isWhole(item: JsonObject): boolean;

  readonly marker: MarkerPlace;
  /** `ifMatch`: the service refuses a write to another version. `look`: nobody promises that, so we look first. */
  readonly guard: 'ifMatch' | 'look';
  /** What the service would not take of a content, in words, where that is known beforehand. */
  objection?(content: Content, operation: MarkedWrite): string | undefined;
  /** @param known what was kept when the item was last seen. */
  fromGraph(item: JsonObject, known: FieldValue | undefined): { content: Content; native: FieldValue };
  toGraphNew(content: Content, marker: string | null): { body: JsonObject; native?: FieldValue };
  /** Null: nothing is known of the item that would make it safe to write; it must be read first. */
  toGraphChange(
    content: Content,
    fields: readonly string[],
    known: FieldValue | undefined,
    marker: string,
  ): { body: JsonObject; native?: FieldValue } | null;
  /** For kinds whose items have entities within them, with requests of their own. @param path of the item. */
  remainder?(operation: MarkedWrite, item: JsonObject, path: string): Remainder;
  /** What the reply to a request of the remainder says of its item, as properties beside the item's own. */
  learned?(item: JsonObject, part: Part, body: Json | undefined): JsonObject;
  /** Whether somebody changed something within the item since it was observed that a write would overwrite (V3). */
  isOvertaken?(operation: MarkedWrite, item: JsonObject): boolean;
  /** What is then known of an item that has all that was asked for. */
  nativeAfter?(operation: MarkedWrite, item: JsonObject, native: FieldValue | undefined): FieldValue;
}
