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
    remedy: 'Choose a CSV, vCard or iCalendar file.',
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
  systemProfile: {
    status: 409,
    sentence: 'A system profile cannot be changed.',
    retryable: false,
    remedy: 'Clone it and change the clone.',
  },
  profileInUse: {
    status: 409,
    sentence: 'People have this profile.',
    retryable: false,
    remedy: 'Choose another profile for them.',
  },
  lastAdministrator: {
    status: 409,
    sentence: 'Nobody would be left who may manage users and profiles.',
    retryable: false,
    remedy: 'Give these permissions to somebody else first.',
  },
  noMembership: {
    status: 403,
    sentence: 'You are not a member of this organisation.',
    retryable: false,
    remedy: 'Ask an administrator of the organisation to add you.',
  },
  alreadyMember: {
    status: 409,
    sentence: 'This person is a member of the organisation already.',
    retryable: false,
    remedy: 'Sign in.',
  },
  deactivatedMember: {
    status: 409,
    sentence: 'This person was a member of the organisation and is deactivated.',
    retryable: false,
    remedy: 'An administrator activates them again in Users.',
  },
  alreadyInvited: {
    status: 409,
    sentence: 'This person is invited already.',
    retryable: false,
    remedy: 'Send the invitation again, or revoke it first.',
  },
  tooManyInvitations: {
    status: 429,
    sentence: 'Too many invitations were sent within an hour.',
    retryable: true,
    remedy: 'Wait an hour and try again.',
  },
  invitationUnknown: {
    status: 404,
    sentence: 'There is no such invitation. If it was sent again, only the link in the newest mail is valid.',
    retryable: false,
    remedy: 'Use the newest mail, or ask to be invited again.',
  },
  invitationExpired: {
    status: 410,
    sentence: 'The invitation has expired.',
    retryable: false,
    remedy: 'Ask the person who invited you to send it again.',
  },
  invitationRevoked: {
    status: 410,
    sentence: 'The invitation was revoked.',
    retryable: false,
    remedy: 'Ask the person who invited you.',
  },
  invitationUsed: {
    status: 409,
    sentence: 'The invitation was used already.',
    retryable: false,
    remedy: 'Sign in.',
  },
  otherMicrosoftIdentity: {
    status: 403,
    sentence: 'Somebody else is invited, not the Microsoft account that you signed in with.',
    retryable: false,
    remedy: 'Sign in to Microsoft with the login that is invited.',
  },
  wrongPassword: {
    status: 403,
    sentence: 'The password is wrong.',
    retryable: false,
    remedy: 'Check it and try again.',
  },
  accountExists: {
    status: 409,
    sentence: 'An account with this address exists already.',
    retryable: false,
    remedy: 'Give its password too.',
  },
  tooManyJoinRequests: {
    status: 429,
    sentence: 'Too many requests to join were sent within an hour.',
    retryable: true,
    remedy: 'Wait an hour and try again.',
  },
  joinRequestUnknown: {
    status: 404,
    sentence:
      'There is no such request to join. If it was sent again, only the link in the newest mail is valid.',
    retryable: false,
    remedy: 'Look for it in Users.',
  },
  joinRequestExpired: {
    status: 410,
    sentence: 'The request to join has expired.',
    retryable: false,
    remedy: 'Send it again in Users, or let the person ask again.',
  },
  joinRequestClosed: {
    status: 409,
    sentence: 'The request to join was answered already.',
    retryable: false,
    remedy: 'Look at what became of it in Users.',
  },
  tenantTaken: {
    status: 409,
    sentence: 'Another organisation has connected this Microsoft 365 tenant already.',
    retryable: false,
    remedy: 'Sign in with Microsoft and ask to join that organisation, or ask whoever runs this server.',
  },
  hostDecides: {
    status: 409,
    sentence: 'Somebody else hosts this meeting, and decides what it is about and when.',
    retryable: false,
    remedy: 'Ask the host, or change only what is your own: reminder, show as, categories and response.',
  },
  occurrencesLost: {
    status: 409,
    sentence: 'Changed occurrences of the series would be lost.',
    retryable: false,
    remedy: 'Confirm that they are lost, or keep their days in the series.',
  },
  occurrenceUnknown: {
    status: 404,
    sentence: 'The series has no occurrence on this day.',
    retryable: false,
    remedy: 'Load the calendar again.',
  },
  occurrenceCrosses: {
    status: 422,
    sentence: 'An occurrence cannot be moved to or over the day of its neighbour.',
    retryable: false,
    remedy: 'Choose a day between its neighbours, or change the series from there on.',
  },
  rangeTooLarge: {
    status: 422,
    sentence: 'There is too much in this range to be shown at once.',
    retryable: false,
    remedy: 'Choose a shorter range, or one person.',
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
