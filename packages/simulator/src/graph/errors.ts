import type { JsonObject, SimulatorState } from '../state/types.ts';
import { newGuid } from '../state/ids.ts';
import type { GraphAnswer } from './call.ts';

/** A refusal: thrown by handlers, answered as Graph's error body (GRAPH 8). */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;
  /** The more specific code that `innerError` holds, where the service nests one. */
  readonly innerCode: string | null;
  /** Annotations beside code and message, such as `@event.existingEventId`. */
  readonly annotations: JsonObject;

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Record<string, string> = {},
    innerCode: string | null = null,
    annotations: JsonObject = {},
  ) {
    super(message);
    this.name = 'GraphError';
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.innerCode = innerCode;
    this.annotations = annotations;
  }
}

export function graphError(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
  innerCode: string | null = null,
): GraphError {
  return new GraphError(status, code, message, headers, innerCode);
}

/** 404 for an item or container that is not, or no longer, there. */
export function itemNotFound(): GraphError {
  return graphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
}

export function errorAnswer(
  state: SimulatorState,
  error: GraphError,
  requestId: string,
  clientRequestId: string | null,
): GraphAnswer {
  const date = new Date(state.clock.now()).toISOString().slice(0, 19);
  return {
    status: error.status,
    headers: error.headers,
    body: {
      error: {
        code: error.code,
        message: error.message,
        ...error.annotations,
        innerError: {
          ...(error.innerCode === null ? {} : { code: error.innerCode }),
          date,
          'request-id': requestId,
          'client-request-id': clientRequestId ?? requestId,
        },
      },
    },
  };
}

export function newRequestId(state: SimulatorState): string {
  return newGuid(state);
}
