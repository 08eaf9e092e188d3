import { graphError } from './errors.ts';

/** `/v1.0/users('a')/contacts/delta()?$top=1` after `/v1.0`, taken apart: decoded segments, raw path, query. */
export function readTarget(target: string): { rawPath: string; segments: string[]; query: URLSearchParams } {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const segments: string[] = [];
  for (const part of path.split('/')) if (part !== '') addSegment(segments, decode(part));
  const rawPath = path.startsWith('/') ? path : `/${path}`;
  return {
    rawPath,
    segments,
    query: mark < 0 ? new URLSearchParams() : new URLSearchParams(target.slice(mark + 1)),
  };
}

function decode(part: string): string {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw Object.assign(
      graphError(400, 'BadRequest', `The path segment '${part}' is not valid URL encoding.`),
      { cause },
    );
  }
}

const KEYED = /^([A-Za-z]+)\('(.*)'\)$/;

/** `contacts('id')` becomes two segments; `delta()` and `microsoft.graph.delta()` become `delta`. */
function addSegment(segments: string[], segment: string): void {
  if (segment.endsWith(')')) {
    const keyed = KEYED.exec(segment);
    if (keyed !== null) {
      segments.push(keyed[1] ?? '', (keyed[2] ?? '').replaceAll("''", "'"));
      return;
    }
    if (segment.endsWith('()')) segment = segment.slice(0, -2);
  }
  segments.push(segment.toLowerCase().startsWith('microsoft.graph.') ? lastName(segment) : segment);
}

function lastName(segment: string): string {
  // An open extension's id keeps its full name: only functions and actions are called by their last part.
  return segment.toLowerCase().includes('opentypeextension')
    ? segment
    : segment.slice('microsoft.graph.'.length);
}
