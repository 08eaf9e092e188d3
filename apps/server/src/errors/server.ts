import { entry, type ErrorEntry } from './entry.ts';

/** The codes that the server itself gives. */
export const serverErrors = {
  invalidJson: entry(400, 'The body is not valid JSON.', 'Correct the body at the place named.'),
  invalidRequest: entry(
    400,
    'The request has values that cannot be taken.',
    'Correct the values named in errors.',
  ),
  notSignedIn: entry(401, 'You are not signed in.', 'Sign in.'),
  wrongCredentials: entry(401, 'The e-mail address or the password is wrong.', 'Check both and try again.'),
  crossSite: entry(403, 'The request does not come from these pages.', 'Send the header x-counterpart: 1.'),
  tokenScopeMissing: entry(
    403,
    'This access token may not do that.',
    'Use a token with the scope that is named, or sign in.',
  ),
  idempotencyKeyReused: entry(
    422,
    'This Idempotency-Key was used for another request.',
    'Send a new key with a new request.',
  ),
  answerLost: entry(
    409,
    'This was created by an earlier request, whose answer cannot be given again.',
    'Look for it in the list.',
  ),
  unknownAddress: entry(404, 'There is nothing at this address.'),
  methodNotAllowed: entry(405, 'This address does not take this kind of request.'),
  signInRequired: entry(409, 'Sign in to Microsoft once to enable this.', 'Sign in to Microsoft'),
  staleVersion: entry(
    412,
    'Somebody changed the record since you read it.',
    'Read it again and repeat your change.',
  ),
  tooLarge: entry(413, 'The request is too large.', 'Send less at a time.'),
  unsupportedMediaType: entry(415, 'The body is of a kind that is not taken here.', 'Send application/json.'),
  tooManyRequests: entry(429, 'Too many attempts.', 'Wait a minute and try again.', true),
  internal: entry(
    500,
    'Something went wrong here.',
    'Try again; if it stays, tell an administrator the request id.',
    true,
  ),
  unavailable: entry(503, 'The server is starting or stopping.', 'Try again in a moment.', true),
  microsoftNotConfigured: entry(
    501,
    'This server is not set up for Microsoft 365.',
    'An administrator of the server sets MICROSOFT_CLIENT_ID and MICROSOFT_CLIENT_SECRET.',
  ),
  signInStateLost: entry(
    400,
    'The sign-in took too long or began in another browser.',
    'Begin the sign-in again.',
  ),
  microsoftDeclined: entry(
    403,
    'Microsoft did not let the sign-in through.',
    'Begin the sign-in again, or ask an administrator of your tenant.',
  ),
  microsoftUnreachable: entry(
    502,
    'The sign-in service of Microsoft did not answer.',
    'Try again in a moment.',
    true,
  ),
  unknownMicrosoftPerson: entry(
    403,
    'No account here belongs to this Microsoft sign-in.',
    'Sign in with your password, or ask an administrator to add you.',
  ),
  otherPersonsIdentity: entry(
    409,
    'This Microsoft sign-in already belongs to another account here.',
    'Sign in to Microsoft as yourself.',
  ),
  microsoftProofMissing: entry(
    401,
    'This needs a sign-in with Microsoft, and there is none or it was too long ago.',
    'Sign in with Microsoft and try again.',
  ),
  tenantNotConnected: entry(
    403,
    'No organisation here has connected your Microsoft 365 tenant.',
    'Ask your organisation whether it uses this CRM.',
  ),
  organisationNotConnected: entry(
    409,
    'Your organisation is not connected to Microsoft 365.',
    'An administrator connects it in Setup → Marketplace → Microsoft.',
  ),
  notAddable: entry(
    409,
    'This person of the directory cannot be added.',
    'Invite them by e-mail, or have their entry in Microsoft 365 changed.',
  ),
  directoryEntryChanged: entry(
    409,
    'The entry in the directory of Microsoft 365 is no longer what it was when the person was invited.',
    'Ask an administrator to invite the person again.',
  ),
  termsChanged: entry(
    409,
    'The terms and conditions are no longer those that you were shown.',
    'Read them again and accept them.',
  ),
  mailNotConfigured: entry(
    501,
    'This server cannot send mail.',
    'An administrator of the server sets SMTP_URL.',
  ),
} as const satisfies Record<string, ErrorEntry>;
