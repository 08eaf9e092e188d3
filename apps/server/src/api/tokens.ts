import * as crm from '@counterpart/crm';
import { z } from 'zod';
import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import { idParams } from './common.schema.ts';
import { accessTokenInput, accessTokenPage, newAccessToken, type accessToken } from './tokens.schema.ts';

const tags = ['tokens'];

/** Personal access tokens: made, listed and revoked by their owner, signed in; no token makes another (R4). */
export function tokenRoutes(app: App, given: Given): void {
  app.get(
    '/api/tokens',
    { schema: { tags, summary: 'Your access tokens', response: { 200: accessTokenPage, ...problems } } },
    async (request) => {
      const found = await crm.listAccessTokens(given().crm, actorOf(request));
      return { items: found.map(present), nextCursor: null, total: found.length };
    },
  );
  app.post(
    '/api/tokens',
    {
      schema: {
        tags,
        summary: 'Make an access token; it is shown this once',
        body: accessTokenInput,
        response: { 201: newAccessToken, ...problems },
      },
    },
    async (request, reply) => {
      const made = await crm.createAccessToken(given().crm, actorOf(request), request.body);
      reply.code(201);
      return { ...present(made), token: made.token };
    },
  );
  app.delete(
    '/api/tokens/:id',
    {
      schema: {
        tags,
        summary: 'Revoke an access token, at once',
        params: idParams,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await crm.revokeAccessToken(given().crm, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
}

function present({ createdAt, expiresAt, lastUsedAt, ...token }: crm.AccessToken) {
  return {
    id: token.id,
    name: token.name,
    scopes: token.scopes as z.output<typeof accessToken>['scopes'],
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
