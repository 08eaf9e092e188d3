import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../errors.ts';
import type { App } from '../http/app.ts';
import { createLimit } from '../http/limits.ts';
import { beginSession, setSessionCookie } from '../http/sessions.ts';
import { acceptInvitation, associateAccount, lookAtInvitation } from '../people/accepting.ts';
import { askToJoin, lookAtDoor } from '../people/asking.ts';
import { terms } from '../people/terms.ts';
import { forgetVisitor, readVisitor } from '../people/visitor.ts';
import type { Given, Services } from '../services.ts';
import { problems } from './answers.ts';
import * as schema from './joining.schema.ts';
import { presentSession } from './session.ts';
import { session } from './session.schema.ts';

const tags = ['joining'];

/** What guessing at tokens is slowed down to, from one place; a whole office may come from one. */
const guesses = { name: 'joining', max: 60, windowMs: 60_000 };
/** What guessing at passwords is slowed down to, for one account from one place, as at the sign-in. */
const attempts = { name: 'attempts', max: 10, windowMs: 60_000 };

/** What names the account whose password comes along: its address, the mailed token, or who Microsoft says is here. */
function accountMeant(request: FastifyRequest, services: Services): string {
  const body = request.body as { token?: string; account?: { email?: string } };
  const named = body.account?.email?.toLowerCase() ?? body.token;
  return named ?? readVisitor(request, services)?.login.toLowerCase() ?? '';
}

/** What people do who are no members yet: accept (U4), Associate My Account (U5), ask to join (U6). */
export function joiningRoutes(app: App, given: Given): void {
  const limit = createLimit(app, guesses);
  const limitAttempts = createLimit(app, attempts);
  const preHandler = (request: FastifyRequest, reply: FastifyReply) => limit(request, reply, request.ip);
  const withPassword = async (request: FastifyRequest, reply: FastifyReply) => {
    await preHandler(request, reply);
    await limitAttempts(request, reply, `${request.ip} ${accountMeant(request, given())}`);
  };
  app.get(
    '/api/terms',
    {
      schema: {
        tags,
        summary: 'The terms and conditions in force (U4)',
        response: { 200: schema.termsView, ...problems },
      },
    },
    async () => terms,
  );
  app.post(
    '/api/invitation/look',
    {
      preHandler,
      schema: {
        tags,
        summary: 'What an invitation says, for the person invited (U4)',
        body: schema.lookInput,
        response: { 200: schema.invitationLook, ...problems },
      },
    },
    async (request) => lookAtInvitation(request, given(), request.body.token),
  );
  app.post(
    '/api/invitation/accept',
    {
      preHandler: withPassword,
      schema: {
        tags,
        summary: 'Accept an invitation and the terms; sets the cookie (U4)',
        body: schema.acceptInput,
        response: { 200: session, ...problems },
      },
    },
    async (request, reply) => {
      const services = given();
      const { accountId, orgId } = await acceptInvitation(request, services, request.body);
      return signedIn(reply, services, accountId, orgId);
    },
  );
  app.post(
    '/api/invitation/associate',
    {
      preHandler: withPassword,
      schema: {
        tags,
        summary:
          'Associate My Account: stay in your own organisation and sign in with Microsoft there; sets the cookie (U5)',
        body: schema.associateInput,
        response: { 200: session, ...problems },
      },
    },
    async (request, reply) => {
      const services = given();
      const accountId = await associateAccount(request, services, request.body);
      return signedIn(reply, services, accountId);
    },
  );
  app.get(
    '/api/join',
    {
      schema: {
        tags,
        summary:
          'Which organisation has your Microsoft 365 tenant, and what became of your request to join (U6)',
        response: { 200: schema.joinView, ...problems },
      },
    },
    async (request) => lookAtDoor(request, given()),
  );
  app.post(
    '/api/join',
    {
      preHandler: withPassword,
      schema: {
        tags,
        summary: 'Request to Join: everybody who may approve is mailed (U6)',
        body: schema.joinInput,
        response: { 201: schema.joinView, ...problems },
      },
    },
    async (request, reply) => {
      const services = given();
      await askToJoin(request, services, request.body);
      return reply.code(201).send(await lookAtDoor(request, services));
    },
  );
}

async function signedIn(reply: FastifyReply, services: Services, accountId: string, orgId?: string) {
  const started = await beginSession(services, accountId, orgId);
  setSessionCookie(reply, started, services.config);
  forgetVisitor(reply, services);
  const found = await presentSession(services, started.token);
  if (found === null) throw new Refusal('notSignedIn');
  return found;
}
