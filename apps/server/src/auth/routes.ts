import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { App } from '../http/app.ts';
import { findSession } from '../http/sessions.ts';
import type { Given, Services } from '../services.ts';
import { problems } from '../api/answers.ts';
import { connectAccount, connectOrganisation, signIn } from './complete.ts';
import { createMicrosoftSignIn, type MicrosoftSignIn } from './microsoft.ts';
import { keepPending, purpose, takePending, type Pending } from './pending.ts';

/** `offline_access` for a token that outlasts the sign-in; all others are Graph's, since a token is for one resource. */
export const connectScopes = ['openid', 'profile', 'offline_access', 'User.Read', 'Contacts.ReadWrite'];
const signInScopes = ['openid', 'profile'];

/** A path of these pages and nothing else: no other site can be named. */
const returnTo = z
  .string()
  .regex(/^\/(?![/\\])[^\\\s]*$/, 'must be a path of these pages')
  .default('/');
const tags = ['session'];
const attempts = { rateLimit: { max: 30, timeWindow: '1 minute' } };

export function microsoftSignInRoutes(app: App, given: Given): void {
  let opened: MicrosoftSignIn | undefined;
  const microsoft = (): MicrosoftSignIn => {
    const { config, fetch, clock } = given();
    if (config.microsoft === null) throw new Refusal('microsoftNotConfigured');
    return (opened ??= createMicrosoftSignIn(config.microsoft, { fetch, now: () => clock.now() }));
  };
  app.get(
    '/auth/microsoft',
    {
      config: attempts,
      schema: {
        tags,
        summary: 'Begin a sign-in with Microsoft (R3, P5, P6)',
        querystring: z.strictObject({ purpose, returnTo }),
        response: { 302: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      const services = given();
      const begun = await begin(request, services, microsoft());
      keepPending(reply, services, begun.pending);
      return reply.redirect(begun.url);
    },
  );
  // Whoever comes back from Microsoft has a browser in front of them: problems are shown by the pages.
  app.get(
    '/auth/microsoft/callback',
    { config: attempts, schema: { hide: true } },
    async (request, reply) => {
      const services = given();
      return backToPages(request, reply, async () => callback(request, reply, services, microsoft()));
    },
  );
  app.get(
    '/auth/microsoft/consented',
    { config: attempts, schema: { hide: true } },
    async (request, reply) => {
      const services = given();
      return backToPages(request, reply, async () => consented(request, reply, services, microsoft()));
    },
  );
}

const callbackUri = ({ config }: Services): string => `${config.publicUrl}/auth/microsoft/callback`;
const consentedUri = ({ config }: Services): string => `${config.publicUrl}/auth/microsoft/consented`;

async function begin(request: FastifyRequest, services: Services, microsoft: MicrosoftSignIn) {
  const { purpose: what, returnTo: path } = request.query as {
    purpose: Pending['purpose'];
    returnTo: string;
  };
  const session = what === 'signIn' ? null : await findSession(request, services);
  if (what !== 'signIn' && session === null) throw new Refusal('notSignedIn');
  if (what === 'adminConsent' && !session?.view.permissions.has('manageMarketplace'))
    throw new Refusal('notAllowed');
  const challenge = microsoft.newChallenge();
  const pending: Pending = {
    purpose: what,
    returnTo: path,
    accountId: session?.view.account.id ?? null,
    orgId: session?.view.organisation.id ?? null,
    tenantId: null,
    challenge,
  };
  const url =
    what === 'adminConsent'
      ? microsoft.adminConsentUrl({ state: challenge.state, redirectUri: consentedUri(services) })
      : await microsoft.authorizeUrl({
          challenge,
          redirectUri: callbackUri(services),
          scopes: what === 'connect' ? connectScopes : signInScopes,
        });
  return { url, pending };
}

async function callback(
  request: FastifyRequest,
  reply: FastifyReply,
  services: Services,
  microsoft: MicrosoftSignIn,
) {
  const pending = takePending(request, reply, services, queryOf(request)['state']);
  const grant = await microsoft.redeem({
    callback: new URL(`${callbackUri(services)}${new URL(request.url, services.config.publicUrl).search}`),
    challenge: pending.challenge,
    ...(pending.tenantId === null ? {} : { tenant: pending.tenantId }),
  });
  if (pending.purpose === 'signIn') await signIn(reply, services, grant);
  else {
    const session = await sameSession(request, services, pending);
    if (pending.purpose === 'connect') await connectAccount(services, session, grant);
    else await connectOrganisation(services, session, grant, pending.tenantId);
  }
  return reply.redirect(pending.returnTo);
}

/**
 * After admin consent. The tenant in the address is no proof: anybody can write one there. So the administrator signs in to that
 * tenant once more, which Microsoft usually lets pass without a question, and the id token says where they belong (V15).
 */
async function consented(
  request: FastifyRequest,
  reply: FastifyReply,
  services: Services,
  microsoft: MicrosoftSignIn,
) {
  const query = queryOf(request);
  const pending = takePending(request, reply, services, query['state']);
  await sameSession(request, services, pending);
  const tenantId = z.uuid().safeParse(query['tenant']);
  if (query['error'] !== undefined || query['admin_consent']?.toLowerCase() !== 'true' || !tenantId.success) {
    throw new Refusal('microsoftDeclined');
  }
  const challenge = microsoft.newChallenge();
  keepPending(reply, services, { ...pending, tenantId: tenantId.data, challenge });
  const scopes = signInScopes;
  return reply.redirect(
    await microsoft.authorizeUrl({
      challenge,
      redirectUri: callbackUri(services),
      scopes,
      tenant: tenantId.data,
    }),
  );
}

/** The person who began must be the one who comes back, in the same organisation. */
async function sameSession(request: FastifyRequest, services: Services, pending: Pending) {
  const session = await findSession(request, services);
  const same =
    session?.view.account.id === pending.accountId && session?.view.organisation.id === pending.orgId;
  if (session === null || !same) throw new Refusal('signInStateLost');
  return session.view;
}

function queryOf(request: FastifyRequest): Record<string, string | undefined> {
  const url = new URL(request.url, 'http://localhost');
  return Object.fromEntries(url.searchParams);
}

async function backToPages(request: FastifyRequest, reply: FastifyReply, work: () => Promise<FastifyReply>) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    request.log.warn({ err: error, code: error.code }, 'A sign-in with Microsoft was refused');
    return reply.redirect(`/sign-in?${new URLSearchParams({ problem: error.code })}`);
  }
}
