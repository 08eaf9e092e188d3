import type { JsonObject, Json } from '../json.ts';

/** Anything that answers a request as `fetch` does. */
export type Fetch = (request: Request) => Promise<Response>;

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One request to Graph. */
export interface GraphRequest {
  readonly method: Method;
  /** Below the base address, beginning with a slash, its parts already encoded. */
  readonly path: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: JsonObject;
  /** How many requests Graph counts it as: the parts of a `$batch`, else 1. */
  readonly parts?: number;
  /** Whether it may be sent again when nobody knows what became of it. Default: only GET. */
  readonly repeatable?: boolean;
}

/** What came back. `lost`: the request may have been carried out or not. */
export type Answer =
  | {
      readonly answer: 'reply';
      readonly status: number;
      readonly headers: Headers;
      readonly body: Json | undefined;
    }
  | { readonly answer: 'lost'; readonly detail: string; readonly cause?: unknown };

/** Sends a request. Each wrapper of the client takes one and returns one. */
export type Send = (request: GraphRequest) => Promise<Answer>;

/** A request as the world outside sees it, for metrics and measurements. */
export interface Exchange {
  readonly method: Method;
  readonly path: string;
  /** How many requests Graph counts it as. */
  readonly requests: number;
  /** Null: the reply was lost. */
  readonly status: number | null;
  readonly tookMs: number;
}

export const isRepeatable = (request: GraphRequest): boolean =>
  request.repeatable ?? request.method === 'GET';
