import type {
  Container,
  ContainerKind,
  Item,
  ItemKind,
  Json,
  JsonObject,
  Mailbox,
} from '../../state/types.ts';
import type { MailboxCall } from '../call.ts';

/**
 * What one kind of item is to Graph. The handlers in this folder (list, read, delta, delete, move, extensions) work for any kind that is
 * described so; a new kind is one such description and its write rules.
 */
export type ItemType = {
  kind: ItemKind;
  containerKind: ContainerKind;
  /** Lower-case or camel-case name of the entity: `contact`. The type is `#microsoft.graph.contact`. */
  entity: string;
  /** Names of all properties in the order of Graph's answers, `id` first. */
  names: readonly string[];
  /** One property's value by its Graph name, ids apart. */
  read(item: Item, name: string): Json | undefined;
  /** Properties that are left out when they have no value, instead of null (GRAPH 2.7). */
  omitsEmpty: boolean;
  /** Whether Prefer: IdType="ImmutableId" works for it (GRAPH 2.1). */
  hasImmutableIds: boolean;
  /** Whether extended properties can be stored in it (GRAPH 1.4). */
  hasExtendedProperties: boolean;
  /** The collection's name in `@odata.context`, for the container that was asked. */
  context(call: MailboxCall, container: Container): string;
  /** Checks and normalises a body and stores it as a new item. Throws GraphError. */
  create(call: MailboxCall, container: Container, body: JsonObject): Item;
  update(call: MailboxCall, item: Item, body: JsonObject): void;
  remove(call: MailboxCall, item: Item): void;
  /** The navigation properties that `$expand` may name beside extensions. */
  expand?: Record<string, (call: MailboxCall, item: Item) => Json>;
  /** Extra work when the entity is shown (time zones, body formats). */
  present?(call: MailboxCall, mailbox: Mailbox, entity: JsonObject, item: Item): void;
};
