import type { Actor } from '@counterpart/crm';
import type { KindName } from '@counterpart/engine';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import type { Given } from '../services.ts';
import type { Page } from '../sync-port.ts';
import { problems } from './answers.ts';
import * as shapes from './channels.schema.ts';
import { idParams, kindParams, pageQuery } from './common.schema.ts';
import { signInAddress, TAB_ADDRESS } from './microsoft365.links.ts';

const tags = ['channels'];

/** A person's own channels: setting up, running, and what they hold. */
export function channelRoutes(app: App, given: Given): void {
  app.get(
    '/api/microsoft365/calendars',
    {
      schema: {
        tags: ['microsoft365'],
        summary: 'Your calendars in Microsoft 365, to be chosen in the configuration (E2)',
        response: { 200: shapes.calendarList, ...problems },
      },
    },
    async (request) => given().sync.calendars(actorOf(request)),
  );
  app.post(
    '/api/meetings/:id/invite',
    {
      schema: {
        tags: ['meetings'],
        summary: 'Send the invitations that the first sync withheld (E11)',
        params: idParams,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await given().sync.invite(actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
  app.get(
    '/api/channels/:kind/configuration',
    {
      schema: {
        tags,
        summary: 'Read the configuration (C2, C3)',
        params: kindParams,
        response: { 200: shapes.configuration, ...problems },
      },
    },
    async (request) => given().sync.configuration(actorOf(request), request.params.kind),
  );
  app.put(
    '/api/channels/:kind/configuration',
    {
      schema: {
        tags,
        summary: 'Save the configuration',
        params: kindParams,
        body: shapes.configurationInput,
        response: { 200: shapes.configuration, ...problems },
      },
    },
    async (request) => given().sync.saveConfiguration(actorOf(request), request.params.kind, request.body),
  );
  app.post(
    '/api/channels/:kind/preview',
    {
      schema: {
        tags,
        summary: 'What the next run would do with this configuration (B1)',
        params: kindParams,
        body: shapes.configurationInput,
        response: { 200: shapes.preview, ...problems },
      },
    },
    async (request) => given().sync.preview(actorOf(request), request.params.kind, request.body),
  );
  app.post(
    '/api/channels/:kind/enable',
    {
      schema: {
        tags,
        summary: 'Enable (P4, P5)',
        params: kindParams,
        body: shapes.enableBody,
        response: { 202: shapes.section, ...problems },
      },
    },
    async (request, reply) => {
      const result = await given().sync.enable(
        actorOf(request),
        request.params.kind,
        request.body.configuration,
      );
      if (result.outcome === 'signInRequired') {
        throw new Refusal('signInRequired', { remedyUrl: signInAddress('connect', TAB_ADDRESS) });
      }
      return reply.code(202).send(result.section);
    },
  );
  for (const [act, summary] of [
    ['disable', 'Disable: the folder goes, the records here stay whole (C8)'],
    ['sync', 'Look at the channel again, now'],
    ['pause', 'Pause; set-up and links stay'],
    ['resume', 'Go on after a pause'],
  ] as const) {
    app.post(
      `/api/channels/:kind/${act}`,
      { schema: { tags, summary, params: kindParams, response: { 202: shapes.section, ...problems } } },
      async (request, reply) =>
        reply.code(202).send(await given().sync[act](actorOf(request), request.params.kind)),
    );
  }
  listRoutes(app, given);
  answerRoutes(app, given);
}

function listRoutes(app: App, given: Given): void {
  const list = <T extends z.ZodType>(
    path: string,
    summary: string,
    page: T,
    read: (actor: Actor, kind: KindName, page: Page) => Promise<z.output<T>>,
  ) => {
    const shape: z.ZodType = page;
    app.get(
      `/api/channels/:kind/${path}`,
      {
        schema: {
          tags,
          summary,
          params: kindParams,
          querystring: pageQuery.strict(),
          response: { 200: shape, ...problems },
        },
      },
      async (request) => read(actorOf(request), request.params.kind, request.query),
    );
  };
  list('runs', 'The runs, the latest first', shapes.runPage, (...ask) => given().sync.runs(...ask));
  list('problems', 'Records that cannot follow, and why (V19)', shapes.problemPage, (...ask) =>
    given().sync.problems(...ask),
  );
  list('conflicts', 'Fields that both sides changed (B3)', shapes.conflictPage, (...ask) =>
    given().sync.conflicts(...ask),
  );
  list('holds', 'Deletions that wait for an answer (B4)', shapes.holdPage, (...ask) =>
    given().sync.holds(...ask),
  );
}

/** Reading one run and answering what a channel asks. */
function answerRoutes(app: App, given: Given): void {
  app.get(
    '/api/channels/:kind/runs/:id',
    {
      schema: {
        tags,
        summary: 'A run with its journal',
        params: shapes.runParams,
        querystring: pageQuery.strict(),
        response: { 200: shapes.runDetail, ...problems },
      },
    },
    async (request) =>
      given().sync.run(actorOf(request), request.params.kind, request.params.id, request.query),
  );
  app.post(
    '/api/conflicts/:id/take',
    {
      schema: {
        tags,
        summary: 'Take a side of a conflict (B3)',
        params: idParams,
        body: shapes.takeSide,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await given().sync.takeConflict(actorOf(request), request.params.id, request.body.side);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/api/holds/:id',
    {
      schema: {
        tags,
        summary: 'Approve or reject deletions (B4)',
        params: idParams,
        body: shapes.answerHold,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await given().sync.answerHold(actorOf(request), request.params.id, request.body.answer);
      return reply.code(204).send(null);
    },
  );
}
