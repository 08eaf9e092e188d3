import * as crm from '@counterpart/crm';
import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import { idParams } from './common.schema.ts';
import { presentHandover, presentUser } from './users.present.ts';
import * as schema from './users.schema.ts';

const tags = ['users'];

/** Setup → Users: who belongs to the organisation, and who is on their way (U1). */
export function userRoutes(app: App, given: Given): void {
  app.get(
    '/api/users',
    {
      schema: {
        tags,
        summary: 'The people of the organisation, by name (U1)',
        description: 'Who is invited or asks to join is there for those who hold manageUsers.',
        querystring: schema.userQuery,
        response: { 200: schema.userPage, ...problems },
      },
    },
    async (request) => {
      const page = await crm.listUsers(given().crm, actorOf(request), request.query);
      return { ...page, items: page.items.map(presentUser) };
    },
  );
  app.get(
    '/api/users/:id',
    {
      schema: {
        tags,
        summary: 'A member, with what they own',
        params: idParams,
        response: { 200: schema.userDetail, ...problems },
      },
    },
    async (request) => {
      const found = await crm.getUser(given().crm, actorOf(request), request.params.id);
      const { records, handover } = found;
      return {
        ...presentUser(found),
        records,
        handover: handover === null ? null : presentHandover(handover),
      };
    },
  );
  app.patch(
    '/api/users/:id',
    {
      schema: {
        tags,
        summary: 'Give a member another profile (P1)',
        params: idParams,
        body: schema.userChange,
        response: { 200: schema.user, ...problems },
      },
    },
    async (request) => {
      const change = { membershipId: request.params.id, profileId: request.body.profileId };
      return presentUser(await crm.changeProfile(given().crm, actorOf(request), change));
    },
  );
  leavingRoutes(app, given);
}

function leavingRoutes(app: App, given: Given): void {
  app.post(
    '/api/users/:id/deactivate',
    {
      schema: {
        tags,
        summary:
          'Deactivate a member: their sessions end, their channels pause, their records may get a new owner',
        params: idParams,
        body: schema.deactivation.nullish(),
        response: { 200: schema.deactivated, ...problems },
      },
    },
    async (request) => {
      const input = { membershipId: request.params.id, newOwnerId: request.body?.newOwnerId };
      const { user, handover } = await crm.deactivateUser(given().crm, actorOf(request), input);
      return { user: presentUser(user), handover: handover === null ? null : presentHandover(handover) };
    },
  );
  app.post(
    '/api/users/:id/activate',
    {
      schema: {
        tags,
        summary: 'Let a deactivated member in again',
        params: idParams,
        response: { 200: schema.user, ...problems },
      },
    },
    async (request) => presentUser(await crm.activateUser(given().crm, actorOf(request), request.params.id)),
  );
  app.post(
    '/api/users/:id/hand-over',
    {
      schema: {
        tags,
        summary: 'Give the records of a member to another one',
        params: idParams,
        body: schema.handingOver,
        response: { 201: schema.handover, ...problems },
      },
    },
    async (request, reply) => {
      const input = { from: request.params.id, to: request.body.newOwnerId };
      const begun = await crm.handOver(given().crm, actorOf(request), input);
      reply.code(201);
      return presentHandover(begun);
    },
  );
  app.get(
    '/api/handovers/:id',
    {
      schema: {
        tags,
        summary: 'How far the records of a member have got to their new owner',
        params: idParams,
        response: { 200: schema.handover, ...problems },
      },
    },
    async (request) =>
      presentHandover(await crm.getHandover(given().crm, actorOf(request), request.params.id)),
  );
}
