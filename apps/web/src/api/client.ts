import createClient from 'openapi-fetch';
import { ApiProblem, problemOf, unreachable } from './problem.ts';
import type { paths } from './schema.d.ts';

/** The public API (R4), typed by the document that the server generates. The header shows that a request comes from these pages. */
export const api = createClient<paths>({ baseUrl: '/', headers: { 'x-counterpart': '1' } });

/** Resolves to the body of a good answer. Throws ApiProblem for every other one, also where the server cannot be reached. */
export async function take<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const answer = await call.catch((cause: unknown) => {
    throw new ApiProblem(unreachable, { cause });
  });
  if (!answer.response.ok) throw new ApiProblem(problemOf(answer.error, answer.response.status));
  return answer.data as T;
}
