import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal, refusalOf } from '../errors.ts';
import type { App } from '../http/app.ts';
import { findSession } from '../http/sessions.ts';
import type { Given, Services } from '../services.ts';
import { kindNames, syncedKind } from '../sync/kinds.ts';
import { problems } from '../api/answers.ts';
import { connectAccount, connectOrganisation, signIn } from './complete.ts';
import { keepVisitor } from '../people/visitor.ts';
import { createMicrosoftSignIn, type MicrosoftSignIn } from './microsoft.ts';
import { keepPending, purpose, takePending, type Pending } from './pending.ts';

/** `offline_access` for a token that outlasts the sign-in; all others are Graph's, since a token is for one resource. */
export const connectScopes = [
  'openid',
  'profile',
  'offline_access',
  'User.Read',
  ...kindNames.map((name) => syncedKind(name).scope),
  // The zone of the mailbox, in which a task is due (T3).
  'MailboxSettings.Read',
];
const signInScopes = ['openid', 'profile'];

/** A path of these pages and nothing else: no other site can be named. */
const returnTo = z
  .string()
  .regex(/^\/(?![/\\])[^\\\s]*$/, 'must be a path of these pages')
  .default('/');
const tags = ['session'];
const attempts = { rateLimit: { max: 300, timeWindow: '1 minute' } };

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
  app.get(
    '/launch',
    {
      config: attempts,
      schema: {
        tags,
        summary:
          'The address of the tile in the app launcher of Microsoft 365: a sign-in with Microsoft (U4)',
        querystring: z.object({ tenant: z.uuid().optional() }),
        response: { 302: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      const services = given();
      const challenge = microsoft().newChallenge();
      const { tenant = null } = request.query;
      const pending = { purpose: 'signIn', returnTo: '/', accountId: null, orgId: null } as const;
      keepPending(reply, services, { ...pending, tenantId: tenant, challenge });
      const redirectUri = callbackUri(services);
      const where = tenant === null ? {} : { tenant };
      return reply.redirect(
        await microsoft().authorizeUrl({
          challenge,
          redirectUri,
          scopes: signInScopes,
          silent: true,
          ...where,
        }),
      );
    },
  );
  // Whoever comes back from Microsoft has a browser in front of them: the pages show what went wrong.
  for (const [path, next] of [
    ['/auth/microsoft/callback', callback],
    ['/auth/microsoft/consented', consented],
  ] as const) {
    app.get(path, { config: attempts, schema: { hide: true } }, async (request, reply) => {
      const services = given();
      let pending: Pending | null = null;
      try {
        pending = takePending(request, reply, services, queryOf(request)['state']);
        return reply.redirect(await next({ request, reply, services, microsoft: microsoft(), pending }));
      } catch (error) {
        return reply.redirect(refusedPage(request, pending, error));
      }
    });
  }
}

const callbackUri = ({ config }: Services): string => `${config.publicUrl}/auth/microsoft/callback`;
const consentedUri = ({ config }: Services): string => `${config.publicUrl}/auth/microsoft/consented`;

async function begin(request: FastifyRequest, services: Services, microsoft: MicrosoftSignIn) {
  const { purpose: what, returnTo: path } = request.query as {
    purpose: Pending['purpose'];
    returnTo: string;
  };
  const anybody = what === 'signIn' || what === 'visit';
  const session = anybody ? null : await findSession(request, services);
  if (!anybody && session === null) throw new Refusal('notSignedIn');
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

interface Return {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly services: Services;
  readonly microsoft: MicrosoftSignIn;
  readonly pending: Pending;
}

/** After a sign-in at Microsoft. Answers where the browser goes next. */
async function callback({ request, reply, services, microsoft, pending }: Return): Promise<string> {
  const grant = await microsoft.redeem({
    callback: new URL(`${callbackUri(services)}${new URL(request.url, services.config.publicUrl).search}`),
    challenge: pending.challenge,
    ...(pending.tenantId === null ? {} : { tenant: pending.tenantId }),
  });
  if (pending.purpose === 'signIn') return (await signIn(reply, services, grant)) ?? pending.returnTo;
  if (pending.purpose === 'visit') keepVisitor(reply, services, grant);
  else {
    const session = await sameSession(request, services, pending);
    if (pending.purpose === 'connect') await connectAccount(services, session, grant);
    else {
      const by = { consentedTenantId: pending.tenantId, ip: request.ip };
      await connectOrganisation(services, session, grant, by);
    }
  }
  return pending.returnTo;
}

/**
 * After admin consent. The tenant in the address is no proof: anybody can write one there. So the administrator signs in to that
 * tenant once more, which Microsoft usually lets pass without a question, and the id token says where they belong (V15).
 */
async function consented({ request, reply, services, microsoft, pending }: Return): Promise<string> {
  const query = queryOf(request);
  await sameSession(request, services, pending);
  const tenant = z.uuid().safeParse(query['tenant']);
  if (query['error'] !== undefined || query['admin_consent']?.toLowerCase() !== 'true' || !tenant.success) {
    throw new Refusal('microsoftDeclined');
  }
  const challenge = microsoft.newChallenge();
  keepPending(reply, services, { ...pending, tenantId: tenant.data, challenge });
  const redirectUri = callbackUri(services);
  return microsoft.authorizeUrl({ challenge, redirectUri, scopes: signInScopes, tenant: tenant.data });
}

/** Where the person began, with the code of what went wrong. */
function refusedPage(request: FastifyRequest, pending: Pending | null, error: unknown): string {
  const refusal = refusalOf(error);
  if (refusal === null) throw error;
  request.log.warn({ err: error, reason: refusal.code }, 'A sign-in with Microsoft was refused');
  const path = pending === null || pending.purpose === 'signIn' ? '/sign-in' : pending.returnTo;
  const page = new URL(path, 'http://pages');
  page.searchParams.set('problem', refusal.code);
  return page.pathname + page.search + page.hash;
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
