import { graphError } from '../errors.ts';
import type { Expression } from './expression.ts';
import { parseFilter } from './parse.ts';

/** The query options of a collection or an entity, parsed. */
export type Query = {
  /** Lower-case property names, or null for all. */
  select: Set<string> | null;
  filter: Expression | null;
  orderBy: { path: string[]; descending: boolean }[];
  expand: Map<string, Expand>;
  top: number | null;
  skip: number;
  count: boolean;
  search: string | null;
};

/** One navigation property of `$expand` with the options in its parentheses. */
export type Expand = { filter: Expression | null; select: Set<string> | null };

const KNOWN = new Set([
  '$select',
  '$filter',
  '$orderby',
  '$expand',
  '$top',
  '$skip',
  '$count',
  '$search',
  '$skiptoken',
  '$deltatoken',
  '$format',
]);

/** Reads the query options; names may be written with or without `$`. Throws 400 BadRequest. */
export function readQuery(params: URLSearchParams): Query {
  const query: Query = {
    select: null,
    filter: null,
    orderBy: [],
    expand: new Map(),
    top: null,
    skip: 0,
    count: false,
    search: null,
  };
  for (const [name, text] of params) {
    switch (optionName(name)) {
      case '$select':
        query.select = readSelect(text);
        break;
      case '$filter':
        query.filter = parseFilter(text);
        break;
      case '$orderby':
        query.orderBy = readOrderBy(text);
        break;
      case '$expand':
        query.expand = readExpand(text);
        break;
      case '$top':
        query.top = readNumber('$top', text);
        break;
      case '$skip':
        query.skip = readNumber('$skip', text);
        break;
      case '$count':
        query.count = text.toLowerCase() === 'true';
        break;
      case '$search':
        query.search = text;
        break;
      default:
    }
  }
  return query;
}

/** The option's usual name: in lower case, with `$`. */
export function optionName(name: string): string {
  const lower = name.toLowerCase();
  return lower.startsWith('$') || !KNOWN.has(`$${lower}`) ? lower : `$${lower}`;
}

export function option(params: URLSearchParams, wanted: string): string | null {
  for (const [name, text] of params) if (optionName(name) === wanted) return text;
  return null;
}

function readNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text.trim())) {
    throw graphError(
      400,
      'BadRequest',
      `Invalid value '${text}' for ${name} query option found. The ${name} query option requires a non-negative integer value.`,
    );
  }
  return Number(text);
}

export function readSelect(text: string): Set<string> {
  return new Set(
    text
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter(Boolean),
  );
}

function readOrderBy(text: string): Query['orderBy'] {
  return text.split(',').map((part) => {
    const [path = '', direction = 'asc'] = part.trim().split(/\s+/);
    if (!/^[\w/]+$/.test(path) || !/^(asc|desc)$/i.test(direction)) {
      throw graphError(400, 'BadRequest', `Syntax error in the $orderby clause '${part}'.`);
    }
    return { path: path.split('/'), descending: direction.toLowerCase() === 'desc' };
  });
}

function readExpand(text: string): Query['expand'] {
  const expand: Query['expand'] = new Map();
  for (const part of splitOutside(text, ',')) {
    const match = /^\s*(\w+)\s*(?:\((.*)\))?\s*$/s.exec(part);
    if (match === null) throw graphError(400, 'BadRequest', `Syntax error in the $expand clause '${part}'.`);
    const options: Expand = { filter: null, select: null };
    for (const inner of splitOutside(match[2] ?? '', ';')) {
      const [name = '', ...rest] = inner.split('=');
      const known = optionName(name.trim());
      if (known === '$filter') options.filter = parseFilter(rest.join('='));
      if (known === '$select') options.select = readSelect(rest.join('='));
    }
    expand.set((match[1] ?? '').toLowerCase(), options);
  }
  return expand;
}

/** Splits at `mark` where it stands outside parentheses and quotes. */
function splitOutside(text: string, mark: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const letter = text[index];
    if (letter === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (letter === '(') depth++;
    else if (letter === ')') depth--;
    else if (letter === mark && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  const last = text.slice(start);
  return last.trim() === '' ? parts : [...parts, last];
}
