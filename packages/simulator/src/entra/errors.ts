import { newGuid } from '../state/ids.ts';
import type { SimulatorState } from '../state/types.ts';

/** The refusals of the sign-in service: OAuth's `error` and the sentence, by AADSTS number (GRAPH 7). */
const TABLE = {
  50011: {
    error: 'invalid_request',
    text: "The redirect URI '{0}' specified in the request does not match the redirect URIs configured for the application '{1}'.",
  },
  50020: {
    error: 'invalid_request',
    text: "User account '{0}' does not exist in tenant '{1}' and cannot access the application.",
  },
  50057: { error: 'interaction_required', text: 'The user account is disabled.' },
  50058: { error: 'login_required', text: 'Session information is not sufficient for single-sign-on.' },
  50034: { error: 'interaction_required', text: "The user account '{0}' does not exist in the directory." },
  50173: {
    error: 'invalid_grant',
    text: 'The provided grant has expired due to it being revoked, a fresh auth token is needed.',
  },
  50194: {
    error: 'invalid_request',
    text: "Application '{0}' is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps. Use a tenant-specific endpoint.",
  },
  54005: {
    error: 'invalid_grant',
    text: 'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  },
  65001: {
    error: 'invalid_grant',
    text: "The user or administrator has not consented to use the application with ID '{0}'. Send an interactive authorization request for this user and resource.",
  },
  65004: { error: 'access_denied', text: 'User declined to consent to access the app.' },
  70000: { error: 'invalid_grant', text: 'The provided value for the {0} is not valid.' },
  70001: { error: 'unauthorized_client', text: "The application '{0}' is disabled." },
  70003: { error: 'unsupported_grant_type', text: "The app requested an unsupported grant type '{0}'." },
  70008: {
    error: 'invalid_grant',
    text: 'The provided authorization code or refresh token has expired. Send a new interactive authorization request for this user and resource.',
  },
  70011: {
    error: 'invalid_scope',
    text: "The provided value for the input parameter 'scope' is not valid. The scope {0} is not valid.",
  },
  90002: {
    error: 'invalid_request',
    text: "Tenant '{0}' not found. Check that you have the correct tenant ID and are signing into the correct cloud.",
  },
  90014: { error: 'invalid_request', text: "The required field '{0}' is missing from the credential." },
  90023: { error: 'invalid_request', text: 'The request is not properly formatted: {0}' },
  90094: {
    error: 'access_denied',
    text: 'Admin consent is required for the permissions requested by this application.',
  },
  90100: { error: 'invalid_request', text: "The parameter '{0}' is empty or not valid." },
  500112: {
    error: 'invalid_grant',
    text: "The reply address '{0}' does not match the reply address '{1}' provided when requesting Authorization code.",
  },
  501481: {
    error: 'invalid_grant',
    text: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  },
  501491: {
    error: 'invalid_request',
    text: 'Invalid size of the code_challenge parameter: it must have 43 to 128 characters.',
  },
  700005: {
    error: 'invalid_grant',
    text: 'The provided authorization code is intended for use against another tenant.',
  },
  700016: {
    error: 'unauthorized_client',
    text: "Application with identifier '{0}' was not found in the directory '{1}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.",
  },
  700025: {
    error: 'invalid_client',
    text: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
  },
  700027: {
    error: 'invalid_client',
    text: 'Client assertions are not supported by this simulator; use a client secret.',
  },
  700051: {
    error: 'unsupported_response_type',
    text: "response_type '{0}' is not enabled for the application.",
  },
  700082: { error: 'invalid_grant', text: 'The refresh token has expired due to inactivity.' },
  700084: {
    error: 'invalid_grant',
    text: 'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime, which can not be extended. It is now expired.',
  },
  900144: { error: 'invalid_request', text: "The request body must contain the following parameter: '{0}'." },
  9001023: {
    error: 'invalid_request',
    text: 'The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.',
  },
  9002325: {
    error: 'invalid_request',
    text: 'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
  },
  9002327: {
    error: 'invalid_request',
    text: "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
  },
  7000215: {
    error: 'invalid_client',
    text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{0}'.",
  },
  7000218: {
    error: 'invalid_client',
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  7000222: { error: 'invalid_client', text: "The provided client secret keys for app '{0}' are expired." },
} as const;

export type AadstsCode = keyof typeof TABLE;

/** A refusal by the sign-in service. */
export class EntraError extends Error {
  readonly code: AadstsCode;
  readonly error: string;

  constructor(code: AadstsCode, error: string, message: string) {
    super(message);
    this.name = 'EntraError';
    this.code = code;
    this.error = error;
  }
}

/** `values` fill {0}, {1} … of the sentence. */
export function aadsts(code: AadstsCode, ...values: string[]): EntraError {
  return new EntraError(code, TABLE[code].error, fill(TABLE[code].text, values));
}

/** The same code with another OAuth `error` than usual. */
export function aadstsAs(error: string, code: AadstsCode, ...values: string[]): EntraError {
  return new EntraError(code, error, fill(TABLE[code].text, values));
}

function fill(text: string, values: string[]): string {
  return text.replace(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? '');
}

export type ErrorTrace = { traceId: string; correlationId: string; timestamp: string };

export function newTrace(state: SimulatorState, correlationId: string | undefined): ErrorTrace {
  const timestamp = `${new Date(state.clock.now()).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return { traceId: newGuid(state), correlationId: correlationId ?? newGuid(state), timestamp };
}

/** `AADSTS…: sentence Trace ID: … Correlation ID: … Timestamp: …` */
export function describeError(error: EntraError, trace: ErrorTrace): string {
  return `AADSTS${error.code}: ${error.message} Trace ID: ${trace.traceId} Correlation ID: ${trace.correlationId} Timestamp: ${trace.timestamp}`;
}

/** The JSON body of a refusal by the token endpoint (GRAPH 7). */
export function errorBody(error: EntraError, trace: ErrorTrace, origin: string) {
  return {
    error: error.error,
    error_description: describeError(error, trace),
    error_codes: [error.code],
    timestamp: trace.timestamp,
    trace_id: trace.traceId,
    correlation_id: trace.correlationId,
    error_uri: `${origin}/error?code=${error.code}`,
  };
}
