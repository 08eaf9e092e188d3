import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../errors.ts';
import type { App } from '../http/app.ts';
import { createLimit } from '../http/limits.ts';
import { beginSession, setSessionCookie } from '../http/sessions.ts';
import { acceptInvitation, associateAccount, lookAtInvitation } from '../people/accepting.ts';
import { askToJoin, lookAtDoor } from '../people/asking.ts';
import { terms } from '../people/terms.ts';
import { forgetVisitor } from '../people/visitor.ts';
import type { Given, Services } from '../services.ts';
import { problems } from './answers.ts';
import * as schema from './joining.schema.ts';
import { presentSession } from './session.ts';
import { session } from './session.schema.ts';

const tags = ['joining'];

/** What guessing at tokens and passwords is slowed down to, from one place; a whole office may come from one. */
const guesses = { name: 'joining', max: 60, windowMs: 60_000 };

/** What people do who are no members yet: accept (U4), Associate My Account (U5), ask to join (U6). */
export function joiningRoutes(app: App, given: Given): void {
  const limit = createLimit(app, guesses);
  const preHandler = (request: FastifyRequest, reply: FastifyReply) => limit(request, reply, request.ip);
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
      preHandler,
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
      preHandler,
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
      preHandler,
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
