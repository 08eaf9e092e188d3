import * as crm from '@counterpart/crm';
import { z } from 'zod';
import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import { idParams } from './common.schema.ts';
import { cloneProfile, profile, profilePage, profileToMoveTo, updateProfile } from './profiles.schema.ts';

const tags = ['profiles'];

/** Setup → Security Control → Profiles (P1). */
export function profileRoutes(app: App, given: Given): void {
  const shown = (one: crm.Profile) => ({ ...one, permissions: [...one.permissions] });
  app.get(
    '/api/profiles',
    {
      schema: {
        tags,
        summary: 'The profiles with their permissions (P1)',
        response: { 200: profilePage, ...problems },
      },
    },
    async (request) => {
      const found = await crm.listProfiles(given().crm, actorOf(request));
      return { items: found.map(shown), nextCursor: null, total: found.length };
    },
  );
  app.post(
    '/api/profiles/:id/clone',
    {
      schema: {
        tags,
        summary: 'Clone a profile into a custom one (P1)',
        params: idParams,
        body: cloneProfile,
        response: { 201: profile, ...problems },
      },
    },
    async (request, reply) => {
      const { id: profileId } = request.params;
      const made = await crm.cloneProfile(given().crm, actorOf(request), { profileId, ...request.body });
      return reply.code(201).send(shown(made));
    },
  );
  app.patch(
    '/api/profiles/:id',
    {
      schema: {
        tags,
        summary: 'Rename a custom profile, or change what it allows (P1, P3)',
        params: idParams,
        body: updateProfile,
        response: { 200: profile, ...problems },
      },
    },
    async (request) => {
      const { id: profileId } = request.params;
      return shown(await crm.updateProfile(given().crm, actorOf(request), { profileId, ...request.body }));
    },
  );
  app.delete(
    '/api/profiles/:id',
    {
      schema: {
        tags,
        summary: 'Delete a custom profile; its members get another one',
        params: idParams,
        querystring: profileToMoveTo,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      const { id: profileId } = request.params;
      await crm.deleteProfile(given().crm, actorOf(request), { profileId, ...request.query });
      return reply.code(204).send(null);
    },
  );
}
