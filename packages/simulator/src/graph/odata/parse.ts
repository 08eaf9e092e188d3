import { graphError } from '../errors.ts';
import {
  OPERATORS,
  TEXT_FUNCTIONS,
  type Expression,
  type Operand,
  type Operator,
  type TextFunction,
} from './expression.ts';
import { tokenise, type Token } from './tokens.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** Parses the part of OData's `$filter` that Graph's mailboxes and directory understand. Throws 400 BadRequest. */
export function parseFilter(text: string): Expression {
  const tokens = tokenise(text);
  let at = 0;

  const peek = (): Token | undefined => tokens[at];
  const isWord = (word: string): boolean => peek()?.kind === 'word' && peek()?.text.toLowerCase() === word;
  const isMark = (mark: string): boolean => peek()?.kind === 'mark' && peek()?.text === mark;

  function fail(): never {
    throw graphError(
      400,
      'BadRequest',
      `Invalid filter clause: unsupported or malformed near '${peek()?.text ?? 'the end'}'.`,
    );
  }
  function next(): Token {
    const token = tokens[at++];
    return token ?? fail();
  }
  function expectMark(mark: string): void {
    if (!isMark(mark)) fail();
    at++;
  }

  function either(): Expression {
    let left = both();
    while (isWord('or')) {
      at++;
      left = { op: 'or', left, right: both() };
    }
    return left;
  }
  function both(): Expression {
    let left = single();
    while (isWord('and')) {
      at++;
      left = { op: 'and', left, right: single() };
    }
    return left;
  }
  function single(): Expression {
    if (isWord('not')) {
      at++;
      return { op: 'not', inner: single() };
    }
    if (isMark('(')) {
      at++;
      const inner = either();
      expectMark(')');
      return inner;
    }
    const word = peek();
    const followed = tokens[at + 1]?.text === '(' && tokens[at + 1]?.kind === 'mark';
    if (word?.kind === 'word' && followed) {
      if (TEXT_FUNCTIONS.has(word.text.toLowerCase())) return textCall();
      if (/\/(any|all)$/i.test(word.text)) return lambda();
    }
    return comparison();
  }
  function textCall(): Expression {
    const name = next().text.toLowerCase() as TextFunction;
    expectMark('(');
    const left = operand();
    expectMark(',');
    const right = operand();
    expectMark(')');
    // `contains(x,'y') eq true` is the same as without it.
    if (isWord('eq') && tokens[at + 1]?.text === 'true') at += 2;
    return { op: 'text', name, left, right };
  }
  function lambda(): Expression {
    const path = next().text.split('/');
    const op = path.pop()?.toLowerCase() === 'all' ? 'all' : 'any';
    expectMark('(');
    if (isMark(')')) {
      at++;
      return { op, path, variable: '', inner: null };
    }
    const variable = next().text;
    expectMark(':');
    const inner = either();
    expectMark(')');
    return { op, path, variable, inner };
  }
  function comparison(): Expression {
    const left = operand();
    const operator = next().text.toLowerCase();
    if (operator === 'in') {
      expectMark('(');
      const list = [operand()];
      while (isMark(',')) {
        at++;
        list.push(operand());
      }
      expectMark(')');
      return { op: 'in', left, list };
    }
    if (!OPERATORS.has(operator)) fail();
    return { op: 'compare', operator: operator as Operator, left, right: operand() };
  }
  function operand(): Operand {
    const token = next();
    if (token.kind === 'string') return { is: 'literal', value: token.text };
    if (token.kind === 'mark') fail();
    const lower = token.text.toLowerCase();
    if ((lower === 'tolower' || lower === 'toupper' || lower === 'cast') && isMark('(')) {
      // Comparison ignores case anyway, and extended properties are cast by their type.
      at++;
      const inner = operand();
      while (!isMark(')')) next();
      expectMark(')');
      return inner;
    }
    if (lower === 'true' || lower === 'false') return { is: 'literal', value: lower === 'true' };
    if (lower === 'null') return { is: 'literal', value: null };
    if (INSTANT.test(token.text)) return { is: 'instant', atMs: Date.parse(token.text) };
    if (/^-?\d+(\.\d+)?$/.test(token.text)) return { is: 'literal', value: Number(token.text) };
    if (/^[A-Za-z_@$][\w@.$/]*$/.test(token.text)) return { is: 'path', path: token.text.split('/') };
    if (/^[0-9a-f-]{36}$/i.test(token.text)) return { is: 'literal', value: token.text };
    return fail();
  }

  const expression = either();
  if (at < tokens.length) fail();
  return expression;
}
