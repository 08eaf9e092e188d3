import { Readable } from 'node:stream';
import * as crm from '@counterpart/crm';
import { Refusal } from '../errors.ts';
import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import { IMPORT_TASK } from '../jobs.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import { idParams } from './common.schema.ts';
import { fileTypes } from './records-bulk.ts';
import { importState, startImport } from './imports.schema.ts';
import type { RecordApi } from './records.api.ts';

const tags = ['imports'];

/** The first step of an import: the file (R1). */
export function importFileRoute(app: App, given: Given, { path, many, service, shapes }: RecordApi): void {
  app.post(
    `/api/${path}/imports`,
    {
      // What is imported becomes records of the kind.
      config: { resource: path },
      schema: {
        tags,
        summary: `Upload a file of ${many} (multipart, one file)`,
        consumes: ['multipart/form-data'],
        response: { 201: shapes.importPreview, ...problems },
      },
    },
    async (request, reply) => {
      const file = await request.file();
      if (file === undefined) throw new Refusal('invalidRequest', { detail: 'The form has no file.' });
      const content = await file.toBuffer();
      // The parser cuts a file that is too large, and does not always say so.
      if (file.file.truncated) throw new Refusal('tooLarge', { detail: 'The file is larger than 32 MB.' });
      const preview = await service.readImport(given().crm, actorOf(request), {
        fileName: file.filename,
        content,
      });
      return reply.code(201).send({
        ...preview,
        columns: [...preview.columns],
        preview: [...preview.preview],
        refused: [...preview.refused],
      });
    },
  );
}

/** The other steps, of any kind: the mapping, and the work in the background (R1). */
export function importRoutes(app: App, given: Given): void {
  app.post(
    '/api/imports/:id/start',
    {
      schema: {
        tags,
        summary: 'Start with a mapping',
        params: idParams,
        body: startImport,
        response: { 202: importState, ...problems },
      },
    },
    async (request, reply) => {
      const { crm: database, jobs } = given();
      const actor = actorOf(request);
      const state = await crm.startImport(database, actor, { id: request.params.id, ...request.body });
      await jobs.add(
        IMPORT_TASK,
        { orgId: actor.orgId, importId: request.params.id, membershipId: actor.membershipId },
        { jobKey: `import:${request.params.id}` },
      );
      return reply.code(202).send(statusOf(state));
    },
  );
  app.get(
    '/api/imports/:id',
    {
      schema: {
        tags,
        summary: 'How far an import is',
        params: idParams,
        response: { 200: importState, ...problems },
      },
    },
    async (request) => statusOf(await crm.getImport(given().crm, actorOf(request), request.params.id)),
  );
  app.get(
    '/api/imports/:id/refused',
    {
      schema: {
        tags,
        summary: 'Download the refused rows, to be mended and imported again',
        params: idParams,
      },
    },
    async (request, reply) => {
      const file = await crm.refusedRows(given().crm, actorOf(request), request.params.id);
      return reply
        .type(fileTypes[file.format])
        .header('content-disposition', attachment(file.fileName))
        .send(Readable.from(file.pieces));
    },
  );
  app.post(
    '/api/imports/:id/cancel',
    {
      schema: {
        tags,
        summary: 'Stop an import; what it made stays',
        params: idParams,
        response: { 200: importState, ...problems },
      },
    },
    async (request) => statusOf(await crm.cancelImport(given().crm, actorOf(request), request.params.id)),
  );
}

/** A file's name as a header has it (RFC 6266). */
const attachment = (name: string): string =>
  `attachment; filename="${name.replace(/[^\w .-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`;

function statusOf(status: crm.ImportStatus) {
  return { ...status, refused: [...status.refused] };
}
