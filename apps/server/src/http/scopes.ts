import type { RouteOptions } from 'fastify';

/** What a personal access token can be limited to (R4): resources of the API, to be read, or changed as well. */
export const resources = [
  'contacts',
  'tasks',
  'meetings',
  'imports',
  'views',
  'home',
  'channels',
  'users',
  'audit',
  'events',
] as const;

export type Resource = (typeof resources)[number];
export type Scope = `${Resource}:${'read' | 'write'}`;

export const scopes = resources.flatMap((resource): Scope[] => [`${resource}:read`, `${resource}:write`]);

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The resource that a route belongs to, where its tag does not say. */
    resource?: Resource;
    /** The route takes a session or a token. */
    signedIn?: boolean;
  }
}

/** Tag of a route → resource. A tag that is not here is out of reach for tokens. */
const resourceOfTag: { readonly [tag: string]: Resource } = {
  ...(Object.fromEntries(resources.map((resource) => [resource, resource])) as {
    [name in Resource]: Resource;
  }),
  microsoft365: 'channels',
  profiles: 'users',
  invitations: 'users',
  people: 'users',
};

type Route = Pick<RouteOptions, 'method' | 'config'> & {
  readonly schema?: { readonly tags?: readonly string[] | undefined } | undefined;
};

/** The scope that a token needs for a route; `any`: every token will do; null: it takes a session. To write includes to read. */
export function scopeOf({ method, schema, config }: Route): Scope | 'any' | null {
  const reads = [method].flat().every((name) => name === 'GET' || name === 'HEAD');
  const tag = schema?.tags?.[0] ?? '';
  if (tag === 'session' && reads) return 'any';
  const resource = config?.resource ?? resourceOfTag[tag];
  return resource === undefined ? null : `${resource}:${reads ? 'read' : 'write'}`;
}

/** Whether a token with these scopes will do. */
export function allows(held: readonly string[], needed: Scope | 'any' | null): boolean {
  if (needed === null) return false;
  if (needed === 'any' || held.includes(needed)) return true;
  return needed.endsWith(':read') && held.includes(needed.replace(/:read$/, ':write'));
}
