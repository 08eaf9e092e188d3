import { CrmError, crmErrors } from '@counterpart/crm';
import { ChannelProblem } from '@counterpart/engine';
import type { ChannelErrorCode } from '@counterpart/microsoft365';
import type { ErrorEntry } from './errors/entry.ts';
import { serverErrors } from './errors/server.ts';
import { channelReasons, connectorErrors, linkReasons } from './errors/sync.ts';

/** An expected refusal: the request cannot be carried out, for a reason that the error table names. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;
  /** What in particular, for people; the table's sentence when left out. */
  readonly detail: string | undefined;
  readonly errors: readonly { path: string; message: string }[] | undefined;
  /** Where the remedy is done. */
  readonly remedyUrl: string | undefined;
  constructor(
    code: ErrorCode,
    options: {
      detail?: string;
      errors?: readonly { path: string; message: string }[];
      remedyUrl?: string;
      cause?: unknown;
    } = {},
  ) {
    super(options.detail ?? code, { cause: options.cause });
    this.code = code;
    this.detail = options.detail;
    this.errors = options.errors;
    this.remedyUrl = options.remedyUrl;
  }
}

const own = { ...crmErrors, ...serverErrors, ...channelReasons } as const satisfies Record<
  string,
  ErrorEntry
>;

/** A code that a request can be refused with. */
export type ErrorCode = keyof typeof own | ChannelErrorCode;

/** Every code of the product with its entry: the server's, the CRM's, the sync's, the connector's. */
export const errorTable: Readonly<Record<string, ErrorEntry>> = {
  ...connectorErrors,
  ...linkReasons,
  ...own,
};

/** The refusal that an error means, or null when it was not expected. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  if (error instanceof CrmError) {
    const errors = error.problems.length === 0 ? {} : { errors: error.problems };
    return new Refusal(error.code, { detail: error.message, cause: error, ...errors });
  }
  if (error instanceof ChannelProblem) {
    return error.code in errorTable
      ? new Refusal(error.code as ErrorCode, { detail: error.message, cause: error })
      : null;
  }
  return null;
}
