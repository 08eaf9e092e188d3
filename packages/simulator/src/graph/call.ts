import type { Json, Mailbox, Person, SimulatorState, Tenant } from '../state/types.ts';

/** One Graph request, direct or a part of a $batch, already parsed. */
export type GraphCall = {
  state: SimulatorState;
  method: string;
  /** `http://host:port` of the request, for links. */
  origin: string;
  /** Decoded path segments after `/v1.0`. */
  segments: string[];
  /** The path after `/v1.0` as it was written, without the query: for links. */
  rawPath: string;
  query: URLSearchParams;
  /** A request header by lower-case name, or null. */
  header: (name: string) => string | null;
  /** Parsed JSON body; undefined when there was none. */
  body: Json | undefined;
  /** Raw body of anything that is not JSON (MIME, images). */
  bytes: Uint8Array | undefined;
  /** Values of `{name}` segments of the route. */
  params: Record<string, string>;
  caller: Caller;
};

/** Who asks: what the access token says. `personId` is null for an application on its own. */
export type Caller = {
  tenant: Tenant;
  personId: string | null;
  appId: string;
  scopes: Set<string>;
  roles: Set<string>;
};

/** A call below `/me` or `/users/{id}`: the person and mailbox in question are known. */
export type MailboxCall = GraphCall & { person: Person; mailbox: Mailbox };

export type GraphAnswer = {
  status: number;
  headers?: Record<string, string>;
  /** JSON, or raw bytes with a content-type header, or nothing. */
  body?: Json | Uint8Array;
  /** Fault: the text of the body breaks off in the middle. */
  cutOff?: boolean;
};
