import type { MailboxCall } from '../call.ts';
import { graphError } from '../errors.ts';
import type { Expression, Operand } from '../odata/expression.ts';
import { optionName, readQuery } from '../odata/query.ts';
import { invalidRequest } from './errors.ts';

/**
 * Query options of To Do's collections, outside of delta.
 *
 * Finding a task by a marker. Nothing that is documented does it: To Do has no extended properties (GRAPH 1.4), and no page names a
 * `$filter` on linkedResources or extensions. One client is known to send `linkedResources/any(l:l/externalId eq '…')`, but it takes any
 * failure for "none", so its use proves nothing: `todoFiltersLinks` allows or refuses it. What works is a `$filter` on properties of the
 * task itself: `status eq 'completed'`, `title eq`, `contains(title, …)`, `dueDateTime/dateTime ne null` (msgraph-sdk-dotnet#2967, which
 * also reports that `and` with `or` in one filter answers wrongly). A client that looks for its marker reads the list with
 * `$expand=linkedResources` (or extensions), narrowed by title if it likes, and compares `externalId` itself.
 */
export function todoQuery(call: MailboxCall): MailboxCall {
  const { unknowns } = call.state;
  const { filter } = readQuery(call.query);
  for (const path of filter === null ? [] : pathsOf(filter)) checkPath(path, unknowns.todoFiltersLinks);
  const selects = [...call.query.keys()].filter((name) => optionName(name) === '$select');
  if (selects.length === 0 || unknowns.todoSelect === 'honoured') return call;
  if (unknowns.todoSelect === 'refused') throw invalidRequest('RequestBroker--ParseUri', 'Invalid request');
  const query = new URLSearchParams(call.query);
  for (const name of selects) query.delete(name);
  return { ...call, query };
}

function checkPath(path: string[], filtersLinks: boolean): void {
  const first = (path[0] ?? '').toLowerCase();
  if (first === 'wellknownlistname') {
    // Seen in microsoft-graph-docs#17694.
    throw graphError(400, 'invalidRequest', 'Invalid request', {}, 'RequestBroker--ParseUri');
  }
  const isNavigation = ['checklistitems', 'extensions', 'attachments'].includes(first);
  if (isNavigation || (first === 'linkedresources' && !filtersLinks))
    throw invalidRequest('RequestBroker--ParseUri', `A filter on '${path.join('/')}' is not supported.`);
}

function pathsOf(expression: Expression): string[][] {
  switch (expression.op) {
    case 'and':
    case 'or':
      return [...pathsOf(expression.left), ...pathsOf(expression.right)];
    case 'not':
      return pathsOf(expression.inner);
    case 'compare':
    case 'text':
      return operandPaths([expression.left, expression.right]);
    case 'in':
      return operandPaths([expression.left]);
    case 'any':
    case 'all':
      return [expression.path];
  }
}

function operandPaths(operands: Operand[]): string[][] {
  return operands.flatMap((operand) => (operand.is === 'path' ? [operand.path] : []));
}
