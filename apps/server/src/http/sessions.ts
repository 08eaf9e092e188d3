import type { Actor } from '@counterpart/crm';
import * as crm from '@counterpart/crm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { Refusal } from '../errors.ts';
import type { Given, Services } from '../services.ts';
import type { App } from './app.ts';

export const SESSION_COOKIE = 'counterpart_session';

/** How long a session lasts without the person signing out. */
const SESSION_MS = 14 * 24 * 3600 * 1000;

/** What a request's session says: who, in which organisation, and by which way they came. */
export interface FoundSession {
  readonly view: crm.SessionView;
  readonly token: string;
  readonly source: 'page' | 'api';
}

const sessions = new WeakMap<FastifyRequest, FoundSession>();

/** Lets only signed-in people through to the routes of this scope. */
export function requireSession(app: App, given: Given): void {
  app.addHook('onRequest', async (request) => {
    const found = await findSession(request, given());
    if (found === null) throw new Refusal('notSignedIn');
    sessions.set(request, found);
  });
}

/** The session of a request, or null. A token in the header Authorization is the API's way, the cookie the pages'. */
export async function findSession(
  request: FastifyRequest,
  { crm: database }: Services,
): Promise<FoundSession | null> {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? request.cookies[SESSION_COOKIE];
  if (token === undefined) return null;
  const view = await crm.readSession(database, token);
  return view === null ? null : { view, token, source: bearer === undefined ? 'page' : 'api' };
}

export function sessionOf(request: FastifyRequest): FoundSession {
  const found = sessions.get(request);
  if (found === undefined) throw new Error('The route is outside of requireSession.');
  return found;
}

export function actorOf(request: FastifyRequest): Actor {
  const { view, source } = sessionOf(request);
  return crm.actorOf(view, source);
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
): Promise<{ token: string; expiresAtMs: number }> {
  const started = await crm.startSession(database, { accountId, lifetimeMs: SESSION_MS });
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
