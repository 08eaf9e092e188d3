/** What a `$filter` says. */
export type Expression =
  | { op: 'and' | 'or'; left: Expression; right: Expression }
  | { op: 'not'; inner: Expression }
  | { op: 'compare'; operator: Operator; left: Operand; right: Operand }
  | { op: 'text'; name: TextFunction; left: Operand; right: Operand }
  | { op: 'in'; left: Operand; list: Operand[] }
  | { op: 'any' | 'all'; path: string[]; variable: string; inner: Expression | null };

export type Operator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type TextFunction = 'contains' | 'startswith' | 'endswith';

export type Operand =
  | { is: 'literal'; value: string | number | boolean | null }
  /** An unquoted date: compares as an instant. */
  | { is: 'instant'; atMs: number }
  | { is: 'path'; path: string[] };

export const OPERATORS: ReadonlySet<string> = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);
export const TEXT_FUNCTIONS: ReadonlySet<string> = new Set(['contains', 'startswith', 'endswith']);
