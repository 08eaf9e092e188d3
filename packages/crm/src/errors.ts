/**
 * What the CRM refuses, in one table: HTTP's status for it, a sentence for people, whether trying again without a change may succeed,
 * and what to do about it.
 */
export const crmErrors = {
  notFound: {
    status: 404,
    sentence: 'There is no such record, or you may not see it.',
    retryable: false,
    remedy: 'Go back to the list and look for it there.',
  },
  notAllowed: {
    status: 403,
    sentence: 'Your profile does not allow this.',
    retryable: false,
    remedy: 'Ask an administrator for the permission.',
  },
  changedMeanwhile: {
    status: 412,
    sentence: 'Somebody else changed this record in the meantime.',
    retryable: false,
    remedy: 'Load it again and repeat your change.',
  },
  invalidValue: {
    status: 422,
    sentence: 'A value cannot be used as it is.',
    retryable: false,
    remedy: 'Correct the fields that are named.',
  },
  invalidCursor: {
    status: 400,
    sentence: 'The list cannot be continued from this place.',
    retryable: false,
    remedy: 'Begin the list again.',
  },
  unreadableFile: {
    status: 422,
    sentence: 'The file cannot be read.',
    retryable: false,
    remedy: 'Choose a CSV or vCard file.',
  },
  fileTooLarge: {
    status: 413,
    sentence: 'The file is too large.',
    retryable: false,
    remedy: 'Divide it into several files.',
  },
  wrongState: {
    status: 409,
    sentence: 'This is not possible in its present state.',
    retryable: false,
    remedy: 'Load the page again.',
  },
  noMembership: {
    status: 403,
    sentence: 'You are not a member of this organisation.',
    retryable: false,
    remedy: 'Ask an administrator of the organisation to add you.',
  },
} as const satisfies Record<string, { status: number; sentence: string; retryable: boolean; remedy: string }>;

export type CrmErrorCode = keyof typeof crmErrors;

/** One thing that is wrong with the input: where, and what. */
export interface InputProblem {
  readonly path: string;
  readonly message: string;
}

/** An expected refusal. `code` is a code of `crmErrors`; the message says what it is about; `problems` name the fields. */
export class CrmError extends Error {
  override readonly name = 'CrmError';
  readonly code: CrmErrorCode;
  readonly problems: readonly InputProblem[];
  constructor(
    code: CrmErrorCode,
    message?: string,
    options?: { problems?: readonly InputProblem[]; cause?: unknown },
  ) {
    super(message ?? crmErrors[code].sentence, { cause: options?.cause });
    this.code = code;
    this.problems = options?.problems ?? [];
  }
}
