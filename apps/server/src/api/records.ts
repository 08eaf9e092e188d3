import type { Actor, CrmRecord } from '@counterpart/crm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import { idParams, pageQuery } from './common.schema.ts';
import { queryOf, type RecordApi } from './records.api.ts';
import { recordSync, timeline } from './records.schema.ts';
import { expectedVersion, ifMatch, tagOf } from './versions.ts';

/** Records of a kind, one by one (R1). */
export function recordRoutes(app: App, given: Given, api: RecordApi): void {
  const { service, shapes } = api;
  const tags = [api.path];
  const base = `/api/${api.path}`;
  const presentPage = async (actor: Actor, page: Awaited<ReturnType<typeof service.list>>) => ({
    ...page,
    items: await api.present(given().crm, actor, page.items),
  });
  const answer = async (request: FastifyRequest, reply: FastifyReply, found: CrmRecord) => {
    reply.header('etag', tagOf(found.version));
    const [shown] = await api.present(given().crm, actorOf(request), [found]);
    return shown;
  };
  const one = { 200: shapes.record, ...problems };

  app.get(
    base,
    {
      schema: {
        tags,
        summary: `List ${api.many}: search, filter, sort`,
        querystring: shapes.listQuery,
        response: { 200: shapes.page, ...problems },
      },
    },
    async (request) => {
      const { limit, cursor, sort, ...filter } = request.query;
      const actor = actorOf(request);
      const input = { ...queryOf(filter), sort, limit, cursor };
      return presentPage(actor, await service.list(given().crm, actor, input));
    },
  );
  app.get(
    `${base}/deleted`,
    {
      schema: {
        tags,
        summary: `List deleted ${api.many}, the latest first`,
        querystring: pageQuery.strict(),
        response: { 200: shapes.page, ...problems },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return presentPage(actor, await service.listDeleted(given().crm, actor, request.query));
    },
  );
  app.post(
    base,
    {
      schema: {
        tags,
        summary: `Create a ${api.one}`,
        body: shapes.input,
        response: { 201: shapes.record, ...problems },
      },
    },
    async (request, reply) => {
      const { ownerId, ...values } = request.body;
      const created = await service.create(given().crm, actorOf(request), { values, ownerId });
      return answer(request, reply.code(201).header('location', `${base}/${created.id}`), created);
    },
  );
  app.get(
    `${base}/:id`,
    { schema: { tags, summary: `Read a ${api.one}`, params: idParams, response: one } },
    async (request, reply) =>
      answer(request, reply, await service.get(given().crm, actorOf(request), request.params.id)),
  );
  app.patch(
    `${base}/:id`,
    {
      schema: {
        tags,
        summary: `Change fields of a ${api.one}; null empties one`,
        params: idParams,
        headers: ifMatch,
        body: shapes.input,
        response: one,
      },
    },
    async (request, reply) => {
      const { ownerId, ...values } = request.body;
      const changed = await service.update(given().crm, actorOf(request), {
        id: request.params.id,
        expectedVersion: expectedVersion(request.headers),
        values,
        ownerId,
      });
      return answer(request, reply, changed);
    },
  );
  app.delete(
    `${base}/:id`,
    {
      schema: {
        tags,
        summary: `Delete a ${api.one}; it can be restored`,
        params: idParams,
        headers: ifMatch,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await service.delete(given().crm, actorOf(request), {
        id: request.params.id,
        expectedVersion: expectedVersion(request.headers),
      });
      return reply.code(204).send(null);
    },
  );
  app.post(
    `${base}/:id/restore`,
    { schema: { tags, summary: 'Take back a deletion', params: idParams, headers: ifMatch, response: one } },
    async (request, reply) => {
      const target = { id: request.params.id, expectedVersion: expectedVersion(request.headers) };
      return answer(request, reply, await service.restore(given().crm, actorOf(request), target));
    },
  );
  app.get(
    `${base}/:id/timeline`,
    {
      schema: {
        tags,
        summary: 'What came from where, when, which fields (B5)',
        params: idParams,
        response: { 200: timeline, ...problems },
      },
    },
    async (request) => {
      const items = await service.timeline(given().crm, actorOf(request), request.params.id);
      return { items: items.map((item) => ({ ...item, changes: [...item.changes] })) };
    },
  );
  app.get(
    `${base}/:id/sync`,
    {
      schema: {
        tags,
        summary: 'Why is this not syncing? (B6)',
        params: idParams,
        response: { 200: recordSync, ...problems },
      },
    },
    async (request) => given().sync.recordSync(actorOf(request), api.kind, request.params.id),
  );
}
