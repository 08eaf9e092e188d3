import { graphError, type GraphError } from '../errors.ts';

/** To Do's refusals: a general code outside, the particular one within (GRAPH 8; seen in microsoft-graph-docs#12699 and #15794). */
export function invalidRequest(innerCode: string, message: string): GraphError {
  return graphError(400, 'invalidRequest', message, {}, innerCode);
}

/** 404 of a task list that is not, or no longer, there, and of all below it (GRAPH 8). */
export function listNotFound(): GraphError {
  return graphError(404, 'ResourceNotFound', 'The specified task list was not found.');
}
