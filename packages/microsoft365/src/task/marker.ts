import { isObject, listOf, textOf, type JsonObject } from '../json.ts';

/**
 * How a task carries our identifier. To Do has no extended properties (GRAPH 1.4), so there are two places for it:
 *
 * - a linked resource, which is the link back to the CRM's record as well (T3). It travels in the body of the POST that makes the task (GRAPH 1.6), so no
 *   task of ours is ever without it, and it costs no request of its own;
 * - where a person's task has a linked resource of another app already, an open extension: a task has room for one linked resource only
 *   (microsoft-graph-docs#12699), and that one is not ours to replace. Extensions are the exception and not the rule because they are limited for the
 *   whole tenant (455 in 10 s, GRAPH 4) and a person can neither see nor follow them.
 *
 * No `$filter` finds either, and neither is known to be expanded in delta (GRAPH 6, 10): markers are read with the list and compared.
 */
export const applicationName = 'Counterpart';

/** One name for ever: each name occupies a mailbox for good (GRAPH 1.4). */
export const extensionName = 'Com.Counterpart.Marker';

/** What makes both visible. */
export const markerExpand = `linkedResources,extensions($filter=id eq '${extensionName}')`;

/** The entry of the task's linked resources that is ours. */
export const ownLink = (item: JsonObject): JsonObject | undefined =>
  listOf(item['linkedResources'])
    .filter(isObject)
    .find((link) => link['applicationName'] === applicationName);

/** The value of our extension of a task or list. */
export function extensionOf(item: JsonObject): string | undefined {
  const ours = listOf(item['extensions'])
    .filter(isObject)
    .find((one) => [one['id'], one['extensionName']].some((name) => isOurName(textOf(name))));
  return ours && textOf(ours['marker']);
}

/** Graph shows the name with the namespace of open extensions before it, in some places. */
const isOurName = (name: string | undefined): boolean =>
  name?.toLowerCase().endsWith(extensionName.toLowerCase()) === true;

/** '' where the item was shown with its markers and has none of ours; undefined where they were not shown. */
export function markerOf(item: JsonObject): string | undefined {
  const found = textOf(ownLink(item)?.['externalId']) ?? extensionOf(item);
  const wasLookedAt = item['linkedResources'] !== undefined && item['extensions'] !== undefined;
  return found ?? (wasLookedAt ? '' : undefined);
}

export const extensionBody = (marker: string): JsonObject => ({
  '@odata.type': 'microsoft.graph.openTypeExtension',
  extensionName,
  marker,
});

/** Makes the linked resource that carries a marker. */
export type LinkMaker = (marker: string) => JsonObject;
