import { ChannelProblem } from '@counterpart/engine';

/** One entry of the error table: what happened, for people, and what they can do about it. */
export interface ErrorEntry {
  readonly sentence: string;
  /** What a person does about it; null: nothing, it passes by itself. */
  readonly remedy: string | null;
  /** Whether the same thing may succeed later without anybody's doing. */
  readonly retryable: boolean;
}

const entry = (sentence: string, remedy: string | null, retryable = false): ErrorEntry => ({
  sentence,
  remedy,
  retryable,
});

/** What stops a whole channel (`ChannelProblem.code`). */
export const channelErrors = {
  signInLapsed: entry('The sign-in to Microsoft 365 has lapsed.', 'Sign in to Microsoft again.'),
  consentWithdrawn: entry(
    'The consent for this app was withdrawn in Microsoft 365.',
    'Give consent again, or ask an administrator of your tenant to.',
  ),
  accessDenied: entry(
    'Microsoft 365 does not let this app into the mailbox.',
    'Ask an administrator of your tenant whether a policy or a missing permission shuts this app out.',
  ),
  credentialInvalid: entry(
    "Microsoft did not accept this server's own credential.",
    'An administrator of this server checks the client id and puts in a valid client secret.',
  ),
  mailboxMissing: entry(
    'There is no mailbox in Microsoft 365 for this person.',
    'Ask an administrator of your tenant whether the person has a licence with a mailbox.',
  ),
  containerMissing: entry(
    'The folder of the CRM is no longer in the mailbox.',
    'Enable the sync again to have it made anew.',
  ),
  containerStillThere: entry('Microsoft 365 has not removed the folder or list of the CRM yet.', null, true),
  serviceUnavailable: entry('Microsoft 365 does not answer at the moment.', null, true),
  throttled: entry('Microsoft 365 asks for a pause.', null, true),
  unexpectedAnswer: entry(
    'Microsoft 365 gave an answer that could not be understood.',
    'If it stays, report it with the details.',
    true,
  ),
} as const satisfies { readonly [code: string]: ErrorEntry };

/** Why Microsoft 365 refuses one record (`Outcome.code` of a refused operation, `reason` of an unreadable record). */
export const recordErrors = {
  invalidContent: entry(
    'Microsoft 365 does not accept a value of this record.',
    'Correct the value that the details name.',
  ),
  recordTooLarge: entry('The record is too large for Microsoft 365.', 'Shorten its description.'),
  mailboxFull: entry('The mailbox is full.', 'Make room in the mailbox.', true),
  recordAccessDenied: entry(
    'Microsoft 365 does not let this app write or read this record.',
    'Look at the record in Outlook: it may be protected.',
  ),
  refused: entry('Microsoft 365 refuses this record.', 'See the details.'),
  unreadable: entry('Microsoft 365 could not show this record.', null, true),
  unknownTimeZone: entry(
    'The event is in a time zone that nobody but Outlook knows, so nobody can say when it takes place.',
    'Choose another time zone for it in Outlook.',
  ),
} as const satisfies { readonly [code: string]: ErrorEntry };

/** Why a record is left alone although it exists (`reason` of a record out of scope). */
export const scopeReasons = {
  movedOutOfFolder: entry(
    'The contact was moved to another folder in Microsoft 365.',
    'Move it back into the folder of the CRM.',
  ),
  movedOutOfCalendar: entry(
    'The event was moved to a calendar in Microsoft 365 that the CRM does not capture.',
    'Move it back, or capture that calendar too.',
  ),
  calendarRemoved: entry(
    'The calendar of the event is no longer in the mailbox.',
    'Nothing is deleted here because of that. Delete the meeting here if you no longer need it.',
  ),
  invitationDeclined: entry(
    'The invitation was declined, and Outlook took it out of the calendar.',
    'Ask the host for another invitation if you want to come after all.',
  ),
  movedOutOfList: entry(
    'The task was moved to another list in Microsoft To Do.',
    'Move it back into the list of the CRM.',
  ),
} as const satisfies { readonly [code: string]: ErrorEntry };

/** Every code of the connector. */
export const microsoft365Errors: { readonly [code: string]: ErrorEntry } = {
  ...channelErrors,
  ...recordErrors,
  ...scopeReasons,
};

export type ChannelErrorCode = keyof typeof channelErrors;
export type RecordErrorCode = keyof typeof recordErrors;

/** After which time a problem that passes by itself is tried again, where the service named none. */
const usualRetryMs = 60_000;

/**
 * The problem that stops a channel, ready to throw.
 * @param detail what in particular, for people; never a secret.
 */
export function channelProblem(
  code: ChannelErrorCode,
  detail?: string,
  options: { retryAfterMs?: number | undefined; cause?: unknown } = {},
): ChannelProblem {
  const { sentence, retryable } = channelErrors[code];
  const retryAfterMs = retryable ? (options.retryAfterMs ?? usualRetryMs) : null;
  return new ChannelProblem(code, detail ? `${sentence} ${detail}` : sentence, {
    retryAfterMs,
    cause: options.cause,
  });
}
