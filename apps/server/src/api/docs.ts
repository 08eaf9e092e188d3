import { z } from 'zod';
import { errorTable } from '../errors.ts';
import type { App } from '../http/app.ts';

const errorList = z
  .object({
    items: z.array(
      z.object({
        code: z.string(),
        status: z.number().int(),
        sentence: z.string(),
        remedy: z.string().nullable(),
        retryable: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'ErrorList' });

/** The API's description for programs and for people, with nothing from anywhere else. */
export function docsRoutes(app: App): void {
  app.get(
    '/api/errors',
    {
      schema: {
        tags: ['errors'],
        summary: 'Every code with its sentence and its remedy',
        response: { 200: errorList },
      },
    },
    async () => ({ items: Object.entries(errorTable).map(([code, entry]) => ({ code, ...entry })) }),
  );
  app.get('/api/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.serializer(JSON.stringify).send(app.swagger()),
  );
  app.get('/api/docs', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .serializer(String)
      .send(docsPage(app.swagger() as Document)),
  );
}

/** As much of an OpenAPI document as the page shows. */
interface Document {
  readonly info: { readonly description?: string };
  readonly paths?: { readonly [path: string]: object };
  readonly components?: { readonly schemas?: { readonly [name: string]: object } };
}

function docsPage(document: Document): string {
  const rows = Object.entries(document.paths ?? {}).flatMap(([path, operations]) =>
    Object.entries(operations ?? {}).map(([method, operation]) => {
      const { summary } = operation as { summary?: string };
      const schemas = JSON.stringify(operation, null, 2);
      return `<details><summary><code>${method.toUpperCase()} ${escape(path)}</code> ${escape(summary ?? '')}</summary><pre>${escape(schemas)}</pre></details>`;
    }),
  );
  const components = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) =>
      `<details><summary><code>${escape(name)}</code></summary><pre>${escape(JSON.stringify(schema, null, 2))}</pre></details>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Counterpart API</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}pre{overflow:auto;background:#f4f4f5;padding:1rem;font-size:13px}summary{cursor:pointer;padding:.25rem 0}</style>
<h1>Counterpart API</h1><p>${escape(document.info.description ?? '')}</p>
<p>For programs: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1).</p>
<h2>Requests</h2>${rows.join('\n')}
<h2>Shapes</h2>${components.join('\n')}</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
