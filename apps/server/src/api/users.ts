import * as crm from '@counterpart/crm';
import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import { userPage } from './users.schema.ts';

export function userRoutes(app: App, given: Given): void {
  app.get(
    '/api/users',
    {
      schema: {
        tags: ['users'],
        summary: 'The members of the organisation',
        response: { 200: userPage, ...problems },
      },
    },
    async (request) => {
      const items = await crm.listUsers(given().crm, actorOf(request));
      return { items, nextCursor: null, total: items.length };
    },
  );
}
