import fastifySwagger from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { App } from './app.ts';

type Described = ReturnType<typeof jsonSchemaTransformObject>;

/** Describes every route in OpenAPI 3.1 from the schemas that check it (R4). */
export async function documentApi(app: App): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Counterpart',
        version: '0.1.0',
        description:
          'Whatever the pages do (R4). Sign in with POST /api/session and send the cookie with the header `x-counterpart: 1`, or get a token from POST /api/session/token and send it as `Authorization: Bearer`. Errors are problem+json with a `code`.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'counterpart_session' },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (input) => withoutUnused(jsonSchemaTransformObject(input)),
  });
}

/** Every named schema is described for requests and for answers; only those that a route refers to are kept. */
function withoutUnused(document: Described): Described {
  const { components = {}, paths } = document as {
    components?: { schemas?: Record<string, unknown> };
    paths?: unknown;
  };
  const { schemas = {} } = components;
  const used = new Set<string>();
  const follow = (part: unknown): void => {
    for (const [, name] of JSON.stringify(part ?? {}).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name === undefined || used.has(name)) continue;
      used.add(name);
      follow(schemas[name]);
    }
  };
  follow(paths);
  components.schemas = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
  return document;
}
