import * as crm from '@counterpart/crm';
import { z } from 'zod';
import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import { directoryOf, entriesOf, openPage, sealPage } from '../people/directory.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import { idParams } from './common.schema.ts';
import { directoryPage, directoryQuery } from './invitations.schema.ts';

const tags = ['people'];

/** The people of the tenant, for the popup Add User (U2, U3): a page of theirs for a page of ours, never all of them. */
export function directoryRoutes(app: App, given: Given): void {
  app.get(
    '/api/directory/people',
    {
      schema: {
        tags,
        summary: 'People of the connected Microsoft 365 tenant, by name (U2, U3)',
        querystring: directoryQuery,
        response: { 200: directoryPage, ...problems },
      },
    },
    async (request) => {
      const services = given();
      const actor = actorOf(request);
      crm.mustHold(actor, 'manageUsers');
      const { search, cursor, limit: pageSize } = request.query;
      const directory = await directoryOf(services, actor.orgId);
      const next = cursor === undefined ? null : openPage(services, actor.orgId, cursor);
      const page = await directory.people({ search, next, pageSize });
      return {
        items: await entriesOf(services, actor, directory.tenantId, page.people),
        nextCursor: page.next === null ? null : sealPage(services, actor.orgId, page.next),
        total: page.total,
      };
    },
  );
  app.get(
    '/api/directory/people/:id/photo',
    {
      schema: {
        tags,
        summary: "A person's picture, as JPEG",
        params: idParams,
        response: { 200: z.any(), ...problems },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      crm.mustHold(actor, 'manageUsers');
      const directory = await directoryOf(given(), actor.orgId);
      const photo = await directory.photo(request.params.id);
      if (photo === null) throw new crm.CrmError('notFound', 'This person has no picture.');
      return reply
        .type('image/jpeg')
        .header('cache-control', 'private, max-age=3600')
        .send(Buffer.from(photo));
    },
  );
}
