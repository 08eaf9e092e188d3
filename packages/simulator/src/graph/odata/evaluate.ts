import { isNumeric, normalisePropertyId } from '../../state/extended.ts';
import type { ExtendedProperty } from '../../state/types.ts';
import type { Expression, Operand, Operator, TextFunction } from './expression.ts';

/** Reads one property of a row by its Graph name; undefined where there is no such value. */
export type Row = (name: string) => unknown;

type Scope = { row: Row; variable: string; bound: unknown };
type Value = string | number | boolean | null | undefined;

/** Marks an extended property, whose id and value compare by rules of their own (GRAPH 1.4). */
class ExtendedRow {
  readonly property: ExtendedProperty;
  constructor(property: ExtendedProperty) {
    this.property = property;
  }
}

export function extendedRows(properties: Map<string, ExtendedProperty>): unknown[] {
  return Array.from(properties.values(), (property) => new ExtendedRow(property));
}

/** `$filter` inside `$expand=singleValueExtendedProperties(…)`. */
export function matchesExtended(expression: Expression, property: ExtendedProperty): boolean {
  return evaluate(expression, { row: () => undefined, variable: '', bound: new ExtendedRow(property) });
}

export function matches(expression: Expression, row: Row): boolean {
  return evaluate(expression, { row, variable: '', bound: undefined });
}

function evaluate(expression: Expression, scope: Scope): boolean {
  switch (expression.op) {
    case 'and':
      return evaluate(expression.left, scope) && evaluate(expression.right, scope);
    case 'or':
      return evaluate(expression.left, scope) || evaluate(expression.right, scope);
    case 'not':
      return !evaluate(expression.inner, scope);
    case 'compare':
      return compare(expression.operator, expression.left, expression.right, scope);
    case 'in':
      return expression.list.some((right) => compare('eq', expression.left, right, scope));
    case 'text':
      return textMatch(expression.name, expression.left, expression.right, scope);
    case 'any':
    case 'all': {
      const list = readPath(expression.path, scope);
      const rows = Array.isArray(list) ? list : [];
      const { inner, variable } = expression;
      if (inner === null) return rows.length > 0;
      const test = (bound: unknown): boolean => evaluate(inner, { row: scope.row, variable, bound });
      return expression.op === 'any' ? rows.some(test) : rows.every(test);
    }
  }
}

function compare(operator: Operator, left: Operand, right: Operand, scope: Scope): boolean {
  const property = extendedOf(left, scope);
  if (property !== null) return compareExtended(operator, left, property, value(right, scope));
  if (left.is === 'instant' || right.is === 'instant')
    return order(operator, instant(left, scope), instant(right, scope));
  return order(operator, fold(value(left, scope)), fold(value(right, scope)));
}

function compareExtended(
  operator: Operator,
  left: Operand,
  property: ExtendedProperty,
  literal: Value,
): boolean {
  if (left.is === 'path' && left.path.at(-1) === 'id') {
    return order(operator, property.id, normalisePropertyId(String(literal)) ?? '');
  }
  if (isNumeric(property)) return order(operator, Number(property.value), Number(literal));
  return order(operator, fold(property.value), fold(literal));
}

function textMatch(name: TextFunction, left: Operand, right: Operand, scope: Scope): boolean {
  const property = extendedOf(left, scope);
  const text = fold(property === null ? value(left, scope) : property.value);
  const part = fold(value(right, scope));
  if (typeof text !== 'string' || typeof part !== 'string') return false;
  if (name === 'contains') return text.includes(part);
  return name === 'startswith' ? text.startsWith(part) : text.endsWith(part);
}

function extendedOf(operand: Operand, scope: Scope): ExtendedProperty | null {
  return operand.is === 'path' && scope.bound instanceof ExtendedRow ? scope.bound.property : null;
}

/** Text compares without case, in mailboxes as in the directory. */
function fold(value: Value): Value {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function order(operator: Operator, left: Value, right: Value): boolean {
  if (operator === 'eq') return (left ?? null) === (right ?? null);
  if (operator === 'ne') return (left ?? null) !== (right ?? null);
  if (left === null || left === undefined || right === null || right === undefined) return false;
  if (operator === 'gt') return left > right;
  if (operator === 'ge') return left >= right;
  return operator === 'lt' ? left < right : left <= right;
}

function instant(operand: Operand, scope: Scope): number | null {
  if (operand.is === 'instant') return operand.atMs;
  const read = value(operand, scope);
  const atMs = typeof read === 'string' ? Date.parse(read) : Number.NaN;
  return Number.isNaN(atMs) ? null : atMs;
}

function value(operand: Operand, scope: Scope): Value {
  if (operand.is === 'literal') return operand.value;
  if (operand.is === 'instant') return new Date(operand.atMs).toISOString();
  const read = readPath(operand.path, scope);
  return typeof read === 'string' || typeof read === 'number' || typeof read === 'boolean' ? read : null;
}

function readPath(path: string[], scope: Scope): unknown {
  const [first = '', ...rest] = path;
  let current: unknown;
  if (scope.variable !== '' && first === scope.variable) current = scope.bound;
  else current = scope.row(first);
  for (const name of rest) {
    current = typeof current === 'object' && current !== null ? Reflect.get(current, name) : undefined;
  }
  return current;
}
