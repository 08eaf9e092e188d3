import { createHash } from 'node:crypto';
import type { Actor } from '@counterpart/crm';
import * as crm from '@counterpart/crm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { Refusal } from '../errors.ts';
import type { Given, Services } from '../services.ts';
import type { App } from './app.ts';
import { createLimit } from './limits.ts';
import { allows, scopeOf } from './scopes.ts';

export const SESSION_COOKIE = 'counterpart_session';

/** How long a session lasts without the person signing out. */
const SESSION_MS = 14 * 24 * 3600 * 1000;

/** What a request's session or token says: who, in which organisation, and by which way they came. */
export interface FoundSession {
  readonly view: crm.SessionView;
  readonly token: string;
  readonly source: 'page' | 'api';
  /** What a personal access token may be used for; null for a session. */
  readonly scopes: readonly string[] | null;
}

const sessions = new WeakMap<FastifyRequest, FoundSession>();

const WINDOW_MS = 60_000;

/** Lets only signed-in people and their tokens through to the routes of this scope, and of each only so many requests a minute. */
export function requireSession(app: App, given: Given): void {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, signedIn: true };
  });
  let limit: ReturnType<typeof createLimit> | undefined;
  app.addHook('onRequest', async (request, reply) => {
    const services = given();
    const found = (await findAccessToken(request, services)) ?? (await findSession(request, services));
    if (found === null) throw new Refusal('notSignedIn');
    const max = services.config.requestsPerMinute;
    limit ??= createLimit(app, { name: 'requests', max, windowMs: WINDOW_MS });
    await limit(request, reply, createHash('sha256').update(found.token).digest('base64url'));
    const needed = scopeOf(request.routeOptions);
    if (found.scopes !== null && !allows(found.scopes, needed)) {
      const detail =
        needed === null
          ? 'No access token may do this: it takes a session.'
          : `This needs an access token with the scope "${needed}".`;
      throw new Refusal('tokenScopeMissing', { detail });
    }
    sessions.set(request, found);
  });
}

/** The session of a request, or null. A token in the header Authorization is the API's way, the cookie the pages'. */
export async function findSession(
  request: FastifyRequest,
  { crm: database }: Services,
): Promise<FoundSession | null> {
  const bearer = bearerOf(request);
  const token = bearer ?? request.cookies[SESSION_COOKIE];
  if (token === undefined) return null;
  const view = await crm.readSession(database, token);
  return view === null ? null : { view, token, source: bearer === undefined ? 'page' : 'api', scopes: null };
}

/** A personal access token is no session: what takes one cannot be done with it. */
async function findAccessToken(
  request: FastifyRequest,
  { crm: database }: Services,
): Promise<FoundSession | null> {
  const token = bearerOf(request);
  if (token === undefined || !crm.isAccessToken(token)) return null;
  const found = await crm.readAccessToken(database, token);
  return found === null ? null : { ...found, token, source: 'api' };
}

const bearerOf = (request: FastifyRequest): string | undefined =>
  /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];

export function sessionOf(request: FastifyRequest): FoundSession {
  const found = sessions.get(request);
  if (found === undefined) throw new Error('The route is outside of requireSession.');
  return found;
}

export function actorOf(request: FastifyRequest): Actor {
  const { view, source } = sessionOf(request);
  return { ...crm.actorOf(view, source), ip: request.ip };
}

/**
 * A request that changes something and is known by its cookie must carry `x-counterpart: 1`: pages of other sites cannot set a
 * header without asking first (CORS), which this server never allows.
 */
export function requireOwnPages(app: App): void {
  app.addHook('onRequest', async (request) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return;
    if (request.cookies[SESSION_COOKIE] === undefined) return;
    if (request.headers.authorization !== undefined || request.headers['x-counterpart'] === '1') return;
    throw new Refusal('crossSite');
  });
}

/** @throws Refusal `noMembership` for an account that belongs to no organisation. */
export async function beginSession(
  { crm: database }: Services,
  accountId: string,
  orgId?: string,
): Promise<{ token: string; expiresAtMs: number }> {
  const where = orgId === undefined ? {} : { orgId };
  const started = await crm.startSession(database, { accountId, lifetimeMs: SESSION_MS, ...where });
  if (started.outcome === 'noMembership') throw new Refusal('noMembership');
  return started;
}

export function setSessionCookie(
  reply: FastifyReply,
  { token, expiresAtMs }: { token: string; expiresAtMs: number },
  config: Config,
): void {
  reply.setCookie(SESSION_COOKIE, token, { ...cookieOptions(config), expires: new Date(expiresAtMs) });
}

export function clearSessionCookie(reply: FastifyReply, config: Config): void {
  reply.clearCookie(SESSION_COOKIE, cookieOptions(config));
}

/** Options of every cookie of ours: out of reach of scripts, and not sent along with other sites' requests. */
export function cookieOptions({ publicUrl }: Config) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https://') } as const;
}
