import type { JsonObject, Person } from '../../state/types.ts';
import type { GraphAnswer, GraphCall } from '../call.ts';
import { graphError } from '../errors.ts';
import { arrange, contextUrl, linkWith } from '../odata/collection.ts';
import type { Expression } from '../odata/expression.ts';
import { option, readQuery, type Query } from '../odata/query.ts';
import { userRow, userView } from './user.ts';

const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 999;

/** `GET /users` (GRAPH 1.1): `$skiptoken` paging; `$search` and friends need ConsistencyLevel: eventual. */
export function listUsers(call: GraphCall): GraphAnswer {
  const query = readQuery(call.query);
  checkAdvanced(call, query);
  const people = matchingPeople(call, query);
  const size = query.top ?? DEFAULT_PAGE;
  if (size < 1 || size > LARGEST_PAGE) {
    throw graphError(
      400,
      'Request_UnsupportedQuery',
      `Invalid page size specified: '${size}'. Must be between 1 and ${LARGEST_PAGE} inclusive.`,
    );
  }
  const start = readSkipToken(option(call.query, '$skiptoken'));
  const page = people.slice(start, start + size);
  const body: JsonObject = { '@odata.context': contextUrl(call, 'users') };
  if (query.count && start === 0) body['@odata.count'] = people.length;
  if (start + size < people.length)
    body['@odata.nextLink'] = linkWith(call, { $skiptoken: skipToken(start + size) });
  body['value'] = page.map((person) => userView(person, query.select, false));
  return { status: 200, body };
}

export function countUsers(call: GraphCall): GraphAnswer {
  if (!isEventual(call)) throw unsupported('$count is not currently supported.');
  const people = matchingPeople(call, readQuery(call.query));
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: Buffer.from(String(people.length)) };
}

function matchingPeople(call: GraphCall, query: Query): Person[] {
  const terms = query.search === null ? [] : readSearch(query.search);
  const everybody = call.caller.tenant.people.values();
  const people =
    terms.length === 0
      ? everybody
      : [...everybody].filter((person) => terms.some((all) => all.every((term) => found(person, term))));
  return arrange(people, query, userRow);
}

function checkAdvanced(call: GraphCall, query: Query): void {
  if (isEventual(call) && query.count) return;
  if (query.search !== null && !isEventual(call)) {
    throw unsupported(
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
  }
  if (query.filter !== null && (query.orderBy.length > 0 || endsWith(query.filter))) {
    throw unsupported(
      'Operator or sort is not supported without the ConsistencyLevel:eventual header and $count=true.',
    );
  }
}

function isEventual(call: GraphCall): boolean {
  return call.header('consistencylevel')?.toLowerCase() === 'eventual';
}

function unsupported(message: string): Error {
  return graphError(400, 'Request_UnsupportedQuery', message);
}

function endsWith(filter: Expression): boolean {
  if (filter.op === 'and' || filter.op === 'or') return endsWith(filter.left) || endsWith(filter.right);
  if (filter.op === 'not') return true;
  return filter.op === 'text' && filter.name !== 'startswith';
}

type Term = { property: string; text: string };

/** `"displayName:ann" OR "mail:ann"`: alternatives, each of terms that all apply ("$search query parameter"). */
function readSearch(search: string): Term[][] {
  const alternatives = search.split(/(?<=")\s+OR\s+(?=")/i).map((clauses) =>
    [...clauses.matchAll(/"([^":]+):([^"]*)"/g)].map(([, property = '', text = '']) => ({
      property,
      text: text.toLowerCase(),
    })),
  );
  if (alternatives.some((terms) => terms.length === 0))
    throw graphError(
      400,
      'Request_BadRequest',
      'Unrecognized query argument specified: $search. Write "property:value".',
    );
  return alternatives;
}

/** A value matches when one of its words begins with the text. */
function found(person: Person, { property, text }: Term): boolean {
  const value = userRow(person)(property);
  if (typeof value !== 'string') return false;
  const lower = value.toLowerCase();
  return lower.startsWith(text) || lower.split(/[\s@._-]+/).some((word) => word.startsWith(text));
}

function skipToken(start: number): string {
  return Buffer.from(`RFNwdAIAAQ:${start}`).toString('base64url');
}

function readSkipToken(token: string | null): number {
  if (token === null) return 0;
  const start = /^RFNwdAIAAQ:(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (start === undefined)
    throw graphError(
      400,
      'Directory_ExpiredPageToken',
      'The specified page token value has expired and can no longer be included in your request.',
    );
  return Number(start);
}
