import type { ChannelProblem, Clock } from '@counterpart/engine';
import { z } from 'zod';
import { channelProblem, type ChannelErrorCode } from '../errors.ts';
import type { Fetch } from '../client/message.ts';
import { backoffMs, retryAfterMs } from '../client/retry-after.ts';
import { withTimeout } from '../client/timeout.ts';

export interface TokenEndpointOptions {
  readonly fetch: Fetch;
  /** The sign-in service, without a slash at the end: `https://login.microsoftonline.com`. */
  readonly authority: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
}

/** What the token endpoint gives. */
export interface Grant {
  readonly accessToken: string;
  readonly expiresAtMs: number;
  /** A new one each time; the one before it stays good (GRAPH 7). */
  readonly refreshToken?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
}

const grantBody = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number(),
  refresh_token: z.string().optional(),
  scope: z.string().optional(),
});
const errorBody = z.object({ error: z.string() });

/** What each `error` value means; the text beside it is never read (GRAPH 7). */
const meanings: { readonly [error: string]: ChannelErrorCode } = {
  invalid_grant: 'signInLapsed',
  interaction_required: 'signInLapsed',
  login_required: 'signInLapsed',
  consent_required: 'consentWithdrawn',
  access_denied: 'consentWithdrawn',
  unauthorized_client: 'consentWithdrawn',
  invalid_client: 'credentialInvalid',
  temporarily_unavailable: 'serviceUnavailable',
  server_error: 'serviceUnavailable',
};

const attempts = 4;
const timeoutMs = 30_000;

/**
 * Asks the token endpoint, again after a pause while the service is out of reach. Asking twice does no harm: a refresh token that was used stays good.
 * @throws ChannelProblem
 */
export async function requestToken(
  options: TokenEndpointOptions,
  form: { readonly [name: string]: string },
): Promise<Grant> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await ask(options, form);
    if ('accessToken' in outcome) return outcome;
    const { problem, pauseMs } = outcome;
    if (problem.code !== 'serviceUnavailable' || attempt >= attempts) throw problem;
    await options.clock.sleep(pauseMs ?? backoffMs(attempt, options.random));
  }
}

type Refusal = { readonly problem: ChannelProblem; readonly pauseMs?: number | undefined };

async function ask(
  { fetch, authority, tenantId, clientId, clientSecret, clock }: TokenEndpointOptions,
  form: { readonly [name: string]: string },
): Promise<Grant | Refusal> {
  const url = `${authority}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...form });
  let status: number;
  let pauseMs: number | undefined;
  let answer: unknown;
  try {
    [status, pauseMs, answer] = await withTimeout(clock, timeoutMs, async (signal) => {
      const response = await fetch(new Request(url, { method: 'POST', body, signal }));
      const pause = retryAfterMs(response.headers.get('retry-after'), clock.now());
      return [response.status, pause, parse(await response.text())];
    });
  } catch (cause) {
    return {
      problem: channelProblem('serviceUnavailable', 'The sign-in service gave no answer.', { cause }),
    };
  }
  const grant = grantBody.safeParse(answer);
  if (status === 200 && grant.success) {
    const { access_token: accessToken, expires_in: seconds, refresh_token: refreshToken, scope } = grant.data;
    return {
      accessToken,
      expiresAtMs: clock.now() + seconds * 1000,
      refreshToken,
      scopes: scope?.split(' '),
    };
  }
  const error = errorBody.safeParse(answer).data?.error;
  const passing = status === 200 || status === 429 || status >= 500 || error === undefined;
  const code = meanings[error ?? ''] ?? (passing ? 'serviceUnavailable' : 'unexpectedAnswer');
  const detail = `The sign-in service answered ${status}${error ? ` ${error}` : ''}.`;
  return { problem: channelProblem(code, detail, { retryAfterMs: pauseMs }), pauseMs };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON: judged by its status alone.
    return undefined;
  }
}
