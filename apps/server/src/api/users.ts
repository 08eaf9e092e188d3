import * as crm from '@counterpart/crm';
import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import { profilePage, userPage } from './users.schema.ts';

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
  app.get(
    '/api/profiles',
    {
      schema: {
        tags: ['users'],
        summary: 'The profiles with their permissions (P1)',
        response: { 200: profilePage, ...problems },
      },
    },
    async (request) => {
      const found = await crm.listProfiles(given().crm, actorOf(request));
      const items = found.map((profile) => ({ ...profile, permissions: [...profile.permissions] }));
      return { items, nextCursor: null, total: items.length };
    },
  );
}
