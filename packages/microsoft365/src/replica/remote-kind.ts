import type { Content, FieldValue, Kind } from '@counterpart/engine';
import type { JsonObject } from '../json.ts';

/** How our identifier is kept inside the items of a kind. */
export interface MarkerPlace {
  /** The `$expand` that makes it visible. */
  readonly expand: string;
  /** What goes into the body of a write. */
  write(marker: string): JsonObject;
  read(item: JsonObject): string | undefined;
  /** The `$filter` that finds its items. */
  filter(marker: string): string;
}

/** One kind of record in Microsoft 365: where its items lie and how they are converted. Everything else is common to all kinds. */
export interface RemoteKind {
  readonly kind: Kind;
  /** Path of the containers below the mailbox: `/contactFolders`. */
  readonly containers: string;
  /** The property of a container that holds its name. */
  readonly containerName: string;
  /** The property of an item that names its container. */
  readonly parent: string;
  /** Path of the items of a container, below the mailbox. */
  itemsIn(container: string): string;
  /** Path of the items of the person's own default container, which the list of containers may leave out. */
  readonly defaultItems: string;
  /** Path of one item, wherever it lies. */
  item(id: string): string;
  /** The properties to ask for, beside `id`. */
  readonly select: readonly string[];
  readonly marker: MarkerPlace;
  /** @param known what was kept when the item was last seen. */
  fromGraph(item: JsonObject, known: FieldValue | undefined): { content: Content; native: FieldValue };
  toGraphNew(content: Content): { body: JsonObject; native: FieldValue };
  /** Null: nothing is known of the item that would make it safe to write; it must be read first. */
  toGraphChange(
    content: Content,
    fields: readonly string[],
    known: FieldValue | undefined,
  ): { body: JsonObject; native: FieldValue } | null;
}
