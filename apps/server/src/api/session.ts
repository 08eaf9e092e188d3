import * as crm from '@counterpart/crm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { App } from '../http/app.ts';
import { createLimit } from '../http/limits.ts';
import { beginSession, clearSessionCookie, sessionOf, setSessionCookie } from '../http/sessions.ts';
import type { Given, Services } from '../services.ts';
import { problems } from './answers.ts';
import { chooseOrganisation, session, signIn, signInOptions, token } from './session.schema.ts';

/**
 * Ten attempts a minute for one address from one place: enough for people, too few for guessing. Not by the place alone, since a
 * whole office may come from one.
 */
const attempts = { name: 'attempts', max: 10, windowMs: 60_000 };

export function signInRoutes(app: App, given: Given): void {
  const limit = createLimit(app, attempts);
  const preHandler = async (request: FastifyRequest, reply: FastifyReply) => {
    const { email } = request.body as z.output<typeof signIn>;
    await limit(request, reply, `${request.ip} ${email.toLowerCase()}`);
  };
  app.get(
    '/api/sign-in',
    {
      schema: {
        tags: ['session'],
        summary: 'What the sign-in page may offer',
        response: { 200: signInOptions, ...problems },
      },
    },
    async () => {
      const { config, demoLogins } = given();
      return { microsoft: config.microsoft !== null, demoLogins: [...demoLogins] };
    },
  );
  app.post(
    '/api/session',
    {
      preHandler,
      schema: {
        tags: ['session'],
        summary: 'Sign in with a password; sets the cookie (R3)',
        body: signIn,
        response: { 200: session, ...problems },
      },
    },
    async (request, reply) => {
      const services = given();
      const started = await startSession(services, request.body);
      setSessionCookie(reply, started, services.config);
      return readBack(services, started.token);
    },
  );
  app.post(
    '/api/session/token',
    {
      preHandler,
      schema: {
        tags: ['session'],
        summary: 'Sign in with a password; answers a token for programs (R4)',
        body: signIn,
        response: { 200: token, ...problems },
      },
    },
    async (request) => {
      const started = await startSession(given(), request.body);
      return { token: started.token, expiresAt: new Date(started.expiresAtMs).toISOString() };
    },
  );
}

export function currentSessionRoutes(app: App, given: Given): void {
  app.get(
    '/api/session',
    { schema: { tags: ['session'], summary: 'Who is signed in', response: { 200: session, ...problems } } },
    async (request) => present(sessionOf(request).view),
  );
  app.delete(
    '/api/session',
    { schema: { tags: ['session'], summary: 'Sign out', response: { 204: z.null(), ...problems } } },
    async (request, reply) => {
      const services = given();
      await crm.endSession(services.crm, sessionOf(request).token);
      clearSessionCookie(reply, services.config);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/api/session/organisation',
    {
      schema: {
        tags: ['session'],
        summary: 'Work in another of your organisations (R3)',
        body: chooseOrganisation,
        response: { 200: session, ...problems },
      },
    },
    async (request) => {
      const services = given();
      const { token } = sessionOf(request);
      const chosen = await crm.chooseOrganisation(services.crm, token, request.body.organisationId);
      if (chosen.outcome === 'noMembership') throw new Refusal('noMembership');
      return readBack(services, token);
    },
  );
}

async function startSession(services: Services, { email, password }: z.output<typeof signIn>) {
  const checked = await crm.verifyPassword(services.crm, { email, password });
  if (checked.outcome === 'wrong') throw new Refusal('wrongCredentials');
  return beginSession(services, checked.accountId);
}

async function readBack(services: Services, token: string) {
  const found = await presentSession(services, token);
  if (found === null) throw new Refusal('notSignedIn');
  return found;
}

/** What a session says, as the API shows it; null: there is none (any more). */
export async function presentSession(
  { crm: database }: Pick<Services, 'crm'>,
  token: string,
): Promise<z.output<typeof session> | null> {
  const found = await crm.readSession(database, token);
  return found === null ? null : present(found);
}

function present(found: crm.SessionView): z.output<typeof session> {
  return {
    account: found.account,
    organisation: found.organisation,
    organisations: [...found.organisations],
    membershipId: found.membershipId,
    profile: found.profile,
    permissions: [...found.permissions],
  };
}
