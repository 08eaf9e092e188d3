import type { FieldValue } from '@counterpart/engine';
import { z } from 'zod';
import type { JsonObject } from '../json.ts';
import {
  expandProperties,
  markerProperty,
  ownProperty,
  readProperty,
  writeProperties,
} from '../replica/extended-property.ts';

/** Which channel made an event, by the identifier of its container. An event without it is a person's own (E7, E10). */
export const madeByProperty = ownProperty('CounterpartMadeBy');
const detailsProperty = ownProperty('CounterpartMeeting');

const shape = z.object({
  /** The IANA zone that the CRM gave the event: Windows knows fewer. */
  zone: z.string().optional(),
  /** Participants who are not invited (E11), as in the canonical content. */
  participants: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  /** Where one joins online, where that is not Microsoft's. */
  joinUrl: z.string().optional(),
  /** The CRM made it private itself, so there is nothing to hide from the CRM (E10). */
  known: z.literal(true).optional(),
});

/** What the CRM knows of an event and Outlook has no property for, kept in the event in an extended property, as JSON. */
export type Details = z.output<typeof shape>;

export const detailsShape = shape;

export const propertiesExpand = expandProperties([markerProperty, madeByProperty, detailsProperty]);

/** Whether the extended properties of an item were asked for. */
export const showsProperties = (item: JsonObject): boolean => 'singleValueExtendedProperties' in item;

/** What was kept; nothing for an event of which it cannot be read. */
export function readDetails(item: JsonObject): Details {
  const text = readProperty(item, detailsProperty);
  if (text === undefined) return {};
  try {
    return shape.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    // Somebody else's, or damaged: as if there were none.
    return {};
  }
}

export const readMadeBy = (item: JsonObject): string | undefined => readProperty(item, madeByProperty);

/** The properties of a write; what is undefined is left as it is. */
export function writeOwn(values: {
  marker: string | null;
  madeBy?: string;
  details?: Details | undefined;
}): JsonObject {
  const { marker, madeBy, details } = values;
  return writeProperties({
    ...(marker === null ? {} : { [markerProperty]: marker }),
    ...(madeBy === undefined ? {} : { [madeByProperty]: madeBy }),
    ...(details === undefined ? {} : { [detailsProperty]: JSON.stringify(details) }),
  });
}

export const asFieldValue = (value: object): FieldValue =>
  JSON.parse(JSON.stringify(value)) as { [name: string]: FieldValue };
