import fastifySwagger from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { RouteOptions } from 'fastify';
import type { App } from './app.ts';
import { addExamples } from './examples.ts';
import { scopeOf } from './scopes.ts';

/** What a request needs to be let through: a session, or a token with a scope. */
function securityOf(route: RouteOptions): { [scheme: string]: string[] }[] {
  if (route.config?.signedIn !== true) return [];
  const scope = scopeOf(route);
  return [{ session: [] }, ...(scope === null ? [] : [{ token: [scope] }])];
}

function withExamples(document: Described): Described {
  const { components, paths } = document as {
    components?: { schemas?: { [name: string]: object } };
    paths?: { [path: string]: object };
  };
  addExamples(paths ?? {}, components?.schemas ?? {});
  return document;
}

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
          'Whatever the pages do (R4). A program sends a personal access token (Setup, Personal access tokens) as `Authorization: Bearer`; it may do what its scopes name and its owner’s profile allows at that moment. Instead it can sign in with POST /api/session/token, which lasts two weeks and may do all that the person may. Errors are problem+json with a `code` (GET /api/errors). Records carry an ETag; a change with `If-Match` is refused with 412 when somebody else changed the record since. A creation with an `Idempotency-Key` can be repeated for 24 hours and creates nothing twice. Answers tell what is left of the limit in `RateLimit` and `RateLimit-Policy`; a refusal with 429 says when to go on in `Retry-After`. Bodies may have 1 MB, files 32 MB.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'counterpart_session' },
          token: {
            type: 'http',
            scheme: 'bearer',
            description:
              'A personal access token; the scope named is what it needs. `any`: every token will do.',
          },
        },
      },
    },
    transform: (input) => {
      const { schema, url } = jsonSchemaTransform(input);
      return { schema: { ...schema, security: securityOf(input.route) }, url };
    },
    transformObject: (input) => withExamples(withoutUnused(jsonSchemaTransformObject(input))),
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
