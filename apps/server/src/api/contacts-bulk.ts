import * as crm from '@counterpart/crm';
import { Readable } from 'node:stream';
import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import {
  exportQuery,
  massDelete,
  massDeleteResult,
  massUpdate,
  massUpdateResult,
} from './contacts.schema.ts';

const tags = ['contacts'];
const mediaTypes = { csv: 'text/csv; charset=utf-8', vcf: 'text/vcard; charset=utf-8' };

/** Many contacts at once (R1). */
export function contactBulkRoutes(app: App, given: Given): void {
  app.post(
    '/api/contacts/mass-update',
    {
      schema: {
        tags,
        summary: 'Change many contacts; from then on they are synced (C7)',
        body: massUpdate,
        response: { 200: massUpdateResult, ...problems },
      },
    },
    async (request) => crm.massUpdateContacts(given().crm, actorOf(request), request.body),
  );
  app.post(
    '/api/contacts/mass-delete',
    {
      schema: {
        tags,
        summary: 'Delete many contacts',
        body: massDelete,
        response: { 200: massDeleteResult, ...problems },
      },
    },
    async (request) => crm.massDeleteContacts(given().crm, actorOf(request), request.body),
  );
  app.get(
    '/api/contacts/export',
    { schema: { tags, summary: 'Download contacts as CSV or vCard', querystring: exportQuery } },
    async (request, reply) => {
      const { format } = request.query;
      const chunks = crm.exportContacts(given().crm, actorOf(request), { format });
      return reply
        .type(mediaTypes[format])
        .header('content-disposition', `attachment; filename="contacts.${format}"`)
        .send(Readable.from(chunks));
    },
  );
}
