import * as crm from '@counterpart/crm';
import { z } from 'zod';
import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import { id, instant, pageOf, pageQuery } from './common.schema.ts';

const entry = z
  .object({
    id: z.number().int(),
    at: instant,
    action: z.enum(crm.auditActions),
    /** `id`: of the membership; null: somebody who was no member (yet). */
    by: z.object({ id: id.nullable(), name: z.string() }),
    subject: z.object({ kind: z.enum(crm.auditSubjects), id: id.nullable(), name: z.string() }),
    details: z.record(z.string(), z.string()),
    /** The address that the request came from. */
    ip: z.string().nullable(),
    source: z.string(),
  })
  .meta({ id: 'AuditEntry' });
const auditPage = pageOf(entry).meta({ id: 'AuditPage' });

const query = z.strictObject({
  ...pageQuery.shape,
  action: z.enum(crm.auditActions).optional(),
  byId: id.optional(),
  subjectId: id.optional(),
  from: instant.optional(),
  to: instant.optional(),
  search: z.string().max(200).optional(),
});

/** Who did what, when and from where (U8). */
export function auditRoutes(app: App, given: Given): void {
  app.get(
    '/api/audit',
    {
      schema: {
        tags: ['audit'],
        summary: 'The audit log, the newest first (U8)',
        querystring: query,
        response: { 200: auditPage, ...problems },
      },
    },
    async (request) => {
      const { from, to, ...filter } = request.query;
      const page = await crm.listAudit(given().crm, actorOf(request), {
        ...filter,
        from: from === undefined ? undefined : new Date(from),
        to: to === undefined ? undefined : new Date(to),
      });
      return { ...page, items: page.items.map((one) => ({ ...one, at: one.at.toISOString() })) };
    },
  );
}
