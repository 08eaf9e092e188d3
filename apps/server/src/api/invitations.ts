import * as crm from '@counterpart/crm';
import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import { invitePeople, senderOf } from '../people/inviting.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import { idParams } from './common.schema.ts';
import * as schema from './invitations.schema.ts';
import { presentInvitation } from './users.present.ts';
import { invitation } from './users.schema.ts';

const tags = ['invitations'];

/** Inviting by e-mail (U1) and from the directory (U2, U3); sending again and revoking (U8). */
export function invitationRoutes(app: App, given: Given): void {
  app.get(
    '/api/invitations',
    {
      schema: {
        tags,
        summary: 'Invitations, the newest first',
        querystring: schema.invitationQuery,
        response: { 200: schema.invitationPage, ...problems },
      },
    },
    async (request) => {
      const page = await crm.listInvitations(given().crm, actorOf(request), request.query);
      return { ...page, items: page.items.map(presentInvitation) };
    },
  );
  app.post(
    '/api/invitations',
    {
      schema: {
        tags,
        summary: 'Invite people, by e-mail or from the directory: one outcome each (U1, U2, U3)',
        body: schema.invitees,
        response: { 200: schema.outcomes, ...problems },
      },
    },
    async (request) => {
      const outcomes = await invitePeople(given(), actorOf(request), request.body);
      return {
        outcomes: outcomes.map((one) =>
          one.outcome === 'invited' ? { ...one, invitation: presentInvitation(one.invitation) } : one,
        ),
      };
    },
  );
  app.post(
    '/api/invitations/:id/resend',
    {
      schema: {
        tags,
        summary: 'Send an invitation again: a new link for seven days, the old one dies (U8)',
        params: idParams,
        response: { 200: invitation, ...problems },
      },
    },
    async (request) => {
      const services = given();
      const actor = actorOf(request);
      const sender = await senderOf(services, actor.orgId);
      return presentInvitation(await crm.resendInvitation(services.crm, actor, request.params.id, sender));
    },
  );
  app.post(
    '/api/invitations/:id/revoke',
    {
      schema: {
        tags,
        summary: 'Take an invitation back: its link dies (U8)',
        params: idParams,
        response: { 200: invitation, ...problems },
      },
    },
    async (request) =>
      presentInvitation(await crm.revokeInvitation(given().crm, actorOf(request), request.params.id)),
  );
}
