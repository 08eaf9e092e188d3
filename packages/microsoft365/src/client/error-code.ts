import { isObject, textOf, type Json } from '../json.ts';

/** The codes that something here depends on, or that say more than the code around them (GRAPH 8). */
const known = new Set([
  'ApplicationThrottled',
  'Authorization_RequestDenied',
  'ErrorAccessDenied',
  'ErrorDuplicateTransactionId',
  'ErrorExceededMessageLimit',
  'ErrorFolderExists',
  'ErrorFolderNotFound',
  'ErrorInternalServerError',
  'ErrorInternalServerTransientError',
  'ErrorInvalidIdMalformed',
  'ErrorInvalidParameter',
  'ErrorInvalidProperty',
  'ErrorInvalidRequest',
  'ErrorIrresolvableConflict',
  'ErrorItemNotFound',
  'ErrorMailboxNotEnabledForRESTAPI',
  'ErrorNonExistentMailbox',
  'ErrorPropertyValidationFailure',
  'ErrorQuotaExceeded',
  'InvalidAuthenticationToken',
  'MailboxNotEnabledForRESTAPI',
  'ObjectIdentifierInUse',
  'RequestBodyRead',
  'RequestTooLarge',
  'Request_ResourceNotFound',
  'ResourceNotFound',
  'SyncStateInvalid',
  'SyncStateNotFound',
  'TooManyRequests',
  'UnableToDeserializePostBody',
  'itemNotFound',
  'resyncRequired',
  'syncStateInvalid',
  'syncStateNotFound',
]);

export interface GraphFailureText {
  /** The innermost code that is known, else the outermost one, else ''. */
  readonly code: string;
  /** For people only: nothing is decided by it. */
  readonly message: string;
}

/** Reads Graph's error body; `innerError` (older pages: `innererror`) may nest codes ("Microsoft Graph error responses"). */
export function failureText(body: Json | undefined): GraphFailureText {
  const outer = isObject(body) && isObject(body['error']) ? body['error'] : {};
  let code = textOf(outer['code']) ?? '';
  let level: Json | undefined = outer;
  while (isObject(level)) {
    const here = textOf(level['code']);
    if (here !== undefined && known.has(here)) code = here;
    level = level['innerError'] ?? level['innererror'];
  }
  return { code, message: textOf(outer['message']) ?? '' };
}
