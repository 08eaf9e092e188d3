import { texts } from '../texts.ts';
import type { components } from './schema.d.ts';

/** problem+json (RFC 9457) as the server sends it. */
export type Problem = Pick<components['schemas']['Problem'], 'title' | 'status' | 'code' | 'detail'> &
  Partial<components['schemas']['Problem']>;

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly problem: Problem;
  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.problem = problem;
  }
}

export const unreachable: Problem = { status: 0, code: 'unreachable', ...texts.problems.unreachable };

/** What an answer's body says went wrong; a general sentence where a proxy in between answered in its own way. */
export function problemOf(body: unknown, status: number): Problem {
  const isProblem = typeof body === 'object' && body !== null && 'code' in body && 'title' in body;
  if (isProblem) {
    // HTTP's own word ("Forbidden") says nothing to people; the sentence does.
    const problem = body as Problem;
    return { ...problem, title: problem.detail };
  }
  return { status, code: 'unexpected', ...texts.problems.unexpected(status) };
}

/** Any thrown value as a problem that can be shown. */
export function asProblem(error: unknown): Problem {
  if (error instanceof ApiProblem) return error.problem;
  return { status: 0, code: 'page', ...texts.problems.page };
}
