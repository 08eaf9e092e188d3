import type { ExtendedProperty } from './types.ts';

const GUID = String.raw`\{[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\}`;
const NAMED = new RegExp(String.raw`^(\w+)\s+(${GUID})\s+Name\s+(.+)$`, 'i');
const NUMBERED = new RegExp(String.raw`^(\w+)\s+(${GUID})\s+Id\s+(0x[0-9a-f]+)$`, 'i');
const TAGGED = /^(\w+)\s+(0x[0-9a-f]+)$/i;
const TYPES = new Map(
  [
    'String',
    'Integer',
    'Boolean',
    'SystemTime',
    'Double',
    'Float',
    'Long',
    'Short',
    'Currency',
    'CLSID',
    'Binary',
  ].map((type) => [type.toLowerCase(), type]),
);

/**
 * One spelling for an extended property's id, or null when it is not one (GRAPH 1.4): the type and GUID ignore case, the name does not.
 * Forms: `String {guid} Name X`, `Integer {guid} Id 0x8012`, `String 0x4001001E`.
 */
export function normalisePropertyId(id: string): string | null {
  const named = NAMED.exec(id);
  const numbered = named === null ? NUMBERED.exec(id) : null;
  const tagged = TAGGED.exec(id);
  const type = TYPES.get((named ?? numbered ?? tagged)?.[1]?.toLowerCase() ?? '');
  if (type === undefined) return null;
  if (named !== null) return `${type} ${named[2]?.toLowerCase()} Name ${named[3]}`;
  if (numbered !== null) return `${type} ${numbered[2]?.toLowerCase()} Id ${numbered[3]?.toLowerCase()}`;
  return `${type} ${tagged?.[2]?.toLowerCase()}`;
}

/** Whether the value compares as a number. */
export function isNumeric(property: ExtendedProperty): boolean {
  return /^(Integer|Double|Float|Long|Short|Currency) /.test(property.id);
}
