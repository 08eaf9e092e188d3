import * as crm from '@counterpart/crm';
import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import { approve, askingOf, decline } from '../people/asking.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import { idParams } from './common.schema.ts';
import * as schema from './invitations.schema.ts';
import { presentJoinRequest, presentUser } from './users.present.ts';
import { joinRequest, user } from './users.schema.ts';

const tags = ['people'];

/** Answering requests to join (U7). */
export function joinRequestRoutes(app: App, given: Given): void {
  app.get(
    '/api/join-requests',
    {
      schema: {
        tags,
        summary: 'Requests to join, the newest first (U6)',
        querystring: schema.joinRequestQuery,
        response: { 200: schema.joinRequestPage, ...problems },
      },
    },
    async (request) => {
      const page = await crm.listJoinRequests(given().crm, actorOf(request), request.query);
      return { ...page, items: page.items.map(presentJoinRequest) };
    },
  );
  app.post(
    '/api/join-requests/look',
    {
      schema: {
        tags,
        summary: 'The request that the link in a mail is about (U7)',
        body: schema.mailedToken,
        response: { 200: joinRequest, ...problems },
      },
    },
    async (request) =>
      presentJoinRequest(await crm.findJoinRequest(given().crm, actorOf(request), request.body.token)),
  );
  app.post(
    '/api/join-requests/:id/approve',
    {
      schema: {
        tags,
        summary: 'Approve & Add: the asker becomes a user and is mailed (U7)',
        params: idParams,
        body: schema.approval,
        response: { 200: user, ...problems },
      },
    },
    async (request) =>
      presentUser(await approve(given(), actorOf(request), { ...request.params, ...request.body })),
  );
  app.post(
    '/api/join-requests/:id/decline',
    {
      schema: {
        tags,
        summary: 'Decline a request with a reason, which the asker is mailed (U7)',
        params: idParams,
        body: schema.refusal,
        response: { 200: joinRequest, ...problems },
      },
    },
    async (request) =>
      presentJoinRequest(await decline(given(), actorOf(request), { ...request.params, ...request.body })),
  );
  app.post(
    '/api/join-requests/:id/resend',
    {
      schema: {
        tags,
        summary:
          'Mail a request again to all who may approve: a new link for seven days, the old one dies (U8)',
        params: idParams,
        response: { 200: joinRequest, ...problems },
      },
    },
    async (request) => {
      const services = given();
      const actor = actorOf(request);
      const asking = await askingOf(services, actor.orgId);
      return presentJoinRequest(await crm.resendJoinRequest(services.crm, actor, request.params.id, asking));
    },
  );
  app.post(
    '/api/join-requests/:id/revoke',
    {
      schema: {
        tags,
        summary: 'Take the link to approve back without an answer (U8)',
        params: idParams,
        response: { 200: joinRequest, ...problems },
      },
    },
    async (request) =>
      presentJoinRequest(await crm.revokeJoinRequest(given().crm, actorOf(request), request.params.id)),
  );
}
