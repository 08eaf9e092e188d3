import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { cookieOptions } from '../http/sessions.ts';
import type { Services } from '../services.ts';

const COOKIE = 'counterpart_microsoft';
const PURPOSE = 'microsoft sign-in';
const LIFE_S = 900;

export const purpose = z.enum(['signIn', 'visit', 'connect', 'adminConsent']);

const pending = z.object({
  purpose,
  returnTo: z.string(),
  /** Whose session began it; null for a sign-in. */
  accountId: z.string().nullable(),
  orgId: z.string().nullable(),
  /** Set after admin consent: the tenant that the administrator is now asked to sign in to. */
  tenantId: z.string().nullable(),
  challenge: z.object({ state: z.string(), nonce: z.string(), verifier: z.string() }),
  untilMs: z.number(),
});

/** A sign-in that is under way at Microsoft. It is kept in the browser, sealed, and so bound to it. */
export type Pending = Omit<z.output<typeof pending>, 'untilMs'>;

export function keepPending(reply: FastifyReply, { keyRing, clock, config }: Services, what: Pending): void {
  const text = JSON.stringify({ ...what, untilMs: clock.now() + LIFE_S * 1000 });
  reply.setCookie(COOKIE, keyRing.seal(text, PURPOSE), { ...cookieOptions(config), maxAge: LIFE_S });
}

/**
 * Takes the pending sign-in out of the browser: it is good for one answer.
 * @throws Refusal `signInStateLost`.
 */
export function takePending(
  request: FastifyRequest,
  reply: FastifyReply,
  { keyRing, clock, config }: Services,
  state: string | undefined,
): Pending {
  const text = keyRing.open(request.cookies[COOKIE] ?? '', PURPOSE);
  reply.clearCookie(COOKIE, cookieOptions(config));
  if (text === null) throw new Refusal('signInStateLost');
  const { untilMs, ...found } = pending.parse(JSON.parse(text));
  if (untilMs < clock.now() || found.challenge.state !== state) throw new Refusal('signInStateLost');
  return found;
}
