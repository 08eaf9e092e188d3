import { Readable } from 'node:stream';
import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import { selectionOf, type RecordApi } from './records.api.ts';
import { massDeleteResult, massUpdateResult } from './records.schema.ts';

export const fileTypes = {
  csv: 'text/csv; charset=utf-8',
  vcf: 'text/vcard; charset=utf-8',
  ics: 'text/calendar; charset=utf-8',
};

/** Many records of a kind at once (R1). */
export function recordBulkRoutes(app: App, given: Given, { path, many, service, shapes }: RecordApi): void {
  const tags = [path];
  app.post(
    `/api/${path}/mass-update`,
    {
      schema: {
        tags,
        summary: `Change many ${many}; from then on they are synced (C7, T2)`,
        body: shapes.massUpdate,
        response: { 200: massUpdateResult, ...problems },
      },
    },
    async (request) => {
      const { selection, ...change } = request.body;
      const input = { ...change, selection: selectionOf(selection) };
      return service.massUpdate(given().crm, actorOf(request), input);
    },
  );
  app.post(
    `/api/${path}/mass-delete`,
    {
      schema: {
        tags,
        summary: `Delete many ${many}`,
        body: shapes.massDelete,
        response: { 200: massDeleteResult, ...problems },
      },
    },
    async (request) => {
      const selection = selectionOf(request.body.selection);
      return service.massDelete(given().crm, actorOf(request), { selection });
    },
  );
  app.get(
    `/api/${path}/export`,
    { schema: { tags, summary: `Download ${many} as a file`, querystring: shapes.exportQuery } },
    async (request, reply) => {
      const { format } = request.query;
      const chunks = service.export(given().crm, actorOf(request), { format });
      return reply
        .type(fileTypes[format])
        .header('content-disposition', `attachment; filename="${path}.${format}"`)
        .send(Readable.from(chunks));
    },
  );
}
