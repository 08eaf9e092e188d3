import type { FieldValue } from '@counterpart/engine';
import type { Part } from '../client/batch.ts';
import { isObject, listOf, textOf, type JsonObject } from '../json.ts';
import type { MarkedWrite as Write, Remainder } from '../replica/remote-kind.ts';
import { encoded } from '../replica/setting.ts';
import { remoteSteps, stepsOf, stepToGraph, stepWrites, type StepWrites } from './checklist.ts';
import {
  applicationName,
  extensionBody,
  extensionName,
  extensionOf,
  ownLink,
  type LinkMaker,
} from './marker.ts';
import { readNative } from './native.ts';

/** The requests that the steps and the marker of a task still need. @param path of the task. */
export function remainderOf(write: Write, item: JsonObject, path: string, linkFor: LinkMaker): Remainder {
  return { content: stepParts(write, item, path), marker: markerParts(write.marker, item, path, linkFor) };
}

/** Null: the write does not concern the steps. */
function stepsToWrite(write: Write, item: JsonObject, order: readonly string[]): StepWrites | null {
  if (write.op === 'update' && !write.fields.includes('checklist')) return null;
  return stepWrites(stepsOf(write.content['checklist']), remoteSteps(item['checklistItems'], order));
}

/** New steps first, removals last: what a broken connection leaves behind is rather too much than too little. */
function stepParts(write: Write, item: JsonObject, path: string): Part[] {
  const native = 'native' in write ? readNative(write.native) : undefined;
  const writes = stepsToWrite(write, item, native?.steps ?? []);
  if (writes === null) return [];
  const one = (id: string) => `${path}/checklistItems/${encoded(id)}`;
  return [
    ...writes.added.map((step) => ({
      method: 'POST' as const,
      path: `${path}/checklistItems`,
      body: stepToGraph(step),
    })),
    ...writes.changed.map(({ id, values }) => ({ method: 'PATCH' as const, path: one(id), body: values })),
    ...writes.removed.map((id) => ({ method: 'DELETE' as const, path: one(id) })),
  ];
}

function markerParts(marker: string, item: JsonObject, path: string, linkFor: LinkMaker): Part[] {
  const link = ownLink(item);
  const links = `${path}/linkedResources`;
  if (link) {
    const id = textOf(link['id']);
    if (link['externalId'] === marker || id === undefined) return [];
    return [{ method: 'PATCH', path: `${links}/${encoded(id)}`, body: linkFor(marker) }];
  }
  if (listOf(item['linkedResources']).filter(isObject).length === 0)
    return [{ method: 'POST', path: links, body: linkFor(marker) }];
  const extension = extensionOf(item);
  if (extension === marker) return [];
  const extensions = `${path}/extensions`;
  return extension === undefined
    ? [{ method: 'POST', path: extensions, body: extensionBody(marker) }]
    : [{ method: 'PATCH', path: `${extensions}/${extensionName}`, body: extensionBody(marker) }];
}

/** What is known of a task whose steps are all there: their order is the CRM's. */
export function nativeAfter(write: Write, item: JsonObject, native: FieldValue | undefined): FieldValue {
  const before = readNative(native) ?? { marker: '', steps: [], days: {} };
  const order = stepsToWrite(write, item, before.steps)?.order.filter((id) => id !== undefined);
  return { ...before, marker: write.marker, ...(order === undefined ? {} : { steps: order }) };
}

/** @param localUrl address of the record in the CRM, from its identifier there. */
export const linkMaker =
  (name: string, localUrl: (localId: string) => string): LinkMaker =>
  (marker) => ({
    applicationName,
    displayName: name,
    externalId: marker,
    // A marker ends with the CRM's identifier of the record.
    webUrl: localUrl(marker.slice(marker.lastIndexOf('/') + 1)),
  });
