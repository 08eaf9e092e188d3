import * as crm from '@counterpart/crm';
import type { KindName } from '@counterpart/engine';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import { idParams } from './common.schema.ts';
import type { RecordApi } from './records.api.ts';
import { expectedVersion, ifMatch, tagOf } from './versions.ts';
import { view, viewChange, viewInput, viewPage, viewQuery } from './views.schema.ts';

const tags = ['views'];
const one = { 200: view, ...problems };
const notOfAView = ['limit', 'cursor', 'sort'];

/** Saved views: how a person looks at a list, for themselves or for everybody in the organisation (R1). */
export function viewRoutes(app: App, given: Given, apis: readonly RecordApi[]): void {
  const check = (kind: KindName, asked: { filter?: object | undefined; sort?: string | null | undefined }) =>
    mustBeAskable(apis, kind, asked);
  app.get(
    '/api/views',
    {
      schema: {
        tags,
        summary: 'Your saved views, and those shared with you',
        querystring: viewQuery,
        response: { 200: viewPage, ...problems },
      },
    },
    async (request) => {
      const found = await crm.listViews(given().crm, actorOf(request), request.query.kind);
      return { items: found.map(present), nextCursor: null, total: found.length };
    },
  );
  app.post(
    '/api/views',
    { schema: { tags, summary: 'Save a view', body: viewInput, response: { 201: view, ...problems } } },
    async (request, reply) => {
      const { kind, ...input } = request.body;
      check(kind, input);
      const made = await crm.createView(given().crm, actorOf(request), kind, input);
      return answer(reply.code(201).header('location', `/api/views/${made.id}`), made);
    },
  );
  app.get(
    '/api/views/:id',
    { schema: { tags, summary: 'Read a saved view', params: idParams, response: one } },
    async (request, reply) =>
      answer(reply, await crm.getView(given().crm, actorOf(request), request.params.id)),
  );
  app.patch(
    '/api/views/:id',
    {
      schema: {
        tags,
        summary: 'Change a saved view of yours',
        params: idParams,
        headers: ifMatch,
        body: viewChange,
        response: one,
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      check((await crm.getView(given().crm, actor, id)).kind, request.body);
      const target = { id, expectedVersion: expectedVersion(request.headers) };
      return answer(reply, await crm.updateView(given().crm, actor, target, request.body));
    },
  );
  app.delete(
    '/api/views/:id',
    {
      schema: {
        tags,
        summary: 'Delete a saved view of yours',
        params: idParams,
        headers: ifMatch,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      const target = { id: request.params.id, expectedVersion: expectedVersion(request.headers) };
      await crm.deleteView(given().crm, actorOf(request), target);
      return reply.code(204).send(null);
    },
  );
}

const present = (found: crm.View): z.output<typeof view> => ({
  ...found,
  filter: found.filter as z.output<typeof view>['filter'],
  columns: [...found.columns],
});

function answer(reply: FastifyReply, found: crm.View): z.output<typeof view> {
  reply.header('etag', tagOf(found.version));
  return present(found);
}

/** A view that the list would refuse is no view. @throws Refusal `invalidRequest` naming the places */
function mustBeAskable(
  apis: readonly RecordApi[],
  kind: KindName,
  { filter = {}, sort }: { filter?: object | undefined; sort?: string | null | undefined },
): void {
  const api = apis.find((one) => one.kind === kind);
  if (api === undefined)
    throw new Refusal('invalidRequest', { detail: `kind: There is no list of ${kind}s.` });
  const foreign = notOfAView.filter((name) => name in filter);
  const query = { ...filter, ...(sort === null || sort === undefined ? {} : { sort }) };
  const checked = api.shapes.listQuery.safeParse(query);
  const errors = [
    ...foreign.map((name) => ({ path: `filter.${name}`, message: 'This is no filter.' })),
    ...(checked.error?.issues ?? []).map(({ path, message }) => ({
      path: path[0] === 'sort' ? 'sort' : ['filter', ...path].join('.'),
      message,
    })),
  ];
  if (errors.length > 0) {
    const detail = errors.map(({ path, message }) => `${path}: ${message}`).join(' ');
    throw new Refusal('invalidRequest', { detail, errors });
  }
}
